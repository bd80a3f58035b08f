package org.smshub.simulate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.smshub.ledger.LedgerComponent;

/**
 * What follows an outcome: the hub's own {@code routes/outcomes.camel.yaml} on a Camel of its own, which all worlds share.
 * Nothing of it knows a time or a world: those come with the exchange.
 */
final class Rules {

    /** Exchange property: where the part leaves by. */
    static final String LINE = "SimulatedLine";

    private final DefaultCamelContext context;
    private final AsyncProcessor route;

    /**
     * @param clause one more of the list of onException, before the others, or ""
     * @param scratch a folder
     */
    Rules(Path routes, String clause, Path scratch) throws Exception {
        context = new DefaultCamelContext();
        context.disableJMX();
        // exchanges of hubs that were killed never end
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(1);
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(scratch.toString());
        ledger.setCheckTime(0);
        context.addComponent("ledger", ledger);
        context.addComponent("simulated", new LineComponent());
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("outcomes.camel.yaml", outcomes(routes, clause)));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:link")
                        .routeId("link")
                        .routeConfigurationId("link-outcomes")
                        .process(exchange ->
                                exchange.getProperty(LINE, Line.class).step(exchange))
                        .to("simulated:line");
            }
        });
        context.start();
        route = ((DefaultConsumer) context.getRoute("link").getConsumer()).getAsyncProcessor();
    }

    private static String outcomes(Path routes, String clause) throws IOException {
        String all = Files.readString(routes.resolve("outcomes.camel.yaml"));
        // its beans belong to other components
        String rules = all.substring(all.indexOf("- routeConfiguration:"));
        String head = "    onException:\n";
        int at = rules.indexOf(head) + head.length();
        return rules.substring(0, at) + clause + rules.substring(at);
    }

    DefaultCamelContext context() {
        return context;
    }

    /** A part on its way. */
    boolean send(Exchange exchange, Line line, AsyncCallback callback) {
        exchange.setProperty(LINE, line);
        return route.process(exchange, callback);
    }

    void stop() {
        context.stop();
    }

    private static final class LineComponent extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            return new LineEndpoint(uri, this);
        }
    }

    private static final class LineEndpoint extends DefaultEndpoint {
        private LineEndpoint(String uri, LineComponent component) {
            super(uri, component);
        }

        @Override
        public Producer createProducer() {
            return new DefaultAsyncProducer(this) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    exchange.getProperty(LINE, Line.class).send(exchange, callback);
                    return false;
                }
            };
        }

        @Override
        public Consumer createConsumer(Processor processor) {
            throw new UnsupportedOperationException("A line is for to");
        }
    }
}
