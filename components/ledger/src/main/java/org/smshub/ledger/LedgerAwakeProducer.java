package org.smshub.ledger;

import java.util.concurrent.CompletionStage;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;

/** {@code ledger:awake}: the centre says that a phone can be reached again; what waits for it on the link is due now. */
class LedgerAwakeProducer extends CommitProducer<Void> {

    LedgerAwakeProducer(LedgerEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    CompletionStage<Void> write(Message message) {
        return endpoint.getComponent()
                .ledger()
                .awake(Required.header(message, SmsHeaders.LINK), Required.header(message, SmsHeaders.TO));
    }
}
