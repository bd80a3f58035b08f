package org.smshub.ledger.crew;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.LoggerFactory;

/**
 * Tasks of one key in order, one after the other; those of different keys at the same time, on any executor that does
 * not run them in its caller. A key without tasks leaves no trace. Whoever puts tasks in bounds them.
 */
public final class Lanes {

    private final Executor executor;
    private final Complaints complaints = new Complaints(LoggerFactory.getLogger(Lanes.class));

    /** Tasks that wait for the one that runs. */
    private final Map<String, Queue<Runnable>> lanes = new HashMap<>();

    public Lanes(Executor executor) {
        this.executor = executor;
    }

    /** @throws RejectedExecutionException of the executor; the task does not run */
    public void execute(String key, Runnable task) {
        synchronized (lanes) {
            Queue<Runnable> waiting = lanes.get(key);
            if (waiting != null) {
                waiting.add(task);
                return;
            }
            lanes.put(key, new ArrayDeque<>());
            try {
                executor.execute(() -> run(key, task));
            } catch (RuntimeException | Error e) {
                lanes.remove(key);
                throw e;
            }
        }
    }

    private void run(String key, Runnable first) {
        for (Runnable task = first; task != null; task = next(key)) {
            try {
                task.run();
            } catch (Throwable e) {
                complaints.say("A task failed", e);
            }
        }
    }

    private Runnable next(String key) {
        synchronized (lanes) {
            Runnable task = lanes.get(key).poll();
            if (task == null) {
                lanes.remove(key);
            }
            return task;
        }
    }

    /** Keys that have tasks. */
    public int keys() {
        synchronized (lanes) {
            return lanes.size();
        }
    }
}
