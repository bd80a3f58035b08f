package org.smshub.hub.jms;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.smshub.hub.Checks;
import org.smshub.hub.Clients;
import org.smshub.hub.EventJson;
import org.smshub.hub.Numbers;
import org.smshub.hub.Quotas;
import org.smshub.hub.Records;
import org.smshub.hub.Texts;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

/** The routes of JMS as they are shipped, with a broker in this JVM, on a ledger, with a link that takes every part. */
final class JmsHub implements AutoCloseable {

    /** A part that has left. */
    record Sent(String client, String to, String from, Object body, String ref, String id) {}

    final List<Sent> sent = new CopyOnWriteArrayList<>();
    final JmsConnections connections = new JmsConnections();
    final DefaultCamelContext context = new DefaultCamelContext();

    /** The text of a message on which the hub itself fails. */
    static final String POISON = "poison";

    JmsHub(Path folder) throws Exception {
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(2000);
        Properties properties = new Properties();
        properties.put("hub.links.default", "line");
        properties.put("hub.incoming.timeout", "1h");
        properties.put("hub.events.age", "7d");
        context.getPropertiesComponent().setInitialProperties(properties);
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(folder.resolve("data").toString());
        context.addComponent("ledger", ledger);
        connections.setCamelContext(context);
        connections.setDirectory(folder.resolve("data").toString());
        beans(folder);
        for (String route : List.of("accept", "routing", "incoming", "inputs/jms-in", "outputs/jms-out")) {
            Path file = Path.of("../../routes/" + route + ".camel.yaml");
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(file.getFileName().toString(), Files.readString(file)));
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("ledger:link?name=line&window=10").process(JmsHub.this::take);
            }
        });
        try {
            context.start();
            add("jms-in", Map.of("queue", "sms.shop", "client", "shop"));
            add("jms-out", Map.of());
        } catch (Exception e) {
            context.stop(); // else its broker stands in the way of the next one's
            throw e;
        }
    }

    private void take(Exchange exchange) {
        var message = exchange.getMessage();
        sent.add(new Sent(
                message.getHeader(SmsHeaders.CLIENT, String.class),
                message.getHeader(SmsHeaders.TO, String.class),
                message.getHeader(SmsHeaders.FROM, String.class),
                message.getBody(),
                message.getHeader(SmsHeaders.CLIENT_REF, String.class),
                message.getHeader(SmsHeaders.ID, String.class)));
        message.setHeader(SmsHeaders.REMOTE_ID, message.getHeader(SmsHeaders.ID));
    }

    private void beans(Path folder) throws Exception {
        Path file = Files.createDirectories(folder).resolve("clients.yaml");
        Files.writeString(file, """
                clients:
                  - id: shop
                    numbers: ["2345"]
                    senders: [ACME]
                    events: jms
                """);
        Clients clients = new Clients();
        clients.setCamelContext(context);
        clients.setFile("file:" + file);
        Checks checks = new Checks();
        checks.setNumbers(new Numbers());
        checks.setClients(clients);
        checks.setCamelContext(context);
        Quotas quotas = new Quotas();
        quotas.setClients(clients);
        Texts texts = new Texts() {
            @Override
            public void plan(Exchange exchange) throws org.smshub.hub.RefusedException {
                if (POISON.equals(exchange.getMessage().getBody())) {
                    throw new IllegalStateException("made up");
                }
                super.plan(exchange);
            }
        };
        Map.of(
                        "clients", clients,
                        "numbers", new Numbers(),
                        "checks", checks,
                        "quotas", quotas,
                        "texts", texts,
                        "records", new Records(),
                        "eventJson", new EventJson(),
                        "jmsMessages", new JmsMessages(),
                        "jmsConnections", connections)
                .forEach(context.getRegistry()::bind);
    }

    private void add(String template, Map<String, Object> parameters) throws Exception {
        TemplatedRouteBuilder.builder(context, template)
                .routeId(template)
                .parameters(parameters)
                .add();
    }

    void tell(String address, Map<String, ?> headers, Object body) {
        Exchange exchange = context.createProducerTemplate().request(address, e -> {
            e.getMessage().setBody(body);
            headers.forEach(e.getMessage()::setHeader);
        });
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
    }

    @Override
    public void close() {
        context.stop();
    }
}
