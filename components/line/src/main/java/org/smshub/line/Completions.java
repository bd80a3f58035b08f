package org.smshub.line;

import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges on their way back from the wire to their routes: on worker threads, not on the thread that read the answer,
 * unless the route never blocks. Bounded by the exchanges that are being sent, and one task a line in the pool. Any thread.
 */
public final class Completions {

    private static final Logger LOG = LoggerFactory.getLogger(Completions.class);

    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Executor workers;

    public Completions(Executor workers) {
        this.workers = workers;
    }

    /** {@link #start} has to follow; a session calls it when all that it reads now is read. */
    public void add(Runnable completion) {
        queue.add(completion);
    }

    /** Runs it at once; on the thread that reads. */
    public void here(Runnable completion) {
        end(completion);
    }

    /** Puts one more worker to what was added, because others may be held by a route that blocks. */
    public void start() {
        if (!queue.isEmpty() && woken.compareAndSet(false, true)) {
            try {
                workers.execute(this::run);
            } catch (RejectedExecutionException stopped) {
                // what was sent has to end all the same, and not on a thread that reads
                GlobalEventExecutor.INSTANCE.execute(this::run);
            }
        }
    }

    private void run() {
        woken.set(false);
        Runnable completion;
        while ((completion = queue.poll()) != null) {
            end(completion);
        }
    }

    private static void end(Runnable completion) {
        try {
            completion.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("A route failed behind a send", e);
        }
    }
}
