package org.smshub.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.smshub.link.nature.Nature;

class BacklogTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<String> sent = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    private Window<Probe, String> window(int size) {
        return new Window<>(
                new Window.Keys(0, 99, 1), size, Duration.ofSeconds(20), timer, Nature.REAL, new Window.Wire<Probe>() {
                    @Override
                    public void write(int key, Probe request) {
                        sent.add(request.name);
                    }

                    @Override
                    public void timedOut(boolean silent) {}
                });
    }

    private Backlog<Probe, String> backlog(int limit, long waitMillis) {
        return new Backlog<>(limit, Duration.ofMillis(waitMillis), timer, Nature.REAL);
    }

    @Test
    void waitsForASessionThenForSlotsInOrder() {
        Backlog<Probe, String> backlog = backlog(10, 10_000);
        for (String name : List.of("a", "b", "c")) {
            backlog.submit(new Probe(name));
        }
        assertThat(sent).isEmpty();
        Window<Probe, String> window = window(2);
        backlog.attach(window);
        assertThat(sent).containsExactly("a", "b");
        assertThat(backlog.waiting()).isEqualTo(1);
        window.answer(1, "yes");
        assertThat(sent).containsExactly("a", "b", "c");
    }

    @Test
    void aSessionThatAsksGetsSoMuchAndNoMore() {
        Backlog<Probe, String> backlog = backlog(10, 10_000);
        for (String name : List.of("a", "b", "c", "d")) {
            backlog.submit(new Probe(name));
        }
        Window<Probe, String> window = window(1);
        backlog.attach(window, 2);
        assertThat(sent).containsExactly("a");
        window.answer(0, "yes");
        assertThat(sent).containsExactly("a", "b");
        window.answer(1, "yes");
        assertThat(sent).as("two were asked for").hasSize(2);
        backlog.attach(window, Integer.MAX_VALUE);
        window.answer(2, "yes");
        window.answer(3, "yes");
        assertThat(sent).containsExactly("a", "b", "c", "d");
        backlog.submit(new Probe("later"));
        assertThat(sent).as("all that waited").hasSize(4);
    }

    @Test
    void sharesTheLoadOverSessions() {
        Backlog<Probe, String> backlog = backlog(10, 10_000);
        Window<Probe, String> one = window(2);
        Window<Probe, String> two = window(2);
        backlog.attach(one);
        backlog.attach(two);
        for (int i = 0; i < 5; i++) {
            backlog.submit(new Probe("p" + i));
        }
        assertThat(one.outstanding()).isEqualTo(2);
        assertThat(two.outstanding()).isEqualTo(2);
        assertThat(backlog.waiting()).isEqualTo(1);
        backlog.detach(one);
        one.answer(0, "yes");
        assertThat(backlog.sessions()).isEqualTo(1);
        assertThat(backlog.waiting()).as("a detached window takes nothing").isEqualTo(1);
    }

    @Test
    void isBoundedInCountAndTime() {
        Backlog<Probe, String> backlog = backlog(1, 50);
        Probe first = new Probe("first");
        Probe second = new Probe("second");
        backlog.submit(first);
        backlog.submit(second);
        assertThat(second.failure).isEqualTo(Failure.QUEUE_FULL);
        await().until(() -> first.failure == Failure.NO_SESSION);

        Window<Probe, String> window = window(1);
        backlog.attach(window);
        backlog.submit(new Probe("fills the window"));
        Probe third = new Probe("third");
        backlog.submit(third);
        await().until(() -> third.failure == Failure.NO_SLOT);
        assertThat(third.failure.toException("ucp", "here"))
                .isInstanceOf(SmsNotSentException.class)
                .hasMessageContaining("ucp:no-slot");
        assertThat(Failure.NO_ANSWER.toException("ucp", "here")).isInstanceOf(SmsUnknownOutcomeException.class);
    }

    @Test
    void stoppingFailsWhatWaits() {
        Backlog<Probe, String> backlog = backlog(5, 10_000);
        Probe waiting = new Probe("waiting");
        backlog.submit(waiting);
        backlog.stop();
        assertThat(waiting.failure).isEqualTo(Failure.STOPPED);
        Probe after = new Probe("after");
        backlog.submit(after);
        assertThat(after.failure).isEqualTo(Failure.STOPPED);
    }

    @Test
    void manyThreadsEachRequestEndsOnce() throws Exception {
        int count = 20_000;
        Backlog<Probe, String> backlog = backlog(count, 30_000);
        ExecutorService wire = Executors.newFixedThreadPool(2);
        ExecutorService callers = Executors.newFixedThreadPool(4);
        AtomicInteger most = new AtomicInteger();
        List<Window<Probe, String>> windows = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int number = i;
            windows.add(new Window<>(
                    new Window.Keys(0, 99, 1),
                    10,
                    Duration.ofSeconds(20),
                    timer,
                    Nature.REAL,
                    new Window.Wire<Probe>() {
                        @Override
                        public void write(int key, Probe request) {
                            wire.execute(() -> {
                                Window<Probe, String> mine = windows.get(number);
                                mine.written(key);
                                most.accumulateAndGet(mine.outstanding(), Math::max);
                                mine.answer(key, request.name);
                            });
                        }

                        @Override
                        public void timedOut(boolean silent) {}
                    }));
        }
        windows.forEach(backlog::attach);
        List<Probe> probes = new CopyOnWriteArrayList<>();
        List<Probe> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Probe("p" + i));
        }
        probes.addAll(all);
        for (Probe probe : probes) {
            callers.execute(() -> backlog.submit(probe));
        }
        await().atMost(20, TimeUnit.SECONDS).until(() -> probes.stream().noneMatch(Probe::open));
        assertThat(probes).allSatisfy(p -> {
            assertThat(p.answer).isEqualTo(p.name);
            assertThat(p.ends.get()).isEqualTo(1);
        });
        assertThat(most.get()).isLessThanOrEqualTo(10);
        callers.shutdownNow();
        wire.shutdownNow();
    }
}
