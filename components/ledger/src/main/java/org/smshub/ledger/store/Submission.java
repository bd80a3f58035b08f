package org.smshub.ledger.store;

import java.util.List;

/**
 * One part as it is to be sent: what the accepting route decided, unchanged for the life of the part.
 *
 * @param messageId ULID of the message
 * @param part 1-based
 * @param body {@code String}, or {@code byte[]} when the encoding is {@code BINARY}
 * @param udh user data header with its length octet, or null
 * @param priority 0 (bulk) to 3 (urgent)
 * @param links comma-separated, in the order they are tried
 * @param due epoch milliseconds, not before
 * @param expires epoch milliseconds, useless after, or null
 * @param events the {@code ledger:events} that hears of the message, or null
 * @param keepText how long the body is kept, see {@link KeepText}; null = as long as the message
 * @param fields what else the message said, as {@link org.smshub.link.passing.Fields} writes it; null = nothing
 */
public record Submission(
        String messageId,
        int part,
        int parts,
        String client,
        String clientRef,
        String sender,
        String recipient,
        Object body,
        String encoding,
        byte[] udh,
        Integer messageClass,
        Integer dataCoding,
        Integer protocolId,
        String receipt,
        int priority,
        String links,
        long due,
        Long expires,
        long acceptedAt,
        String events,
        Long keepText,
        String fields) {

    /** One that says nothing else. */
    public Submission(
            String messageId,
            int part,
            int parts,
            String client,
            String clientRef,
            String sender,
            String recipient,
            Object body,
            String encoding,
            byte[] udh,
            Integer messageClass,
            Integer dataCoding,
            Integer protocolId,
            String receipt,
            int priority,
            String links,
            long due,
            Long expires,
            long acceptedAt,
            String events,
            Long keepText) {
        this(
                messageId,
                part,
                parts,
                client,
                clientRef,
                sender,
                recipient,
                body,
                encoding,
                udh,
                messageClass,
                dataCoding,
                protocolId,
                receipt,
                priority,
                links,
                due,
                expires,
                acceptedAt,
                events,
                keepText,
                null);
    }

    /** {@link #links}, one by one. */
    public List<String> linkList() {
        return List.of(links.split(","));
    }

    /** The first of {@link #links}. */
    public String firstLink() {
        int comma = links.indexOf(',');
        return comma < 0 ? links : links.substring(0, comma);
    }
}
