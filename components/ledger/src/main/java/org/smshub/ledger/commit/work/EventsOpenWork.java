package org.smshub.ledger.commit.work;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.Draft;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.commit.Work;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.store.Answers;

/** An events consumer begins: find out for whom something waits. */
public final class EventsOpenWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(EventsOpenWork.class);

    private final EventQueue queue;
    private int place;

    public EventsOpenWork(EventQueue queue) {
        this.queue = queue;
    }

    @Override
    public void add(Draft draft) {
        place = draft.group.consumers.size();
        draft.group.consumers.add(queue.consumer());
    }

    @Override
    public void committed(Answers answers) {
        answers.consumers.get(place).forEach(queue::waits);
    }

    @Override
    public void refused(LedgerException why) {
        LOG.error("Events of {} cannot be handed out: {}", queue.consumer(), why.getMessage());
    }

    @Override
    public boolean mustBeKept() {
        return true;
    }
}
