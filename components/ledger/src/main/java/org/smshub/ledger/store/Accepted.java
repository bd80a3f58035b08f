package org.smshub.ledger.store;

/**
 * The answer to an accept, given after its commit.
 *
 * @param messageId the hub's id of the message
 * @param duplicate whether the client's reference was known, so that this is the first answer over again
 */
public record Accepted(String messageId, int parts, String encoding, boolean duplicate) {}
