package org.smshub.ledger.entry;

import java.time.Duration;
import java.util.List;

/**
 * Finds messages by what is known of them, the newest first, beside all writing. Every question has a time: what is not found
 * by then is found from the cursor on that came with the answer.
 */
public interface Search extends AutoCloseable {

    /**
     * What a message must have; null = anything.
     *
     * @param to a number, or its beginning and a {@code *}
     * @param state as it is told outside
     * @param link where a part of it is, or was sent
     * @param since epoch milliseconds of its acceptance, from here on
     * @param until up to here, exclusive
     */
    record Filter(
            String client,
            String ref,
            String to,
            String from,
            String state,
            String link,
            String tag,
            Long since,
            Long until) {

        /** Whether a message is one of those. */
        public boolean matches(MessageView m) {
            return is(client, m.client())
                    && is(ref, m.ref())
                    && (beginning() == null ? is(to, m.to()) : m.to().startsWith(beginning()))
                    && is(from, m.from())
                    && is(state, m.state())
                    && (link == null
                            || m.parts().stream().anyMatch(part -> part.link().equals(link)))
                    && (tag == null || m.tags() != null && m.tags().contains(tag))
                    && (since == null || m.acceptedMillis() >= since)
                    && (until == null || m.acceptedMillis() < until);
        }

        /** Of the recipient, where no more of it is known; null = all of it is, or nothing. */
        public String beginning() {
            return to != null && to.length() > 1 && to.endsWith("*") ? to.substring(0, to.length() - 1) : null;
        }

        private static boolean is(String wanted, String has) {
            return wanted == null || wanted.equals(has);
        }
    }

    /** Some of what was looked for. @param next where it goes on; null = that was all */
    record Page<T>(List<T> found, String next) {}

    /** How many messages were accepted in an hour and are in a state now. @param hour epoch milliseconds of its beginning */
    record Count(long hour, String state, long messages) {}

    /** What came from a phone. @param receivedAt the centre's time stamp @param body {@code String}, octets, or null: not kept */
    record Received(
            String id,
            String client,
            String to,
            String from,
            Object body,
            String encoding,
            byte[] udh,
            Integer messageClass,
            String link,
            long receivedAt,
            long keptAt) {}

    /**
     * Messages, the newest first.
     *
     * @param cursor {@link Page#next} of the answer before, null = from the newest on
     * @param limit at most so many
     * @param budget what is found after that time is not waited for
     * @throws IllegalArgumentException the cursor is none
     */
    Page<MessageView> find(Filter filter, String cursor, int limit, Duration budget);

    /** The same of incoming messages: client, to, from, link, since and until are looked at. */
    Page<Received> incoming(Filter filter, String cursor, int limit, Duration budget);

    /** The incoming message with this id, or null. */
    Received incoming(String id, String client);

    /** By hour and state, a message by the state of its first part. Client, link, since and until are looked at. */
    Page<Count> counts(Filter filter, String cursor, Duration budget);

    /** Messages of a client whose reference begins so, the newest first. @param limit at most */
    List<String> byRef(String client, String beginning, int limit);

    /**
     * All parts of a message as they are to be sent, or were.
     *
     * @param client null = anybody's
     * @return none = there is no such message of this client; null = what is stored of it is damaged
     */
    List<Submission> parts(String messageId, String client);

    @Override
    void close();
}
