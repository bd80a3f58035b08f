package org.smshub.ledger.entry;

import java.util.List;

/**
 * What an application is to hear: what became of its message, or a message for it.
 *
 * @param id in the order it happened; 0 while it is not written
 * @param consumer the {@code ledger:events} that hands it out
 * @param state of a receipt, in the names outside the ledger; null for a message
 * @param body of a message: {@code String}, or {@code byte[]} when the encoding is {@code BINARY}
 * @param happenedAt epoch milliseconds: when the state was reached, or the centre's time stamp of a message
 * @param acceptedAt epoch milliseconds: when the message that a receipt is about was accepted; else null
 * @param fields what else a message said, or the message that a receipt is about, as {@link
 *     org.smshub.link.passing.Fields} writes it; null = nothing
 * @param attempts how often it was handed out in vain
 */
public record Event(
        long id,
        String consumer,
        String client,
        Kind kind,
        String messageId,
        String recipient,
        String sender,
        String clientRef,
        String state,
        String errorCode,
        Object body,
        String encoding,
        byte[] udh,
        Integer messageClass,
        String link,
        long happenedAt,
        Long acceptedAt,
        String fields,
        long due,
        int attempts) {

    /** The consumer that tells a message's sender at the address that came with it, and the field with that address. */
    public static final String CALLBACK = "callback";

    /** Before the consumers of a door, which tell at an address that came with the message, too. */
    public static final String CALLBACK_OF = CALLBACK + ".";

    private static final char OF_MESSAGE = '\t';

    public enum Kind {
        RECEIPT,
        MESSAGE
    }

    /** The queue that it stands in: its client's; a callback's is its message's, for each message has an address of its own. */
    public String lane() {
        return lane(consumer, client, messageId);
    }

    /** The same of what is not written yet. */
    public static String lane(String consumer, String client, String messageId) {
        return isOfMessages(consumer) ? client + OF_MESSAGE + messageId : client;
    }

    /** Whether each message of a consumer has an address of its own, and so a queue. @param consumer may be null */
    public static boolean isOfMessages(String consumer) {
        return CALLBACK.equals(consumer) || consumer != null && consumer.startsWith(CALLBACK_OF);
    }

    /** Whose a queue is. */
    public static String client(String lane) {
        int end = lane.indexOf(OF_MESSAGE);
        return end < 0 ? lane : lane.substring(0, end);
    }

    /** Before the queues of a client's callbacks, and after them. */
    public static List<String> callbacks(String client) {
        return List.of(client + OF_MESSAGE, client + (char) (OF_MESSAGE + 1));
    }
}
