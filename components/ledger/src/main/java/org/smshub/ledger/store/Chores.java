package org.smshub.ledger.store;

import java.util.Map;

/**
 * Housekeeping, a few rows at a time. Whatever finds its limit says so in {@link Answers#more}, and goes on in the next group.
 *
 * @param limit rows at most for each kind
 * @param settleBefore epoch milliseconds: receipts that came before and match nothing may settle a doubt by number now
 * @param lookAgainAt epoch milliseconds: when a receipt that could mean several is looked at again
 * @param eventsBefore consumer → epoch milliseconds: events written before are dropped
 * @param retention null when nothing is to be purged this time
 * @param probe whether to write and take away a row: shows whether the disk has room again
 */
public record Chores(
        int limit,
        long settleBefore,
        long lookAgainAt,
        Map<String, Long> eventsBefore,
        Retention retention,
        boolean probe) {

    /**
     * What was written before is deleted, epoch milliseconds.
     *
     * @param messages that have ended; what still waits is never deleted
     * @param kept unclaimed messages and unread octets
     */
    public record Retention(long messages, long receipts, long kept) {}
}
