package org.smshub.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.smshub.link.nature.Nature;

/** Reconnect delays, keep-alive, lines that are shared. */
class TimingTest {

    @Test
    void delaysDoubleUpToTheLongestAndVary() {
        Backoff backoff = new Backoff(Duration.ofMillis(1000), Duration.ofMillis(10_000), Nature.REAL);
        long[] expected = {1000, 2000, 4000, 8000, 10_000, 10_000};
        for (long middle : expected) {
            assertThat(backoff.next()).isBetween(middle * 3 / 4, middle * 5 / 4);
        }
        backoff.reset();
        Set<Long> firsts = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            firsts.add(backoff.next());
            backoff.reset();
        }
        assertThat(firsts).hasSizeGreaterThan(5).allMatch(d -> d >= 750 && d <= 1250);
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ZERO, Nature.REAL))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Many lines do not come back in the same moment; and one seed is one world. */
    @Test
    void chanceIsHandedIn() {
        assertThat(delays(1)).isEqualTo(delays(1)).isNotEqualTo(delays(2));
    }

    private static List<Long> delays(long seed) {
        Backoff backoff = new Backoff(Duration.ofMillis(1000), Duration.ofMillis(10_000), new SetTime(seed));
        return List.of(backoff.next(), backoff.next(), backoff.next());
    }

    @Test
    void probesWhenEitherDirectionIsIdle() {
        SetTime time = new SetTime(1);
        AtomicInteger probes = new AtomicInteger();
        KeepAlive keepAlive = new KeepAlive(Duration.ofMillis(100), time.timer(), time, probes::incrementAndGet);
        keepAlive.start();
        for (int i = 0; i < 10; i++) {
            time.pass(40);
            keepAlive.sent();
            keepAlive.received();
        }
        assertThat(probes).as("busy").hasValue(0);
        time.pass(60);
        keepAlive.received();
        assertThat(probes).hasValue(0);
        time.pass(40);
        assertThat(probes).as("nothing was sent for the interval").hasValue(1);
        time.pass(99);
        keepAlive.sent();
        time.pass(1);
        assertThat(probes).as("nothing was received for it").hasValue(2);
        keepAlive.stop();
        time.pass(1_000);
        assertThat(probes).hasValue(2);
    }

    @Test
    void aSharedLineIsOpenedByTheFirstAndClosedByTheLast() throws Exception {
        AtomicInteger open = new AtomicInteger();
        Shared<String, AutoCloseable> lines = new Shared<>();
        AutoCloseable first = lines.acquire("a", key -> {
            open.incrementAndGet();
            return open::decrementAndGet;
        });
        assertThat(lines.acquire("a", key -> open::get)).isSameAs(first);
        assertThat(open).hasValue(1);
        lines.release("a");
        assertThat(open).hasValue(1);
        lines.release("a");
        assertThat(open).hasValue(0);
        lines.release("a");
        assertThat(lines.size()).isZero();
    }
}
