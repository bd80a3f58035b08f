package org.smshub.ledger.crew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkersTest {

    private final Workers workers = new Workers(16);

    private static Runnable until(CountDownLatch released) {
        return () -> {
            try {
                released.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    @Test
    void quickTasksRunInOrderOnOneThread() {
        List<Integer> ran = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            workers.add(() -> ran.add(number));
        }
        workers.flush();
        await().until(() -> ran.size() == 1_000);
        assertThat(ran).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
        assertThat(workers.threads()).isEqualTo(1);
    }

    @Test
    void othersJoinOnlyWhileOneIsHeldUp() {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger quick = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            workers.execute(until(released));
        }
        workers.execute(quick::incrementAndGet);
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            workers.tend();
            return quick.get() == 1;
        });
        assertThat(workers.threads()).isBetween(11, 16);
        released.countDown();
        await().atMost(Duration.ofSeconds(30)).until(() -> workers.threads() == 0);
    }

    @Test
    void aFullPoolDropsNothing() {
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger ran = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            workers.execute(() -> {
                until(released).run();
                ran.incrementAndGet();
            });
        }
        await().pollInterval(Duration.ofMillis(1)).until(() -> {
            workers.tend();
            return workers.threads() == 16;
        });
        released.countDown();
        await().until(() -> ran.get() == 100);
    }

    @Test
    void aTaskFailsAlone() {
        AtomicInteger ran = new AtomicInteger();
        workers.execute(() -> {
            throw new StackOverflowError();
        });
        workers.execute(() -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException();
        });
        workers.execute(ran::incrementAndGet);
        await().until(() -> ran.get() == 1);
    }

    @Test
    void noTaskIsForgottenBetweenTwoSleeps() {
        AtomicInteger ran = new AtomicInteger();
        for (int i = 1; i <= 20_000; i++) {
            workers.execute(ran::incrementAndGet);
            if (i % 7 == 0) {
                int sofar = i;
                while (ran.get() < sofar) {
                    Thread.onSpinWait();
                }
            }
        }
        await().until(() -> ran.get() == 20_000);
    }

    @Test
    void closedItRefusesAndHasDoneWhatItTook() throws Exception {
        List<Integer> ran = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            workers.execute(() -> ran.add(number));
        }
        assertThat(workers.close(10_000)).isZero();
        assertThat(ran).hasSize(100);
        assertThatThrownBy(() -> workers.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        await().until(() -> workers.threads() == 0);
    }

    @Test
    void closingWaitsNoLongerThanItMay() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        Workers one = new Workers(1);
        one.execute(until(released));
        one.execute(() -> {});
        assertThat(one.close(50)).isEqualTo(1);
        released.countDown();
    }
}
