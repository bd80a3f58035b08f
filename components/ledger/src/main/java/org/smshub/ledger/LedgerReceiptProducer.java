package org.smshub.ledger;

import java.util.concurrent.CompletionStage;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;

/** {@code ledger:receipt}: the exchange goes on when the receipt is committed, matched or kept. */
class LedgerReceiptProducer extends CommitProducer<Boolean> {

    LedgerReceiptProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<Boolean> write(Message message) {
        return endpoint.getComponent().ledger().receipt(read(message));
    }

    private static Receipt read(Message message) {
        long now = System.currentTimeMillis();
        Long doneAt = message.getHeader(SmsHeaders.DONE_AT, Long.class);
        return new Receipt(
                Required.header(message, SmsHeaders.LINK),
                Required.header(message, SmsHeaders.REMOTE_ID),
                PartState.valueOf(Required.header(message, SmsHeaders.STATE)),
                message.getHeader(SmsHeaders.TO, String.class),
                message.getHeader(SmsHeaders.ERROR_CODE, String.class),
                doneAt == null ? now : doneAt,
                now);
    }
}
