package org.smshub.hub.logs;

import java.util.HashMap;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.CamelLogger;
import org.apache.camel.spi.LogListener;
import org.apache.logging.log4j.core.util.ContextDataProvider;
import org.smshub.link.SmsHeaders;

/**
 * A line that a route writes (the EIP and the component of that name) has SmsId, SmsClient and SmsLink as fields, as the hub's own
 * have, so that one grep finds it. Camel asks the listener when a line is written, and never else: a message costs nothing.
 */
public class RouteLog implements LogListener, ContextDataProvider, CamelContextAware {

    /** Of the line that this thread writes next. */
    private static final ThreadLocal<Map<String, String>> NEXT = new ThreadLocal<>();

    private static final String[] NAMES = {SmsHeaders.ID, SmsHeaders.CLIENT, SmsHeaders.LINK};

    private CamelContext camelContext;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /** Before there are routes, which ask when they are made. */
    @Override
    public void setCamelContext(CamelContext camelContext) {
        // to which it is added, gives itself once more
        if (this.camelContext == null) {
            this.camelContext = camelContext;
            camelContext.getCamelContextExtension().addLogListener(this);
        }
    }

    @Override
    public String onLog(Exchange exchange, CamelLogger logger, String line) {
        Message message = exchange.getMessage();
        Map<String, String> fields = new HashMap<>();
        for (String name : NAMES) {
            String value = message.getHeader(name, String.class);
            if (value != null) {
                fields.put(name, value);
            }
        }
        NEXT.set(fields);
        return line;
    }

    /** Log4j asks for each line that it writes. */
    @Override
    public Map<String, String> supplyContextData() {
        Map<String, String> fields = NEXT.get();
        if (fields == null) {
            return Map.of();
        }
        NEXT.remove();
        return fields;
    }
}
