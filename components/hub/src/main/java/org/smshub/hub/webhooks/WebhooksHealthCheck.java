package org.smshub.hub.webhooks;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Receivers beside the hub: what does not hear is UNKNOWN, named, and takes nobody out of service. */
final class WebhooksHealthCheck extends AbstractHealthCheck {

    private final Collection<Receiver> receivers;

    WebhooksHealthCheck(Collection<Receiver> receivers) {
        super("sms", "webhooks");
        this.receivers = receivers;
    }

    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> failing = in("FAILING");
        List<String> ended = in("ENDED");
        builder.detail("receivers", receivers.size())
                .detail("failing", String.join(",", failing))
                .detail("ended", String.join(",", ended));
        if (failing.isEmpty() && ended.isEmpty()) {
            builder.up();
        } else {
            builder.unknown()
                    .message(failing.size() + " webhooks do not take their events, " + ended.size()
                            + " have ended their subscription");
        }
    }

    private List<String> in(String state) {
        TreeSet<String> clients = new TreeSet<>();
        receivers.stream().filter(r -> r.state().equals(state)).forEach(r -> clients.add(r.client));
        return List.copyOf(clients);
    }
}
