package org.smshub.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The transaction under way: where to write, and which parts it marks as in flight. */
final class Transaction {

    /** A part marked for a link, handed over after the commit. */
    record Marked(Claim claim, LinkQueue link) {}

    /** An event that is handed out after the commit. */
    record Told(Event event, EventQueue queue) {}

    final SqliteStore store;
    final long now;
    private final Map<String, LinkQueue> links;
    private final Map<String, EventQueue> listeners;
    private final List<Marked> marked = new ArrayList<>();
    private final List<Told> told = new ArrayList<>();

    Transaction(SqliteStore store, long now, Map<String, LinkQueue> links, Map<String, EventQueue> listeners) {
        this.store = store;
        this.now = now;
        this.links = links;
        this.listeners = listeners;
    }

    /** The link, or null when no route of this hub serves it now. */
    LinkQueue link(String name) {
        return links.get(name);
    }

    /** A part was put in the queue of a link. */
    void waits(String link, long due) {
        LinkQueue queue = links.get(link);
        if (queue != null) {
            queue.waits(due);
        }
    }

    /** This part is in flight from the commit on. */
    void mark(Claim claim, LinkQueue link) {
        marked.add(new Marked(claim, link));
        link.claimed(1);
    }

    /** Claims what is due, for every link that has room, at most {@code limit} parts each. */
    void claim(int limit) throws SQLException {
        for (LinkQueue link : links.values()) {
            int wanted = Math.min(link.room(now), limit);
            if (wanted > 0 && !link.isIdle(now)) {
                List<Claim> claims = store.claim(link.name, wanted, now);
                for (Claim claim : claims) {
                    mark(claim, link);
                }
                if (claims.size() < wanted) {
                    link.looked(Math.max(store.nextDue(link.name), now + LinkQueue.LOOK_AGAIN_MILLIS));
                }
            }
        }
        tell();
    }

    /** Takes the events that are due, for every client that has room. */
    private void tell() throws SQLException {
        for (EventQueue listener : listeners.values()) {
            for (Event event : listener.claim(store.events, now)) {
                told.add(new Told(event, listener));
            }
        }
    }

    void begin() throws SQLException {
        store.begin();
    }

    void commit() throws SQLException {
        store.commit();
        links.values().forEach(LinkQueue::committed);
        for (EventStore.Lane lane : store.events.written()) {
            EventQueue listener = listeners.get(lane.consumer());
            if (listener != null) {
                listener.waits(lane.client());
            }
        }
    }

    /** Forgets what was learnt and marked; the store is undone by its owner. */
    void forget() {
        links.values().forEach(LinkQueue::rolledBack);
        told.forEach(t -> t.queue().later(t.event(), 0));
    }

    List<Told> told() {
        return told;
    }

    List<Marked> marked() {
        return marked;
    }
}
