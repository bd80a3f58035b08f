package org.smshub.ledger;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.smshub.link.SmsHeaders;

/** {@code ledger:accept}: the exchange goes on when the message and all its parts are committed. */
class LedgerAcceptProducer extends DefaultAsyncProducer {

    private final LedgerEndpoint endpoint;

    /** Concatenation references, one after the other, so that two long messages to a number seldom share one. */
    private final AtomicInteger reference = new AtomicInteger((int) System.nanoTime());

    LedgerAcceptProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Message message = exchange.getMessage();
            String id = message.getHeader(SmsHeaders.ID, String.class);
            if (id == null) {
                id = UlidCreator.getMonotonicUlid().toString();
            }
            var parts = Submissions.of(message, id, reference.incrementAndGet());
            known(parts.get(0).links());
            endpoint.getComponent().ledger().accept(parts).whenComplete((accepted, failure) -> {
                if (failure == null) {
                    answer(message, accepted);
                } else {
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

    private void known(String links) {
        for (String link : links.split(",")) {
            if (!endpoint.getComponent().isLink(link)) {
                throw new IllegalArgumentException("SmsLinks names the link '" + link
                        + "', which no route serves; there are: "
                        + endpoint.getComponent().linkNames());
            }
        }
    }

    private static void answer(Message message, Accepted accepted) {
        message.setHeader(SmsHeaders.ID, accepted.messageId());
        message.setHeader(SmsHeaders.PARTS, accepted.parts());
        message.setHeader(SmsHeaders.ENCODING, accepted.encoding());
        message.setHeader(SmsHeaders.STATE, "ACCEPTED");
    }
}
