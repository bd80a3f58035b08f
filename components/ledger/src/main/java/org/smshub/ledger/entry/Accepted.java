package org.smshub.ledger.entry;

/**
 * The answer to an accept, given after its commit.
 *
 * @param messageId the hub's id of the message
 * @param known where the client's reference was known, so that this tells of the message that had it: its state as it is
 *     told outside; null = a new message
 * @param fields what else the message that had it said; null = nothing, or a new message
 */
public record Accepted(String messageId, int parts, String encoding, String known, String fields) {

    public Accepted(String messageId, int parts, String encoding, String known) {
        this(messageId, parts, encoding, known, null);
    }

    public boolean duplicate() {
        return known != null;
    }
}
