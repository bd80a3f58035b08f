package org.smshub.nettysmpp;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Up while the address is listened on; says how many are bound, and what waits for them. */
final class SmppServerHealthCheck extends AbstractHealthCheck {

    private final SmppServerConsumer consumer;

    SmppServerHealthCheck(SmppServerConsumer consumer, String routeId) {
        super("camel", "consumer:smpp-server-" + routeId);
        this.consumer = consumer;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("sessions", consumer.getBoundSessions());
        builder.detail("connections", consumer.getConnections());
        builder.detail("waiting", consumer.getWaitingDeliveries());
        if (consumer.getLocalPort() < 0) {
            builder.message("smpp-server is not listening").down();
        } else {
            builder.up();
        }
    }
}
