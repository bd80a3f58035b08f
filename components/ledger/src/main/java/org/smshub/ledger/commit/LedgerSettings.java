package org.smshub.ledger.commit;

import java.util.Set;

/**
 * The ledger's own settings; all durations in milliseconds.
 *
 * @param receiptPatience how long an unmatched receipt waits for its submit result before it may settle, by number, a
 *     send of unknown outcome
 * @param keepMessages how long messages that have ended are kept, 0 = for ever
 * @param keepReceipts the same of unmatched receipts
 * @param keepUnclaimed the same of unclaimed messages and unread octets
 * @param pins links that are to be with this hub, where several share the ledger
 */
public record LedgerSettings(
        long receiptPatience, long keepMessages, long keepReceipts, long keepUnclaimed, Set<String> pins) {

    /** Nothing is pinned. */
    public LedgerSettings(long receiptPatience, long keepMessages, long keepReceipts, long keepUnclaimed) {
        this(receiptPatience, keepMessages, keepReceipts, keepUnclaimed, Set.of());
    }
}
