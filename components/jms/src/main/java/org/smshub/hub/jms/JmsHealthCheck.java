package org.smshub.hub.jms;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the broker of an input or output is there. The hub runs without it. */
final class JmsHealthCheck extends AbstractHealthCheck {

    private final JmsBatchEndpoint endpoint;
    private final JmsLine line;

    JmsHealthCheck(String id, JmsBatchEndpoint endpoint, JmsLine line) {
        super("sms", id);
        this.endpoint = endpoint;
        this.line = line;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String trouble = line.trouble();
        builder.detail("destination", endpoint.getDestinationName()).detail("broker", endpoint.broker());
        if (trouble == null) {
            builder.up();
        } else {
            builder.message("Broker " + endpoint.broker() + ": " + trouble).down();
        }
    }
}
