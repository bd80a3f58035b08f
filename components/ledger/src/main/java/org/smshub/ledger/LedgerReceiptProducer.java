package org.smshub.ledger;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.smshub.link.SmsHeaders;

/** {@code ledger:receipt}: the exchange goes on when the receipt is committed, matched or kept. */
class LedgerReceiptProducer extends DefaultAsyncProducer {

    private final LedgerEndpoint endpoint;

    LedgerReceiptProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Receipt receipt = read(exchange.getMessage());
            endpoint.getComponent().ledger().receipt(receipt).whenComplete((matched, failure) -> {
                if (failure != null) {
                    exchange.setException(failure);
                }
                callback.done(false);
            });
            return false;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
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
