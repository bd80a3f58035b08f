package org.smshub.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateTest {

    private final AtomicLong clock = new AtomicLong();

    private int taken(Rate rate, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += rate.take() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void soManyAtOnceAndThenSoManyASecond() {
        Rate rate = new Rate(10, 50, clock::get);
        assertThat(taken(rate, 1_000)).isEqualTo(50);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(2));
        assertThat(taken(rate, 1_000)).isEqualTo(20);
        clock.addAndGet(TimeUnit.HOURS.toNanos(1));
        assertThat(taken(rate, 1_000)).isEqualTo(50);
    }

    @Test
    void aRateBelowOneASecondSaysWhenTheNextIs() {
        Rate rate = new Rate(0.1, 1, clock::get);
        assertThat(rate.take()).isTrue();
        assertThat(rate.take()).isFalse();
        assertThat(rate.seconds()).isEqualTo(10);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(9));
        assertThat(rate.take()).isFalse();
        assertThat(rate.seconds()).isEqualTo(1);
        clock.addAndGet(TimeUnit.SECONDS.toNanos(1));
        assertThat(rate.take()).isTrue();
    }

    @Test
    void noneIsNoLimit() {
        assertThat(taken(new Rate(0, System::nanoTime), 10_000)).isEqualTo(10_000);
    }
}
