package org.smshub.ledger;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Message;
import org.smshub.ledger.entry.Kept;
import org.smshub.link.SmsHeaders;

/** {@code ledger:replay}: what was kept has another try; the body is what the route goes on with, see {@link Kept}. */
class LedgerReplayProducer extends CommitProducer<List<Kept>> {

    LedgerReplayProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<List<Kept>> write(Message message) {
        return endpoint.getComponent()
                .ledger()
                .replay(
                        LedgerKeptProducer.kind(message),
                        message.getHeader(SmsHeaders.LINK, String.class),
                        endpoint.getConfiguration().getLimit());
    }

    @Override
    void committed(Message message, List<Kept> kept) {
        message.setBody(kept);
    }
}
