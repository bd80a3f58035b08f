package org.smshub.simulate;

import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;
import org.smshub.ledger.commit.Crew;

/** What follows commits, one task after the other, when the world comes to it. */
final class Tasks implements Crew {

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean closed;

    @Override
    public void watch(Runnable watcher) {
        // the world looks by itself
    }

    @Override
    public void add(Runnable task) {
        waiting.add(task);
    }

    @Override
    public void flush() {
        // the world looks by itself
    }

    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("The ledger has stopped");
        }
        waiting.add(task);
    }

    @Override
    public boolean isWaiting() {
        return !waiting.isEmpty();
    }

    @Override
    public void tend() {
        // the world looks by itself
    }

    /** Runs the next one; another worker may have been quicker with the one behind it. */
    void run(boolean second) {
        Runnable task = waiting.remove();
        if (second && !waiting.isEmpty()) {
            Runnable other = waiting.remove();
            waiting.addFirst(task);
            task = other;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            // as the real crew's workers do
        }
    }

    @Override
    public int close(long timeoutMillis) {
        while (!waiting.isEmpty()) {
            run(false);
        }
        closed = true;
        return 0;
    }

    /** Its process is dead. */
    void drop() {
        closed = true;
        waiting.clear();
    }
}
