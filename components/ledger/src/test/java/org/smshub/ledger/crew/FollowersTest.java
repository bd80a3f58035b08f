package org.smshub.ledger.crew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.smshub.link.Loop;

class FollowersTest {

    private final Workers workers = new Workers(4);
    private final Followers followers = new Followers(workers);
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Executor loop = tasks::add;
    private final List<Object> ran = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws InterruptedException {
        workers.close(10_000);
    }

    @Test
    void aLoopGetsOneTaskACommitWithAllOfItsOwnInOrder() {
        for (int i = 0; i < 30; i++) {
            int n = i;
            followers.add(loop, () -> ran.add(n));
        }
        assertThat(tasks).isEmpty();
        followers.flush();
        assertThat(tasks).hasSize(1);
        tasks.poll().run();
        assertThat(ran)
                .containsExactlyElementsOf(
                        java.util.stream.IntStream.range(0, 30).boxed().toList());
        followers.flush();
        assertThat(tasks).isEmpty();
    }

    @Test
    void whatFollowsKnowsItsLoop() {
        List<Executor> known = new ArrayList<>();
        followers.add(loop, () -> known.add(Loop.here()));
        followers.flush();
        tasks.poll().run();
        assertThat(known).containsExactly(loop);
    }

    @Test
    void eachFailsAlone() {
        followers.add(loop, () -> ran.add(1));
        followers.add(loop, () -> {
            throw new NoClassDefFoundError("x");
        });
        followers.add(loop, () -> ran.add(3));
        followers.flush();
        tasks.poll().run();
        assertThat(ran).containsExactly(1, 3);
    }

    @Test
    void aLoopThatStandsStillHoldsUpNobody() {
        Queue<Runnable> still = new ArrayDeque<>();
        followers.add(still::add, () -> ran.add("still"));
        followers.add(loop, () -> ran.add("loop"));
        followers.add(null, () -> ran.add("worker"));
        followers.flush();
        tasks.poll().run();
        await().atMost(Duration.ofSeconds(10)).until(() -> ran.size() == 2);
        assertThat(ran).containsExactlyInAnyOrder("loop", "worker");
        assertThat(still).hasSize(1);
    }

    @Test
    void whatALoopThatHasEndedLeftGoesToTheWorkers() {
        Executor ended = task -> {
            throw new RejectedExecutionException();
        };
        followers.add(ended, () -> ran.add(1));
        followers.add(ended, () -> ran.add(2));
        followers.flush();
        await().atMost(Duration.ofSeconds(10)).until(() -> ran.size() == 2);
        assertThat(ran).containsExactly(1, 2);
    }
}
