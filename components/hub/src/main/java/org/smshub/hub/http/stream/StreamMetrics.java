package org.smshub.hub.http.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The streams' figures as meters; a class of its own, so that they work without Micrometer. */
final class StreamMetrics {

    private StreamMetrics() {}

    static void bind(Object meterRegistry, AtomicInteger open, LongAdder dropped) {
        MeterRegistry registry = (MeterRegistry) meterRegistry;
        Gauge.builder("sms.events.streams", open, AtomicInteger::get)
                .description("Readers of server-sent events")
                .register(registry);
        FunctionCounter.builder("sms.events.streams.dropped", dropped, LongAdder::sum)
                .description("Readers that were hung up on because they did not read")
                .register(registry);
    }
}
