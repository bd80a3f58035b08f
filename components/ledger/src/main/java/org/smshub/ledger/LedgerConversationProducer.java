package org.smshub.ledger;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.smshub.link.SmsHeaders;

/** {@code ledger:conversation}: sets SmsClientRef to that of the last mail of SmsClient to SmsFrom; removes it where there is none. */
class LedgerConversationProducer extends DefaultProducer {

    private final LedgerEndpoint endpoint;

    LedgerConversationProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String ref = endpoint.getComponent()
                .ledger()
                .conversation(
                        message.getHeader(SmsHeaders.CLIENT, String.class),
                        message.getHeader(SmsHeaders.FROM, String.class))
                .orElse(null);
        if (ref == null) {
            message.removeHeader(SmsHeaders.CLIENT_REF);
        } else {
            message.setHeader(SmsHeaders.CLIENT_REF, ref);
        }
    }
}
