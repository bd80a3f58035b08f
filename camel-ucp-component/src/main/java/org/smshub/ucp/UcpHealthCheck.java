package org.smshub.ucp;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.support.DefaultConsumer;

/** Up while the line is. */
final class UcpHealthCheck extends AbstractHealthCheck {

    private final Supplier<String> down;

    /** @param down why the line is down, null when it is up */
    private UcpHealthCheck(String id, Supplier<String> down) {
        super("ucp", id);
        this.down = down;
    }

    /** @param line its address and account: two producers of one line have the same check */
    static UcpHealthCheck producer(CamelContext context, String line, boolean enabled, Supplier<String> down) {
        UcpHealthCheck check = new UcpHealthCheck("producer:" + line, down);
        check.setEnabled(enabled);
        WritableHealthCheckRepository repository = producers(context);
        if (repository != null) {
            repository.addHealthCheck(check);
        }
        return check;
    }

    static void remove(CamelContext context, UcpHealthCheck check) {
        WritableHealthCheckRepository repository = producers(context);
        if (repository != null && check != null) {
            repository.removeHealthCheck(check);
        }
    }

    /** Camel shows it as that of the route. */
    static void consumer(DefaultConsumer consumer, boolean enabled, Supplier<String> down) {
        CamelContext context = consumer.getEndpoint().getCamelContext();
        if (HealthCheckHelper.getHealthCheckRepository(context, "consumers") != null) {
            UcpHealthCheck check = new UcpHealthCheck("consumer:" + consumer.getRouteId(), down);
            check.setEnabled(enabled);
            consumer.setHealthCheck(check);
        }
    }

    private static WritableHealthCheckRepository producers(CamelContext context) {
        return HealthCheckHelper.getHealthCheckRepository(context, "producers", WritableHealthCheckRepository.class);
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        String problem = down.get();
        if (problem == null) {
            builder.up();
        } else {
            builder.message(problem).down();
        }
    }
}
