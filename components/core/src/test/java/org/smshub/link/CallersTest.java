package org.smshub.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallersTest {

    private static InetAddress address(String text) throws Exception {
        return InetAddress.getByName(text);
    }

    @Test
    void oneAddressHasHalfAndOthersTheRest() throws Exception {
        Callers callers = new Callers(10, 0);
        for (int i = 0; i < 5; i++) {
            assertThat(callers.enter(address("10.0.0.1"))).isTrue();
        }
        assertThat(callers.enter(address("10.0.0.1"))).isFalse();
        for (int i = 0; i < 5; i++) {
            assertThat(callers.enter(address("10.0.0." + (2 + i)))).isTrue();
        }
        assertThat(callers.enter(address("10.0.0.9"))).isFalse();
        assertThat(callers.size()).isEqualTo(10);
        assertThat(callers.refused()).isEqualTo(2);
        callers.leave(address("10.0.0.1"));
        assertThat(callers.enter(address("10.0.0.9"))).isTrue();
    }

    @Test
    void anIpv6AddressStandsForItsNetwork() throws Exception {
        Callers callers = new Callers(10, 1);
        assertThat(callers.enter(address("2001:db8:0:1::1"))).isTrue();
        assertThat(callers.enter(address("2001:db8:0:1:ffff::2"))).isFalse();
        assertThat(callers.enter(address("2001:db8:0:2::1"))).isTrue();
    }

    @Test
    void aRefusalIsToldOnceAMinute() throws Exception {
        AtomicLong clock = new AtomicLong();
        Callers callers = new Callers(1, 1, clock::get);
        assertThat(callers.tells()).isTrue();
        assertThat(callers.tells()).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(callers.tells()).isFalse();
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(callers.tells()).isTrue();
    }
}
