package org.smshub.hub.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import org.smshub.link.Callers;

/** The HTTP server's figures as meters; a class of its own, so that it works without Micrometer. */
final class HttpMetrics {

    private HttpMetrics() {}

    /** @param keys null = there are none */
    static void bind(Object meterRegistry, Callers callers, AtomicInteger busy, HttpKeys keys) {
        MeterRegistry registry = (MeterRegistry) meterRegistry;
        Gauge.builder("sms.http.connections", callers, Callers::size)
                .description("Connections that are open")
                .register(registry);
        Gauge.builder("sms.http.requests", busy, AtomicInteger::get)
                .description("Connections with a request that is being answered")
                .register(registry);
        FunctionCounter.builder("sms.http.refused.connections", callers, Callers::refused)
                .description("Connections that found no room")
                .register(registry);
        if (keys != null) {
            FunctionCounter.builder("sms.http.refused.keys", keys, HttpKeys::refusals)
                    .description("Requests without a key that is known")
                    .register(registry);
        }
    }
}
