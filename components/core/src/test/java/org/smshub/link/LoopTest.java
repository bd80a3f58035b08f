package org.smshub.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class LoopTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final Executor loop = tasks::add;
    private final List<String> ran = new ArrayList<>();
    private final Runnable write = () -> ran.add("write");

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void itIsKnownToItsTasksAlone() {
        assertThat(Loop.here()).isNull();
        Loop.run(loop, () -> assertThat(Loop.here()).isSameAs(loop));
        assertThat(Loop.here()).isNull();
    }

    @Test
    void aTaskThatThrowsLeavesNoLoopBehind() {
        try {
            Loop.run(loop, () -> {
                throw new IllegalStateException("x");
            });
        } catch (IllegalStateException expected) {
            ran.add("thrown");
        }
        assertThat(ran).containsExactly("thrown");
        assertThat(Loop.here()).isNull();
    }

    @Test
    void whatIsAskedForLaterRunsOnceBehindWhatTheLoopIsAt() {
        Loop.run(loop, () -> {
            Loop.later(write);
            Loop.later(write);
            ran.add("read");
        });
        runAll();
        assertThat(ran).containsExactly("read", "write");
        Loop.run(loop, () -> Loop.later(write));
        runAll();
        assertThat(ran).containsExactly("read", "write", "write");
    }

    @Test
    void whereNoLoopIsItRunsAtOnce() {
        Loop.later(write);
        assertThat(ran).containsExactly("write");
    }

    @Test
    void aLoopThatHasEndedRunsItAtOnce() {
        Executor ended = task -> {
            throw new RejectedExecutionException();
        };
        Loop.run(ended, () -> Loop.later(write));
        Loop.run(ended, () -> Loop.later(write));
        assertThat(ran).containsExactly("write", "write");
    }
}
