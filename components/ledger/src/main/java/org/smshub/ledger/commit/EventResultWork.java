package org.smshub.ledger;

import java.sql.SQLException;

/** What became of an event that was handed out: heard, or to be handed out again. */
final class EventResultWork implements Work {

    private final EventQueue queue;
    private final Event event;
    private final Long again;
    private final Runnable then;

    /**
     * @param again epoch milliseconds of the next attempt, or null when the event was heard or never will be
     * @param then after the commit: there may be more to hand out
     */
    EventResultWork(EventQueue queue, Event event, Long again, Runnable then) {
        this.queue = queue;
        this.event = event;
        this.again = again;
        this.then = then;
    }

    @Override
    public void write(Transaction tx) throws SQLException {
        if (again == null) {
            tx.store.events.heard(event.id());
        } else {
            tx.store.events.later(event.id(), again);
        }
    }

    @Override
    public void committed() {
        if (again == null) {
            queue.heard(event);
        } else {
            queue.later(event, again);
        }
        then.run();
    }

    @Override
    public void refused(LedgerException why) {
        // its row stays, and the next start of the hub hands it out again
    }

    @Override
    public boolean mustBeKept() {
        return true;
    }
}
