package org.smshub.hub.webhooks;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** A receiver's figures as meters; a class of its own, so that it works without Micrometer. */
final class WebhookMetrics {

    private WebhookMetrics() {}

    static void bind(Object meterRegistry, Receiver receiver) {
        MeterRegistry registry = (MeterRegistry) meterRegistry;
        count(registry, "sms.webhook.delivered", "Events that a receiver has taken", receiver, receiver.delivered);
        count(registry, "sms.webhook.failed", "Calls that did not arrive or were refused", receiver, receiver.failed);
        Gauge.builder("sms.webhook.in.flight", receiver, r -> r.inFlight.get())
                .description("Calls under way")
                .tag("client", receiver.client)
                .register(registry);
        for (String state : new String[] {"OPEN", "FAILING", "ENDED"}) {
            Gauge.builder("sms.webhook.state", receiver, r -> r.state().equals(state) ? 1 : 0)
                    .description("1 = the receiver is in this state")
                    .tag("client", receiver.client)
                    .tag("state", state)
                    .register(registry);
        }
    }

    private static void count(MeterRegistry registry, String name, String what, Receiver receiver, LongAdder adder) {
        FunctionCounter.builder(name, adder, LongAdder::sum)
                .description(what)
                .tag("client", receiver.client)
                .register(registry);
    }
}
