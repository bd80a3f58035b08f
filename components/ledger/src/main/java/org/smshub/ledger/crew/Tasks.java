package org.smshub.ledger.crew;

import java.util.ArrayDeque;
import java.util.concurrent.RejectedExecutionException;

/** A crew without threads, for a ground that has none: what follows commits waits until somebody runs it. For one thread. */
public final class Tasks implements Crew {

    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean closed;

    @Override
    public void watch(Runnable watcher) {
        // whoever runs tasks looks by himself
    }

    @Override
    public void add(Runnable task) {
        waiting.add(task);
    }

    @Override
    public void flush() {
        // whoever runs tasks looks by himself
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
        // whoever runs tasks looks by himself
    }

    /** Runs the one that has waited longest. @param second the one behind it, if there is one, as another thread might */
    public void run(boolean second) {
        Runnable task = waiting.remove();
        if (second && !waiting.isEmpty()) {
            Runnable other = waiting.remove();
            waiting.addFirst(task);
            task = other;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            // as the workers do
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
    public void drop() {
        closed = true;
        waiting.clear();
    }
}
