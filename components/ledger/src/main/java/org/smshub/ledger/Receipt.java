package org.smshub.ledger;

/**
 * What a centre tells about a part it took.
 *
 * @param recipient the number the message went to, or null; resolves parts whose id was never learnt
 * @param doneAt epoch milliseconds
 */
public record Receipt(
        String link,
        String remoteId,
        PartState state,
        String recipient,
        String errorCode,
        long doneAt,
        long receivedAt) {

    public Receipt {
        if (!state.isToldByReceipt()) {
            throw new IllegalArgumentException("SmsState " + state + " is not a state a receipt can tell");
        }
    }
}
