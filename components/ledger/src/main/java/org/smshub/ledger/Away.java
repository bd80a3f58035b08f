package org.smshub.ledger;

import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A hub that waits for its ledger's database, as its health says it: it lives, and is not ready. */
final class Away extends AbstractHealthCheck implements Consumer<String>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Away.class);

    /** Camel's own check, which takes whoever starts for dead. */
    private static final String CONTEXT = "context";

    private final CamelContext context;
    private final HealthCheckRegistry checks;
    private String excluded;
    private volatile String why;

    Away(CamelContext context) {
        super("camel", "ledger");
        this.context = context;
        this.checks = HealthCheckRegistry.get(context);
    }

    @Override
    public void accept(String because) {
        boolean first = why == null;
        why = because;
        if (first) {
            if (checks != null) {
                excluded = checks.getExcludePattern();
                checks.setExcludePattern(excluded == null ? CONTEXT : excluded + "," + CONTEXT);
                checks.register(this);
            }
            context.getRegistry().findByType(AwayListener.class).forEach(Away::tell);
        }
    }

    private static void tell(AwayListener listener) {
        try {
            listener.away();
        } catch (Exception e) {
            LOG.warn("While the hub waits its health cannot be asked for: {}", e.toString());
        }
    }

    /** A hub that is started anew would wait as well. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.down().message(why);
    }

    @Override
    public void close() {
        if (why != null && checks != null) {
            checks.unregister(this);
            checks.setExcludePattern(excluded);
        }
    }
}
