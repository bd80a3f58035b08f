package org.smshub.hub.bus;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Whether the broker of an input or output is there. The hub runs without it. */
public final class BusHealthCheck extends AbstractHealthCheck {

    private final String destination;
    private final BusLine line;

    /** @param destination queue or topic */
    public BusHealthCheck(String id, String destination, BusLine line) {
        super("sms", id);
        this.destination = destination;
        this.line = line;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String trouble = line.trouble();
        builder.detail("destination", destination).detail("broker", line.broker());
        if (trouble == null) {
            builder.up();
        } else if (line.isStopped()) {
            builder.message("Suspended or stopped").unknown();
        } else {
            builder.message("Broker " + line.broker() + " cannot be worked with: " + trouble)
                    .down();
        }
    }
}
