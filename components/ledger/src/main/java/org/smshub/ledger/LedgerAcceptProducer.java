package org.smshub.ledger;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Message;
import org.smshub.ledger.store.Accepted;
import org.smshub.link.SmsHeaders;

/** {@code ledger:accept}: the exchange goes on when the message and all its parts are committed. */
class LedgerAcceptProducer extends CommitProducer<Accepted> {

    /** Concatenation references, one after the other, so that two long messages to a number seldom share one. */
    private final AtomicInteger reference = new AtomicInteger((int) System.nanoTime());

    LedgerAcceptProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<Accepted> write(Message message) {
        String id = message.getHeader(SmsHeaders.ID, String.class);
        if (id == null) {
            id = UlidCreator.getMonotonicUlid().toString();
        }
        var parts = Submissions.of(message, id, reference.incrementAndGet());
        known(parts.get(0).links());
        return endpoint.getComponent().ledger().accept(parts);
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

    @Override
    void committed(Message message, Accepted accepted) {
        message.setHeader(SmsHeaders.ID, accepted.messageId());
        message.setHeader(SmsHeaders.PARTS, accepted.parts());
        message.setHeader(SmsHeaders.ENCODING, accepted.encoding());
        message.setHeader(SmsHeaders.STATE, accepted.duplicate() ? accepted.known() : "ACCEPTED");
    }
}
