package org.smshub.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BrakeTest {

    private final AtomicLong clock = new AtomicLong(-5);
    private final Brake brake = new Brake(clock::get);

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, (byte) (last >> 8), (byte) last});
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private void pass(long millis) {
        clock.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void whoGuessesIsSlowedAndAtLastRefusedUnseenButNeverLockedOut() {
        int waits = 0;
        long longest = 0;
        int tries = 0;
        long wait = brake.tried(address(1), null);
        while (wait >= 0) {
            tries++;
            waits += wait > 0 ? 1 : 0;
            longest = Math.max(longest, wait);
            wait = brake.tried(address(1), null);
        }
        assertThat(tries - waits).as("looked at at once").isEqualTo(Brake.FREE);
        assertThat(longest).isBetween((long) Brake.MOST, (long) Brake.MOST + Brake.STEP);
        pass(Brake.MOST + (Brake.FREE + 1L) * Brake.STEP);
        assertThat(brake.tried(address(1), null)).as("after a while").isZero();
    }

    @Test
    void inAMinuteOneAddressHasAFewTriesASecond() {
        int seen = 0;
        for (int i = 0; i < 20_000; i++) {
            seen += brake.tried(address(1), "shop" + i) >= 0 ? 1 : 0;
            pass(3);
        }
        assertThat(seen)
                .isBetween(60_000 / Brake.STEP, 60_000 / Brake.STEP + Brake.FREE + Brake.MOST / Brake.STEP + 21);
    }

    @Test
    void loginsThatAreRightCostNothing() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(brake.tried(address(1), "shop")).isZero();
            brake.passed(address(1), "shop");
        }
    }

    @Test
    void guessesOfOthersSlowAnAccountALittleAndNotFromWhereItHasLoggedIn() {
        brake.tried(address(1), "shop");
        brake.passed(address(1), "shop");
        for (int i = 2; i < 2_000; i++) {
            assertThat(brake.tried(address(i), "shop")).isBetween(0L, (long) Brake.MOST_BY_OTHERS);
        }
        assertThat(brake.tried(address(1), "shop"))
                .as("from where it has logged in")
                .isZero();
        assertThat(brake.tried(address(5_000), "shop")).as("from elsewhere").isPositive();
        assertThat(brake.tried(address(5_000), "other")).as("another account").isZero();
        assertThat(brake.isKnown(address(1), "shop")).isTrue();
        assertThat(brake.isKnown(address(2), "shop")).isFalse();
        brake.refused(address(1), "shop");
        assertThat(brake.isKnown(address(1), "shop")).isFalse();
    }

    @Test
    void refusalsAreToldOnceAMinuteWithTheirNumber() {
        assertThat(brake.refused(address(1), "shop")).isEqualTo(1);
        for (int i = 0; i < 1_000; i++) {
            assertThat(brake.refused(address(1), "shop")).isZero();
        }
        assertThat(brake.refused(address(2), "shop")).isEqualTo(1);
        pass(60_000);
        assertThat(brake.refused(address(1), "shop")).isEqualTo(1_001);
        assertThat(brake.refusals()).isEqualTo(1_003);
    }

    @Test
    void oneAddressFillsNoLogByNamesOfItsOwn() {
        int told = 0;
        for (int i = 0; i < 50_000; i++) {
            told += brake.refused(address(1), "name" + i) > 0 ? 1 : 0;
        }
        assertThat(told).isEqualTo(10);
    }
}
