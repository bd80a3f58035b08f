package org.smshub.ledger;

import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.ledger.entry.Kept;

/** {@code ledger:forget}: a kept thing has its place now; the exchange goes on when that is committed. */
class LedgerForgetProducer extends CommitProducer<Void> {

    LedgerForgetProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<Void> write(Message message) {
        Exchange exchange = message.getExchange();
        String kind = exchange.getProperty("keptKind", String.class);
        String id = exchange.getProperty("keptId", String.class);
        if (kind == null || id == null) {
            throw new IllegalArgumentException("ledger:forget goes by the properties keptKind and keptId");
        }
        return endpoint.getComponent().ledger().forget(Kept.Kind.valueOf(kind), id);
    }
}
