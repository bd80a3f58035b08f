package org.smshub.ledger.store;

import java.util.List;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Subscription;

/** Looks at the outbox on a connection of its own. */
public interface EventsReader extends AutoCloseable {

    /**
     * Some of a client's events.
     *
     * @param last where the next page begins
     * @param more whether there may be a next one now
     */
    record Page(List<Event> events, long last, boolean more) {}

    /**
     * What waits for a client.
     *
     * @param count up to the number that was asked for
     * @param oldest epoch milliseconds at which the oldest was written; null = nothing waits
     */
    record Waiting(int count, Long oldest) {}

    /** Events with a greater id than this, the oldest first; what cannot be read is left out. */
    Page after(String consumer, String client, long id, int limit);

    /** @param most is enough to know */
    Waiting waiting(String consumer, String client, int most);

    /** The subscriptions of a consumer that have ended. */
    List<Subscription> ended(String consumer);

    @Override
    void close();
}
