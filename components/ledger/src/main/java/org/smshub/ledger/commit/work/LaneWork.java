package org.smshub.ledger.commit.work;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.store.Answers;
import org.smshub.link.nature.Rare;

/** An events consumer takes what waits for its clients, as far as they have room. One for each consumer. */
public final class LaneWork implements Work {

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    public final EventQueue queue;
    private final Handing handing;
    private final LongSupplier nanos;
    private long restUntil;

    /** @param nanos a clock that never goes back */
    public LaneWork(EventQueue queue, Handing handing, LongSupplier nanos) {
        this.queue = queue;
        this.handing = handing;
        this.nanos = nanos;
        this.restUntil = nanos.getAsLong();
    }

    /** Nanoseconds until there may be something to hand out. */
    public long waitNanos() {
        long wait = queue.waitNanos();
        return wait == Long.MAX_VALUE ? wait : Math.max(wait, restUntil - nanos.getAsLong());
    }

    @Override
    public void add(Draft draft) {
        queue.wish(draft.group, Math.min(draft.limit, Rare.value("lane.limit", Integer.MAX_VALUE, 1)), draft.shared);
    }

    @Override
    public void committed(Answers answers) {
        for (Event event : queue.granted(answers.lanes)) {
            handing.hand(queue, event);
        }
    }

    @Override
    public void refused(LedgerException why) {
        Rare.hit("lane.refused");
        queue.refused();
        restUntil = nanos.getAsLong() + REST_NANOS;
    }
}
