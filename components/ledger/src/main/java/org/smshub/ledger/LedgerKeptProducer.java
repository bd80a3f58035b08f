package org.smshub.ledger;

import java.util.Arrays;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.smshub.ledger.entry.Kept;
import org.smshub.link.SmsHeaders;

/** {@code ledger:kept}: what was acknowledged and has no place, of the kind in SmsKind, as a list of {@link Kept}. */
class LedgerKeptProducer extends DefaultProducer {

    private final LedgerEndpoint endpoint;

    LedgerKeptProducer(LedgerEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(endpoint.getComponent()
                .ledger()
                .kept(kind(message), endpoint.getConfiguration().getLimit()));
    }

    /** @throws IllegalArgumentException naming the kinds there are */
    static Kept.Kind kind(Message message) {
        String name = Required.header(message, SmsHeaders.KIND);
        try {
            return Kept.Kind.valueOf(name.toUpperCase(java.util.Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("SmsKind is one of " + Arrays.toString(Kept.Kind.values()));
        }
    }
}
