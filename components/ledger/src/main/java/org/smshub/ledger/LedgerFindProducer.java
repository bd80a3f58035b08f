package org.smshub.ledger;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.store.AwayException;
import org.smshub.link.SmsHeaders;

/** {@code ledger:find}: the message with this SmsId as a {@link MessageView}; of this SmsClient only, where that is set. */
class LedgerFindProducer extends DefaultProducer {

    private final LedgerEndpoint endpoint;

    LedgerFindProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws LedgerException {
        String id = exchange.getMessage().getHeader(SmsHeaders.ID, String.class);
        String client = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
        try {
            exchange.getMessage()
                    .setBody(endpoint.getComponent().ledger().find(id, client).orElse(null));
        } catch (AwayException e) {
            throw new LedgerException(LedgerException.Reason.AWAY, e.getMessage(), e);
        }
    }
}
