package org.smshub.hub.otel;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.telemetry.Span;
import org.apache.camel.telemetry.decorators.AbstractSpanDecorator;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

/** Names the ledger's spans by what it does, {@code ledger:accept}, and says of which message they are. */
public class LedgerSpanDecorator extends AbstractSpanDecorator {

    private static final String[] SAID = {
        SmsHeaders.ID, SmsHeaders.CLIENT, SmsHeaders.LINK, SmsHeaders.PART, SmsHeaders.ERROR_CODE
    };

    @Override
    public String getComponent() {
        return "ledger";
    }

    @Override
    public String getComponentClassName() {
        return LedgerComponent.class.getName();
    }

    @Override
    public String getOperationName(Exchange exchange, Endpoint endpoint) {
        return getComponent() + ":" + stripSchemeAndOptions(endpoint);
    }

    @Override
    public void afterTracingEvent(Span span, Exchange exchange) {
        super.afterTracingEvent(span, exchange);
        Message message = exchange.getMessage();
        for (String name : SAID) {
            String value = message.getHeader(name, String.class);
            if (value != null) {
                span.setTag(name, value);
            }
        }
    }
}
