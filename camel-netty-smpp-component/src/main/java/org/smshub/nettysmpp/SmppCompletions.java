package org.smshub.nettysmpp;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges on their way back from a delivery to their routes, which may block: on worker threads, not on the thread that
 * read the answer. Bounded by the exchanges that deliver. Any thread.
 */
final class SmppCompletions {

    private static final Logger LOG = LoggerFactory.getLogger(SmppCompletions.class);

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Executor workers;

    SmppCompletions(Executor workers) {
        this.workers = workers;
    }

    /** {@link #start} has to follow. */
    void add(Runnable completion) {
        queue.add(completion);
    }

    /** Puts one more worker to what was added, because others may be held by a route that blocks. */
    void start() {
        if (!queue.isEmpty() && woken.compareAndSet(false, true)) {
            try {
                workers.execute(this::run);
            } catch (RejectedExecutionException stopped) {
                // what was delivered has to end all the same
                run();
            }
        }
    }

    private void run() {
        woken.set(false);
        Runnable completion;
        while ((completion = queue.poll()) != null) {
            try {
                completion.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("The route failed after a delivery", e);
            }
        }
    }
}
