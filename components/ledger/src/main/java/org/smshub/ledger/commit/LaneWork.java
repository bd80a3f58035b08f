package org.smshub.ledger.commit;

import java.util.concurrent.TimeUnit;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Event;

/** An events consumer takes what waits for its clients, as far as they have room. One for each consumer. */
final class LaneWork implements Work {

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    final EventQueue queue;
    private final Handing handing;
    private long restUntil = System.nanoTime();

    LaneWork(EventQueue queue, Handing handing) {
        this.queue = queue;
        this.handing = handing;
    }

    /** Nanoseconds until there may be something to hand out. */
    long waitNanos() {
        long wait = queue.waitNanos();
        return wait == Long.MAX_VALUE ? wait : Math.max(wait, restUntil - System.nanoTime());
    }

    @Override
    public void add(Draft draft) {
        queue.wish(draft.group, draft.limit);
    }

    @Override
    public void committed(Answers answers) {
        for (Event event : queue.granted(answers.lanes)) {
            handing.hand(queue, event);
        }
    }

    @Override
    public void refused(LedgerException why) {
        queue.refused();
        restUntil = System.nanoTime() + REST_NANOS;
    }
}
