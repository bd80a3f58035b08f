package org.smshub.ledger;

import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.queue.LinkQueue;

/**
 * A link's state beside that of the hub, which accepts whatever its links do: what is out of service is UNKNOWN, so that it
 * is named and takes nobody out of service.
 */
final class LinkHealthCheck extends AbstractHealthCheck {

    private final LinkQueue link;
    private final boolean counts;

    /** @param counts whether the hub is not ready while the link is out of service */
    LinkHealthCheck(LinkQueue link, boolean counts) {
        super("sms", "link:" + link.name());
        this.link = link;
        this.counts = counts;
    }

    @Override
    public boolean isReadiness() {
        return counts;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        LinkQueue.Service service = link.service();
        if (link.isElsewhere()) {
            builder.detail("link", link.name())
                    .detail("state", "ELSEWHERE")
                    .up(); // another hub's, which says how it is
            return;
        }
        builder.detail("link", link.name()).detail("state", service.name()).detail("inFlight", link.inFlight());
        if (service == LinkQueue.Service.UP) {
            builder.up();
            return;
        }
        long out = link.outMillis();
        builder.detail("outSeconds", out / 1_000).detail("since", MessageView.iso(System.currentTimeMillis() - out));
        builder.message("Link " + link.name() + " is out of service: " + service.why());
        if (counts) {
            builder.down();
        } else {
            builder.unknown();
        }
    }
}
