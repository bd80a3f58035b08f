package org.smshub.ledger.commit;

/**
 * The ledger's own settings; all durations in milliseconds.
 *
 * @param receiptPatience how long an unmatched receipt waits for its submit result before it may settle, by number, a
 *     send of unknown outcome
 * @param keepMessages how long messages that have ended are kept, 0 = for ever
 * @param keepReceipts the same of unmatched receipts
 * @param keepUnclaimed the same of unclaimed messages and unread octets
 */
public record LedgerSettings(long receiptPatience, long keepMessages, long keepReceipts, long keepUnclaimed) {}
