package org.smshub.hub.webhooks;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;

/** A receiver's figures as meters; a class of its own, so that it works without Micrometer. */
final class WebhookMetrics {

    private WebhookMetrics() {}

    /** @param kind webhook or callback */
    static void bind(Object meterRegistry, String kind, Receiver receiver) {
        MeterRegistry registry = (MeterRegistry) meterRegistry;
        String name = "sms." + kind;
        count(registry, name + ".delivered", "Events that a receiver has taken", receiver, receiver.delivered);
        count(registry, name + ".failed", "Calls that did not arrive or were refused", receiver, receiver.failed);
        Gauge.builder(name + ".in.flight", receiver, r -> r.inFlight.get())
                .description("Calls under way")
                .tag("client", receiver.client)
                .register(registry);
        if (!kind.equals(Webhooks.CONSUMER)) {
            return;
        }
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
