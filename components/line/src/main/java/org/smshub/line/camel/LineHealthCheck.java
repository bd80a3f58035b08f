package org.smshub.line.camel;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.support.DefaultConsumer;
import org.smshub.line.Line;

/** Up while the line is; says how many sessions are open, and what waits for them. */
final class LineHealthCheck extends AbstractHealthCheck {

    private final Line<?> line;
    private final boolean beside;

    /** @param beside whether it is named only: UNKNOWN, and no matter of readiness, while the line is down */
    private LineHealthCheck(String scheme, String id, Line<?> line, boolean beside) {
        super(scheme, id);
        this.line = line;
        this.beside = beside;
    }

    /** Of a link, whether anything is sent by it or not. */
    static LineHealthCheck link(CamelContext context, String name, Line<?> line) {
        LineHealthCheck check = new LineHealthCheck("sms", "line:" + name, line, true);
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            registry.register(check);
        }
        return check;
    }

    static void unlink(CamelContext context, LineHealthCheck check) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry != null && check != null) {
            registry.unregister(check);
        }
    }

    @Override
    public boolean isReadiness() {
        return !beside;
    }

    /** @param key of the line: two producers of one line have the same check */
    static LineHealthCheck producer(CamelContext context, String scheme, String key, boolean enabled, Line<?> line) {
        LineHealthCheck check = new LineHealthCheck(scheme, "producer:" + key, line, false);
        check.setEnabled(enabled);
        WritableHealthCheckRepository repository = producers(context);
        if (repository != null) {
            repository.addHealthCheck(check);
        }
        return check;
    }

    static void remove(CamelContext context, LineHealthCheck check) {
        WritableHealthCheckRepository repository = producers(context);
        if (repository != null && check != null) {
            repository.removeHealthCheck(check);
        }
    }

    /** Camel shows it as that of the route. */
    static void consumer(DefaultConsumer consumer, String scheme, boolean enabled, Line<?> line) {
        CamelContext context = consumer.getEndpoint().getCamelContext();
        if (HealthCheckHelper.getHealthCheckRepository(context, "consumers") != null) {
            LineHealthCheck check = new LineHealthCheck(scheme, "consumer:" + consumer.getRouteId(), line, false);
            check.setEnabled(enabled);
            consumer.setHealthCheck(check);
        }
    }

    private static WritableHealthCheckRepository producers(CamelContext context) {
        return HealthCheckHelper.getHealthCheckRepository(context, "producers", WritableHealthCheckRepository.class);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("sessions", line.sessions());
        builder.detail("waiting", line.waiting());
        line.details().forEach(builder::detail);
        String problem = line.down();
        if (problem == null) {
            builder.up();
        } else if (beside) {
            builder.message(problem).unknown();
        } else {
            builder.message(problem).down();
        }
    }
}
