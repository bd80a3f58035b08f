package org.smshub.ledger.crew;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs what follows commits, in their order, on other threads than its giver's. Who puts tasks in bounds them: no task is
 * ever run by its caller, and none is dropped.
 */
public interface Crew extends Executor {

    /** Who is to be woken so that it {@link #tend}s when a task comes while others are under way. */
    void watch(Runnable watcher);

    /** Adds a task, for a {@link #flush} to follow. */
    void add(Runnable task);

    /** Sees to it that somebody takes what was added. */
    void flush();

    /** @throws RejectedExecutionException after {@link #close} */
    @Override
    void execute(Runnable task);

    /** Whether tasks wait; somebody must {@link #tend} then every now and then. */
    boolean isWaiting();

    /** Lets others join when those who take tasks are held up. Cheap when nothing waits. */
    void tend();

    /**
     * Waits until what was added has ended; from then on tasks are refused.
     *
     * @return tasks that had not begun in time
     */
    int close(long timeoutMillis) throws InterruptedException;
}
