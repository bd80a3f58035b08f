package org.smshub.ledger.store;

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

    public enum Kind {
        RECEIPT,
        MESSAGE
    }
}
