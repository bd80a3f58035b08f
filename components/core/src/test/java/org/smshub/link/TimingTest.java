package org.smshub.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Reconnect delays, keep-alive, lines that are shared. */
class TimingTest {

    @Test
    void delaysDoubleUpToTheLongestAndVary() {
        Backoff backoff = new Backoff(Duration.ofMillis(1000), Duration.ofMillis(10_000));
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
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void probesWhenEitherDirectionIsIdle() {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        try {
            AtomicInteger probes = new AtomicInteger();
            KeepAlive keepAlive = new KeepAlive(Duration.ofMillis(100), timer, probes::incrementAndGet);
            keepAlive.start();
            long busyUntil = System.nanoTime() + Duration.ofMillis(400).toNanos();
            await().pollInterval(Duration.ofMillis(10)).until(() -> {
                keepAlive.sent();
                keepAlive.received();
                return System.nanoTime() > busyUntil;
            });
            int whileBusy = probes.get();
            assertThat(whileBusy).isLessThanOrEqualTo(1);
            await().pollInterval(Duration.ofMillis(10)).until(() -> {
                keepAlive.received();
                return probes.get() > whileBusy;
            });
            keepAlive.stop();
        } finally {
            timer.shutdownNow();
        }
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
