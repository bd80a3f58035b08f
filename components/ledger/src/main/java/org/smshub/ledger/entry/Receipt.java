package org.smshub.ledger.entry;

import java.util.List;

/**
 * What a centre tells about a part it took.
 *
 * @param link the link it came by
 * @param ids the centre's id of the part, the surest first (SMPP: the TLV's, then the text's); empty when it gave none
 * @param recipient the number the message went to, or null; resolves parts whose id was never learnt
 * @param errorCode the protocol's own, or null
 * @param doneAt epoch milliseconds
 * @param receivedAt epoch milliseconds
 */
public record Receipt(
        String link,
        Account account,
        List<String> ids,
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
