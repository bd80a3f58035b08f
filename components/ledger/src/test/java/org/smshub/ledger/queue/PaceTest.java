package org.smshub.ledger.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long MILLI = 1_000_000;

    /** Near the end of its range, as on a machine whose clock began there. */
    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE / 1_000);

    private Pace pace;
    private int answered;

    /** As many as the pace lets through in this time; of each {@code every} answers one is throttled (0 = none). */
    private int run(int millis, int every) {
        int sent = 0;
        for (int i = 0; i < millis; i++) {
            clock.addAndGet(MILLI);
            int count = Math.min(pace.permits(), 5);
            if (count > 0) {
                pace.take(count);
                for (int j = 0; j < count; j++) {
                    pace.answered(every > 0 && ++answered % every == 0);
                }
                sent += count;
            }
        }
        return sent;
    }

    private void start(double rate, double slowest) {
        pace = new Pace(rate, slowest, clock::get);
    }

    @Test
    void theRateIsKept() {
        start(200, 1);
        assertThat(run(5_000, 0)).isBetween(990, 1_005);
    }

    @Test
    void withoutALimitItLetsAllThrough() {
        start(0, 1);
        assertThat(pace.permits()).isEqualTo(Integer.MAX_VALUE);
        assertThat(pace.waitNanos()).isZero();
        assertThat(pace.now()).isZero();
    }

    @Test
    void allThrottledGoesToTheFloorAndNeverBelow() {
        start(100, 5);
        run(1_200, 1);
        assertThat(pace.now()).isLessThanOrEqualTo(50);
        run(20_000, 1);
        assertThat(pace.now()).isEqualTo(5);
        assertThat(run(2_000, 1)).isBetween(9, 12);
    }

    @Test
    void oneNumberThatIsAlwaysThrottledAmongManySlowsNobody() {
        start(200, 1);
        run(30_000, 50);
        assertThat(pace.now()).isEqualTo(200);
        start(0, 1);
        run(5_000, 25);
        assertThat(pace.now()).isZero();
    }

    @Test
    void theShareDecidesHowMuch() {
        start(100, 1);
        run(300, 5); // a fifth
        assertThat(pace.now()).isBetween(85.0, 92.0);
        start(100, 1);
        run(300, 2);
        assertThat(pace.now()).isBetween(70.0, 80.0);
    }

    @Test
    void whatLeftBeforeItSlowedDoesNotSlowItAgain() {
        start(100, 1);
        run(300, 2);
        double slowed = pace.now();
        for (int i = 0; i < 100; i++) {
            pace.answered(true);
        }
        run(450, 0);
        assertThat(pace.now()).isEqualTo(slowed);
    }

    @Test
    void itClimbsSlowlyToTheCeiling() {
        start(100, 1);
        run(1_200, 1);
        double low = pace.now();
        run(3_000, 0);
        assertThat(pace.now()).isGreaterThan(low).isLessThan(100);
        run(30_000, 0);
        assertThat(pace.now()).isEqualTo(100);
    }

    @Test
    void withoutALimitItSlowsFromWhatWasMeasuredAndGoesBackToNoLimit() {
        start(0, 1);
        run(300, 1); // 5 each millisecond: 5,000/s
        assertThat(pace.now()).isBetween(2_000.0, 3_000.0);
        assertThat(pace.ceiling()).isZero();
        run(60_000, 0);
        assertThat(pace.now()).isZero();
        assertThat(pace.permits()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aCentreThatTakesAThirdIsFollowed() {
        start(90, 1);
        int throttledLast = 0;
        int sentLast = 0;
        for (int second = 0; second < 60; second++) {
            int sent = 0;
            int throttled = 0;
            for (int milli = 0; milli < 1_000; milli++) {
                clock.addAndGet(MILLI);
                for (int count = pace.permits(); count > 0; count--) {
                    pace.take(1);
                    boolean tooFast = ++sent > 30;
                    throttled += tooFast ? 1 : 0;
                    pace.answered(tooFast);
                }
            }
            if (second >= 20) {
                throttledLast += throttled;
                sentLast += sent;
            }
        }
        assertThat(throttledLast / (double) sentLast).isLessThan(0.20);
        assertThat((sentLast - throttledLast) / 40.0).isBetween(22.0, 30.0);
    }

    @Test
    void oneThrottledAnswerOfALinkWithLittleToDoIsHardlyFelt() {
        start(0, 1);
        pace.answered(true);
        clock.addAndGet(1_100 * MILLI);
        assertThat(pace.permits()).isPositive();
        assertThat(pace.now()).isGreaterThan(15);
    }

    @Test
    void theFloorIsNeverAboveTheRate() {
        start(2, 10);
        assertThat(pace.floor()).isEqualTo(2);
    }
}
