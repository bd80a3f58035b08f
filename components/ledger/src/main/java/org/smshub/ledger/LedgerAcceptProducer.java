package org.smshub.ledger;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Message;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;
import org.smshub.text.plan.Piece;

/**
 * {@code ledger:accept}: the exchange goes on when the message and all its parts are committed; or, when its body is a list
 * of exchanges, when that is so of each of them ({@link AcceptBatch}).
 */
class LedgerAcceptProducer extends CommitProducer<Object> {

    /** Concatenation references, one after the other, so that two long messages to a number seldom share one. */
    private final AtomicInteger reference;

    LedgerAcceptProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        reference = new AtomicInteger(endpoint.getComponent().nature().random().nextInt());
    }

    @Override
    CompletionStage<?> write(Message message) {
        if (message.getBody() instanceof List<?> batch) {
            return new AcceptBatch(batch, message.getHeader(SmsHeaders.TRACE, String.class), this::parts)
                    .write(endpoint.getComponent().ledger());
        }
        return endpoint.getComponent().ledger().accept(parts(message));
    }

    private List<Submission> parts(Message message) {
        return NewMessage.parts(endpoint.getComponent(), message, reference.incrementAndGet());
    }

    @Override
    void committed(Message message, Object answer) {
        if (answer instanceof Accepted accepted) {
            tell(message, accepted);
        }
    }

    /** What was committed, as the names on its message. */
    static void tell(Message message, Accepted accepted) {
        message.setHeader(SmsHeaders.ID, accepted.messageId());
        message.setHeader(SmsHeaders.PARTS, accepted.parts());
        message.setHeader(SmsHeaders.ENCODING, Piece.alphabet(accepted.encoding()));
        message.setHeader(SmsHeaders.STATE, accepted.duplicate() ? accepted.known() : "ACCEPTED");
        if (accepted.duplicate()) {
            message.setHeader(SmsHeaders.FIELDS, accepted.fields());
        }
    }
}
