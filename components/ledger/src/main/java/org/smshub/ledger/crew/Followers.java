package org.smshub.ledger.crew;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.LoggerFactory;
import org.smshub.link.Loop;

/**
 * What follows a commit, gathered by where it goes on: one task a commit for each {@link Loop}, since waking it for each
 * exchange costs more than the exchange; the rest by the {@link Crew}. A loop that has ended leaves its own to them.
 */
public final class Followers {

    private final Crew workers;
    private final Complaints complaints = new Complaints(LoggerFactory.getLogger(Followers.class));
    private final Map<Executor, List<Runnable>> loops = new HashMap<>();

    public Followers(Crew workers) {
        this.workers = workers;
    }

    /** For a {@link #flush} to follow. @param loop null = the workers */
    public synchronized void add(Executor loop, Runnable follower) {
        if (loop == null) {
            workers.add(follower);
        } else {
            loops.computeIfAbsent(loop, first -> new ArrayList<>()).add(follower);
        }
    }

    /** Sees to it that all that was added runs. */
    public synchronized void flush() {
        loops.forEach(this::hand);
        loops.clear();
        workers.flush();
    }

    private void hand(Executor loop, List<Runnable> batch) {
        try {
            loop.execute(() -> Loop.run(loop, () -> batch.forEach(this::run)));
        } catch (RejectedExecutionException ended) {
            batch.forEach(workers::add);
        }
    }

    private void run(Runnable follower) {
        try {
            follower.run();
        } catch (Throwable e) {
            complaints.say("What follows a write failed", e);
        }
    }
}
