package org.smshub.hub.bus;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the broker of an input or output is there. The hub runs without it. */
final class BusHealthCheck extends AbstractHealthCheck {

    private final BusEndpoint endpoint;
    private final BusLine line;

    BusHealthCheck(String id, BusEndpoint endpoint, BusLine line) {
        super("sms", id);
        this.endpoint = endpoint;
        this.line = line;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String trouble = line.trouble();
        builder.detail("destination", endpoint.destination()).detail("broker", endpoint.broker());
        if (trouble == null) {
            builder.up();
        } else if (line.isStopped()) {
            builder.message("Suspended or stopped").unknown();
        } else {
            builder.message("Broker " + endpoint.broker() + " cannot be worked with: " + trouble)
                    .down();
        }
    }
}
