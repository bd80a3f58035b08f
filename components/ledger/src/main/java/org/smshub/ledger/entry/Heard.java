package org.smshub.ledger.entry;

/**
 * A receipt that found its part.
 *
 * @param sentAt epoch milliseconds of the part's last attempt, 0 = not known
 */
public record Heard(Receipt receipt, String messageId, long sentAt) {}
