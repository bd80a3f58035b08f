package org.smshub.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Message;
import org.smshub.ledger.entry.PartState;
import org.smshub.link.SmsHeaders;

/** {@code ledger:receipt}: the exchange goes on when the receipt is committed, matched or kept. */
class LedgerReceiptProducer extends CommitProducer<Boolean> {

    LedgerReceiptProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<Boolean> write(Message message) {
        List<String> ids = new ArrayList<>(2);
        add(ids, message.getHeader(SmsHeaders.REMOTE_ID, String.class));
        add(ids, message.getHeader(SmsHeaders.REMOTE_ID_TEXT, String.class));
        String recipient = message.getHeader(SmsHeaders.TO, String.class);
        if (ids.isEmpty() && recipient == null) {
            throw new IllegalArgumentException("A receipt with neither SmsRemoteId nor SmsTo can be about anything");
        }
        Long doneAt = message.getHeader(SmsHeaders.DONE_AT, Long.class);
        return endpoint.getComponent()
                .ledger()
                .receipt(
                        Required.header(message, SmsHeaders.LINK),
                        ids,
                        state(Required.header(message, SmsHeaders.STATE)),
                        recipient,
                        message.getHeader(SmsHeaders.ERROR_CODE, String.class),
                        doneAt == null ? endpoint.getComponent().nature().wall() : doneAt);
    }

    private static PartState state(String name) {
        try {
            return PartState.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("SmsState " + name + " is not a state a receipt can tell");
        }
    }

    private static void add(List<String> ids, String id) {
        if (id != null && !id.isBlank() && !ids.contains(id)) {
            ids.add(id);
        }
    }
}
