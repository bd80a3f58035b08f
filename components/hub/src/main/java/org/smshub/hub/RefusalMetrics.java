package org.smshub.hub;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** A count of refusals as a meter; a class of its own, so that it works without Micrometer. */
final class RefusalMetrics {

    private RefusalMetrics() {}

    static void bind(Object meterRegistry, Refusals.Key key, LongAdder count) {
        FunctionCounter.builder("sms.messages.refused", count, LongAdder::sum)
                .description("Messages that were not accepted")
                .tag("input", key.input())
                .tag("client", key.client())
                .tag("reason", key.reason())
                .register((MeterRegistry) meterRegistry);
    }
}
