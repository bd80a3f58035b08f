package org.smshub.hub.files;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.smshub.hub.Checks;
import org.smshub.hub.Clients;
import org.smshub.hub.Numbers;
import org.smshub.hub.Quotas;
import org.smshub.hub.Records;
import org.smshub.hub.Texts;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;

/** The routes of files as they are shipped, on a ledger, with a link that takes every part. */
final class FilesHub implements AutoCloseable {

    /** A part that has left. */
    record Sent(
            String client,
            String to,
            String from,
            String text,
            String id,
            byte[] octets,
            Map<String, Object> headers) {}

    final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
    final DefaultCamelContext context = new DefaultCamelContext();
    final Path folder;

    FilesHub(Path folder) throws Exception {
        this.folder = folder;
        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(2000);
        Properties properties = new Properties();
        properties.put("hub.links.default", "line");
        properties.put("hub.incoming.timeout", "1h");
        properties.put("hub.events.age", "7d");
        properties.put("hub.data", folder.resolve("data").toString());
        context.getPropertiesComponent().setInitialProperties(properties);
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(folder.resolve("data").toString());
        context.addComponent("ledger", ledger);
        beans();
        for (String route : List.of(
                "accept",
                "routing",
                "incoming",
                "inputs/files-in",
                "inputs/sftp-in",
                "inputs/spool-in",
                "outputs/files-out",
                "outputs/spool-out")) {
            Path file = Path.of("../../routes/" + route + ".camel.yaml");
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(file.getFileName().toString(), Files.readString(file)));
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("ledger:link?name=line&window=100").process(exchange -> take(exchange.getMessage()));
            }
        });
        context.start();
    }

    private void take(Message message) {
        sent.add(new Sent(
                message.getHeader(SmsHeaders.CLIENT, String.class),
                message.getHeader(SmsHeaders.TO, String.class),
                message.getHeader(SmsHeaders.FROM, String.class),
                message.getBody(String.class),
                message.getHeader(SmsHeaders.ID, String.class),
                message.getBody(byte[].class),
                new HashMap<>(message.getHeaders())));
        message.setHeader(SmsHeaders.REMOTE_ID, message.getHeader(SmsHeaders.ID));
    }

    private void beans() throws Exception {
        Files.createDirectories(folder);
        Path clientsFile = folder.resolve("clients.yaml");
        Files.writeString(clientsFile, """
                clients:
                  - id: shop
                    numbers: ["2345"]
                    events: file
                  - id: alarms
                    numbers: ["6789"]
                    events: spool
                """);
        Clients clients = new Clients();
        clients.setCamelContext(context);
        clients.setFile("file:" + clientsFile);
        Quotas quotas = new Quotas();
        quotas.setClients(clients);
        quotas.setCamelContext(context);
        Checks checks = new Checks();
        checks.setNumbers(new Numbers());
        checks.setClients(clients);
        Map.of(
                        "clients",
                        clients,
                        "numbers",
                        new Numbers(),
                        "checks",
                        checks,
                        "quotas",
                        quotas,
                        "texts",
                        new Texts(),
                        "records",
                        new Records())
                .forEach(context.getRegistry()::bind);
    }

    void add(String template, String id, Map<String, Object> parameters) throws Exception {
        TemplatedRouteBuilder.builder(context, template)
                .routeId(id)
                .parameters(parameters)
                .add();
    }

    /** What a phone sends. */
    void incoming(String from, String to, String text) {
        tell("direct:incoming", Map.of(SmsHeaders.FROM, from, SmsHeaders.TO, to), text);
    }

    void receipt(String id, String to, String state) {
        tell("ledger:receipt", Map.of(SmsHeaders.REMOTE_ID, id, SmsHeaders.TO, to, SmsHeaders.STATE, state), null);
    }

    private void tell(String uri, Map<String, Object> headers, String body) {
        Exchange exchange = context.createProducerTemplate().request(uri, e -> {
            e.getMessage().setBody(body);
            e.getMessage().setHeader(SmsHeaders.LINK, "line");
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
