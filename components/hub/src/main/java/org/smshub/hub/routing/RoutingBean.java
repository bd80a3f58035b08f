package org.smshub.hub.routing;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.LifecycleStrategySupport;
import org.smshub.hub.Checks;

/** What the beans of this package have in common: they cost nothing, and read nothing, until they are switched on. */
abstract class RoutingBean implements CamelContextAware {

    private CamelContext camelContext;
    private boolean on;

    /** Before the first route starts, when it is switched on; what it throws stops the start. */
    abstract void start() throws Exception;

    /** After the last route has stopped. */
    void stop() {}

    /** For who asks how a message would go: why it goes so. */
    static void tell(Exchange exchange, String words) {
        if (!isAsked(exchange)) {
            return;
        }
        @SuppressWarnings("unchecked")
        List<String> why = exchange.getProperty(Checks.WHY, List.class);
        if (why == null) {
            why = new ArrayList<>();
            exchange.setProperty(Checks.WHY, why);
        }
        why.add(words);
    }

    /** Whether the message is a question, and nothing is to be sent. */
    static boolean isAsked(Exchange exchange) {
        return exchange.getProperty(Checks.DRY_RUN) != null;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (this.camelContext != null) {
            return; // Camel Main says it twice
        }
        this.camelContext = camelContext;
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext context) {
                if (on) {
                    begin();
                }
            }

            @Override
            public void onContextStopped(CamelContext context) {
                if (on) {
                    RoutingBean.this.stop();
                }
            }
        });
    }

    private void begin() {
        try {
            start();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public boolean isOn() {
        return on;
    }

    /** Whether a route asks it: the option of {@code application.properties} that switches its step on. */
    public void setOn(boolean on) {
        this.on = on;
    }
}
