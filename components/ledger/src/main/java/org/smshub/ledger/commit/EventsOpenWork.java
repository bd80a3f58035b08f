package org.smshub.ledger;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An events consumer begins: find out for whom something waits. */
final class EventsOpenWork implements Work {

    private static final Logger LOG = LoggerFactory.getLogger(EventsOpenWork.class);

    private final EventQueue queue;
    private final GroupCommit commits;
    private List<String> clients = List.of();

    EventsOpenWork(EventQueue queue, GroupCommit commits) {
        this.queue = queue;
        this.commits = commits;
    }

    @Override
    public void write(Transaction tx) throws SQLException {
        clients = tx.store.events.clients(queue.consumer);
    }

    @Override
    public void committed() {
        clients.forEach(queue::waits);
        commits.wake();
    }

    @Override
    public void refused(LedgerException why) {
        LOG.error("Events of {} cannot be handed out: {}", queue.consumer, why.getMessage());
    }

    @Override
    public boolean mustBeKept() {
        return true;
    }
}
