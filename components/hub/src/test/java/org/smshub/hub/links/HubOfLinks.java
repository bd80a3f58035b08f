package org.smshub.hub.links;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;

/**
 * The ledger, the rules of {@code routes/outcomes.camel.yaml} as they are shipped (their waits shortened), and links whose
 * line is a {@link ModelCentre}. Can be ended without a word and started again on the same file.
 */
final class HubOfLinks implements AutoCloseable {

    /** What an application was told: message id and state. */
    record Told(String messageId, String state) {}

    /** Waits of the shipped rules are divided by this. */
    private static final int FASTER = 50;

    private static final Pattern WAIT = Pattern.compile("(delay|maximumDelay): (\\d+)(s|m)\\b");

    private final Path folder;
    private final Map<String, ModelCentre> centres = new HashMap<>();
    private final Map<String, String> options;
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private DefaultCamelContext context;
    private ProducerTemplate template;

    /** @param options of {@code ledger:link}, such as {@code unknown=hold&failoverAfter=100ms} */
    HubOfLinks(Path folder, String options, ModelCentre... centres) {
        this.folder = folder;
        this.options = new HashMap<>();
        for (ModelCentre centre : centres) {
            this.centres.put(centre.name(), centre);
            this.options.put(centre.name(), options);
        }
    }

    void start() throws Exception {
        context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeUnit(java.util.concurrent.TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(50);
        context.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(folder.toString());
        ledger.setReceiptPatience(300);
        context.addComponent("ledger", ledger);
        context.addComponent("centre", new CentreComponent());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("outcomes.yaml", rules()));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String link : centres.keySet()) {
                    from("ledger:link?name=" + link + "&window=5&threads=1&" + options.get(link))
                            .routeId("link-" + link)
                            .routeConfigurationId("link-outcomes")
                            .to("centre:" + link);
                }
                from("ledger:events?consumer=test&delay=20ms&maximumDelay=20ms&window=10")
                        .process(e -> told.add(new Told(
                                e.getMessage().getHeader(SmsHeaders.ID, String.class),
                                e.getMessage().getHeader(SmsHeaders.STATE, String.class))));
            }
        });
        context.start();
        template = context.createProducerTemplate();
    }

    /** The shipped rules without the beans of the whole hub. */
    private static String rules() throws IOException {
        String yaml = Files.readString(Path.of("../../routes/outcomes.camel.yaml"));
        String configuration = yaml.substring(yaml.indexOf("- routeConfiguration:"));
        return WAIT.matcher(configuration).replaceAll(HubOfLinks::shortened);
    }

    private static String shortened(java.util.regex.MatchResult wait) {
        Duration full = wait.group(3).equals("m")
                ? Duration.ofMinutes(Long.parseLong(wait.group(2)))
                : Duration.ofSeconds(Long.parseLong(wait.group(2)));
        return Matcher.quoteReplacement(wait.group(1) + ": " + full.toMillis() / FASTER);
    }

    /** What is in flight gets no word. */
    void stop() {
        context.stop();
    }

    void restart() throws Exception {
        stop();
        start();
    }

    /** Accepted means committed. */
    String send(String to, String links) {
        Exchange exchange = template.request("ledger:accept", e -> {
            e.getMessage().setBody("text");
            e.getMessage().setHeader(SmsHeaders.CLIENT, "client");
            e.getMessage().setHeader(SmsHeaders.TO, to);
            e.getMessage().setHeader(SmsHeaders.LINKS, links);
            e.getMessage().setHeader(SmsHeaders.EVENTS, "test");
        });
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
        return exchange.getMessage().getHeader(SmsHeaders.ID, String.class);
    }

    void receipt(String link, String remoteId, String to, String state) {
        Exchange exchange = template.request("ledger:receipt", e -> {
            e.getMessage().setHeader(SmsHeaders.LINK, link);
            e.getMessage().setHeader(SmsHeaders.REMOTE_ID, remoteId);
            e.getMessage().setHeader(SmsHeaders.TO, to);
            e.getMessage().setHeader(SmsHeaders.STATE, state);
        });
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
    }

    MessageView find(String id) {
        return context.getComponent("ledger", LedgerComponent.class)
                .ledger()
                .find(id, null)
                .orElseThrow(() -> new AssertionError("lost: " + id));
    }

    DefaultCamelContext context() {
        return context;
    }

    List<Told> told() {
        return told;
    }

    @Override
    public void close() {
        stop();
        centres.values().forEach(ModelCentre::close);
    }

    private final class CentreComponent extends DefaultComponent {
        @Override
        protected Endpoint createEndpoint(String uri, String name, Map<String, Object> parameters) {
            return new DefaultEndpoint(uri, this) {
                @Override
                public Producer createProducer() {
                    return new DefaultAsyncProducer(this) {
                        @Override
                        public boolean process(Exchange exchange, AsyncCallback callback) {
                            return centres.get(name).process(exchange, callback);
                        }
                    };
                }

                @Override
                public Consumer createConsumer(Processor processor) {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
