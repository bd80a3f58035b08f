package org.smshub.ledger.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.smshub.ledger.entry.Backlogged;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;

/** Looks things up on a connection of its own, so that no reader waits for the writer or keeps it waiting. */
public interface Reader extends AutoCloseable {

    /** The message, when it exists and belongs to the client; {@code client} null = anybody's. */
    Optional<MessageView> find(String messageId, String client);

    /** The reference of the client's last message to this number whose reference begins with {@code mail:}. */
    Optional<String> conversation(String client, String number);

    /** Kept things, the newest first. @param limit at most */
    List<Kept> kept(Kept.Kind kind, int limit);

    /** How many there are, counted now: for health and metrics, asked seldom. */
    Counts counts();

    /** What waits, by link and priority: where something does. For metrics, asked seldom. */
    List<Backlogged> backlog();

    /** Events that wait, by consumer, counted up to 100,000 each. */
    Map<String, Integer> eventsWaiting();

    /** Links for which parts wait. */
    List<String> waitingLinks();

    /** Messages of a client that were accepted in this time, epoch milliseconds; what was deleted since is not counted. */
    long accepted(String client, long from, long until);

    /** @param unmatched receipts that match nothing and whose patience is over */
    record Counts(long unmatched, long unclaimed, long unread) {}

    @Override
    void close();
}
