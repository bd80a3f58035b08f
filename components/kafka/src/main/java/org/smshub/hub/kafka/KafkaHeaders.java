package org.smshub.hub.kafka;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.RefusedException;
import org.smshub.link.SmsHeaders;

/**
 * Of a record's headers the hub reads SmsClientRef and no other: one that is called {@code KAFKA.OFFSET} or
 * {@code CAmelHttpUri} would else stand where Camel's own does. What goes out is what the route has set.
 */
public class KafkaHeaders implements HeaderFilterStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaHeaders.class);
    private static final int NAMES_TOLD = 200;

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    @Override
    public boolean applyFilterToCamelHeaders(String name, Object value, Exchange exchange) {
        return name.startsWith("kafka.") || name.startsWith("Camel");
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, Object value, Exchange exchange) {
        if (name.equals(SmsHeaders.CLIENT_REF)) {
            return false;
        }
        if (told.size() < NAMES_TOLD && told.add(name)) {
            LOG.warn(
                    "The header {} of a record means nothing here, and goes no further",
                    RefusedException.shown(name).replaceAll("[^ -~]", "?"));
        }
        return true;
    }
}
