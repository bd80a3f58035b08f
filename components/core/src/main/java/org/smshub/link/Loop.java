package org.smshub.link;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The event loop that what runs now belongs to. An exchange that was handed over there comes back to it, all that one
 * commit answers in one task. Who runs a route so says that it never blocks. Elsewhere there is none, and an exchange goes on
 * on the workers of who answers.
 */
public final class Loop {

    private static final ThreadLocal<Executor> HERE = new ThreadLocal<>();

    /** What is to run when the loop has done what it is at. */
    private static final ThreadLocal<Set<Runnable>> LATER = ThreadLocal.withInitial(HashSet::new);

    private Loop() {}

    /** The loop of the task that runs on this thread, or null. */
    public static Executor here() {
        return HERE.get();
    }

    /** The calling thread is this loop's, for its life. */
    public static void is(Executor loop) {
        HERE.set(loop);
    }

    /** Runs a task as one of this loop; on its thread. */
    public static void run(Executor loop, Runnable task) {
        Executor before = HERE.get();
        HERE.set(loop);
        try {
            task.run();
        } finally {
            HERE.set(before);
        }
    }

    /**
     * Runs a task behind all that the loop is at, such as what it has just read from its connections, and once however often
     * it was asked to meanwhile. Elsewhere at once.
     */
    public static void later(Runnable task) {
        Executor loop = HERE.get();
        Set<Runnable> waiting = LATER.get();
        if (loop == null) {
            task.run();
        } else if (waiting.add(task)) {
            try {
                loop.execute(() -> {
                    waiting.remove(task);
                    task.run();
                });
            } catch (RejectedExecutionException ends) {
                waiting.remove(task);
                task.run();
            }
        }
    }
}
