package org.smshub.ledger.crew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

    private final ExecutorService pool = Executors.newFixedThreadPool(8);
    private final Lanes lanes = new Lanes(pool);

    @AfterEach
    void stop() {
        pool.shutdownNow();
    }

    @Test
    void tasksOfAKeyRunInOrderOneAfterTheOther() {
        Map<Integer, List<Integer>> ran = new ConcurrentHashMap<>();
        Map<Integer, AtomicInteger> under = new ConcurrentHashMap<>();
        AtomicInteger count = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            for (int key = 0; key < 30; key++) {
                int number = i;
                int lane = key;
                lanes.execute("key" + key, () -> {
                    AtomicInteger now = under.computeIfAbsent(lane, k -> new AtomicInteger());
                    if (now.incrementAndGet() > 1) {
                        overlaps.incrementAndGet();
                    }
                    ran.computeIfAbsent(lane, k -> Collections.synchronizedList(new ArrayList<>()))
                            .add(number);
                    now.decrementAndGet();
                    count.incrementAndGet();
                });
            }
        }
        await().until(() -> count.get() == 30_000);
        assertThat(overlaps.get()).isZero();
        ran.values().forEach(numbers -> assertThat(numbers).isSorted());
        await().until(() -> lanes.keys() == 0);
    }

    @Test
    void aSlowKeyHoldsUpNoOther() throws Exception {
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch other = new CountDownLatch(1);
        lanes.execute("slow", () -> {
            try {
                released.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        lanes.execute("other", other::countDown);
        assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
        released.countDown();
    }

    @Test
    void aTaskFailsAlone() {
        AtomicInteger ran = new AtomicInteger();
        lanes.execute("a", () -> {
            throw new StackOverflowError();
        });
        lanes.execute("a", ran::incrementAndGet);
        await().until(() -> ran.get() == 1);
    }

    @Test
    void whatTheExecutorRefusesIsTold() {
        pool.shutdown();
        assertThatThrownBy(() -> lanes.execute("a", () -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThat(lanes.keys()).isZero();
    }
}
