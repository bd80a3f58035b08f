package org.smshub.ledger;

import com.github.f4b6a3.ulid.UlidCreator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Message;
import org.smshub.ledger.store.Accepted;
import org.smshub.ledger.store.Submission;
import org.smshub.link.SmsHeaders;
import org.smshub.link.nature.Nature;
import org.smshub.text.plan.LinkProfile;
import org.smshub.text.plan.Piece;

/**
 * {@code ledger:accept}: the exchange goes on when the message and all its parts are committed; or, when its body is a list
 * of exchanges, when that is so of each of them ({@link AcceptBatch}).
 */
class LedgerAcceptProducer extends CommitProducer<Object> {

    /** Concatenation references, one after the other, so that two long messages to a number seldom share one. */
    private final AtomicInteger reference;

    private final Nature nature;

    LedgerAcceptProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        this.nature = endpoint.getComponent().nature();
        this.reference = new AtomicInteger(nature.random().nextInt());
    }

    @Override
    CompletionStage<?> write(Message message) {
        if (message.getBody() instanceof List<?> batch) {
            return new AcceptBatch(batch, this::parts)
                    .write(endpoint.getComponent().ledger());
        }
        return endpoint.getComponent().ledger().accept(parts(message));
    }

    private List<Submission> parts(Message message) {
        String id = message.getHeader(SmsHeaders.ID, String.class);
        if (id == null) {
            id = UlidCreator.getMonotonicUlid().toString();
        }
        Required.header(message, SmsHeaders.CLIENT);
        String links = Required.header(message, SmsHeaders.LINKS).replace(" ", "");
        known(links);
        return Submissions.of(message, profile(links), id, reference.incrementAndGet(), nature.wall());
    }

    /** It is planned for the first of its links. */
    private LinkProfile profile(String links) {
        int comma = links.indexOf(',');
        return endpoint.getComponent().profile(comma < 0 ? links : links.substring(0, comma));
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
    }
}
