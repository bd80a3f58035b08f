package org.smshub.hub.mail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.smshub.hub.Checks;
import org.smshub.hub.Clients;
import org.smshub.hub.Numbers;
import org.smshub.hub.Quotas;
import org.smshub.hub.Records;
import org.smshub.hub.Texts;
import org.smshub.hub.mail.smtp.SmtpServerConsumer;
import org.smshub.ledger.LedgerComponent;
import org.smshub.ledger.entry.Kept;
import org.smshub.link.SmsHeaders;

/** The routes of mail as they are shipped, on a ledger, with a link that takes every part. */
final class MailHub implements AutoCloseable {

    static final String PASSWORD = "s3cret";

    /** A part that has left. */
    record Sent(String client, String to, String from, String text, String id, int part) {}

    final List<Sent> sent = new CopyOnWriteArrayList<>();
    final DefaultCamelContext context = new DefaultCamelContext();

    /** Called for each message before the ledger; may fail. */
    volatile Consumer<Exchange> before = exchange -> {};

    final MailMessages mails = new MailMessages();
    final MailOut out = new MailOut();

    private final Path folder;

    MailHub(Path folder) throws Exception {
        this.folder = folder;
        context.getShutdownStrategy().setTimeUnit(java.util.concurrent.TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(2000);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        health.register(health.resolveById("consumers"));
        Properties properties = new Properties();
        properties.put("hub.links.default", "line");
        properties.put("hub.incoming.timeout", "2s");
        properties.put("hub.events.age", "7d");
        context.getPropertiesComponent().setInitialProperties(properties);
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(folder.resolve("data").toString());
        context.addComponent("ledger", ledger);
        beans();
        for (String route :
                List.of("accept", "routing", "incoming", "inputs/smtp-in", "inputs/mail-in", "outputs/mail-out")) {
            Path file = Path.of("../../routes/" + route + ".camel.yaml");
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(
                            file.getFileName().toString(),
                            Files.readString(file).replace("uri: ledger:accept", "uri: direct:before")));
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:before")
                        .process(exchange -> before.accept(exchange))
                        .to("ledger:accept");
                from("ledger:link?name=line&window=10").process(exchange -> {
                    var message = exchange.getMessage();
                    sent.add(new Sent(
                            message.getHeader(SmsHeaders.CLIENT, String.class),
                            message.getHeader(SmsHeaders.TO, String.class),
                            message.getHeader(SmsHeaders.FROM, String.class),
                            message.getBody(String.class),
                            message.getHeader(SmsHeaders.ID, String.class),
                            message.getHeader(SmsHeaders.PART, 1, Integer.class)));
                    int parts = message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
                    message.setHeader(
                            SmsHeaders.REMOTE_ID,
                            message.getHeader(SmsHeaders.ID)
                                    + (parts > 1 ? "/" + message.getHeader(SmsHeaders.PART) : ""));
                });
            }
        });
        context.start();
    }

    private void beans() throws IOException {
        Files.createDirectories(folder);
        Path clientsFile = folder.resolve("clients.yaml");
        if (!Files.exists(clientsFile)) {
            Files.writeString(clientsFile, """
                    clients:
                      - id: office
                        passwordFile: "%1$s/office.password"
                        mail: ["@example.org"]
                        mailTo: "desk@example.org"
                        numbers: ["2345"]
                        events: mail
                      - id: plant
                        passwordFile: "%1$s/plant.password"
                        mail: ["ups@plant.example"]
                        maskNumbers: true
                    """.formatted(folder));
            Files.writeString(folder.resolve("office.password"), PASSWORD);
            Files.writeString(folder.resolve("plant.password"), PASSWORD);
            Files.writeString(
                    folder.resolve("contacts.csv"),
                    "name,number,group\nAnna Nowak,+48600100201,oncall\n\"Jan\",+48600100202,oncall;night\n");
        }
        Clients clients = new Clients();
        clients.setCamelContext(context);
        clients.setFile("file:" + clientsFile);
        Numbers numbers = new Numbers();
        Checks checks = new Checks();
        checks.setNumbers(numbers);
        checks.setClients(clients);
        Quotas quotas = new Quotas();
        quotas.setClients(clients);
        quotas.setCamelContext(context);
        Texts texts = new Texts();
        texts.setMaxParts(10);
        mails.setClients(clients);
        mails.setNumbers(numbers);
        mails.setContacts("file:" + folder.resolve("contacts.csv"));
        mails.setDomain("sms.example.org");
        mails.setCamelContext(context);
        out.setCamelContext(context);
        out.setClients(clients);
        out.setDomain("sms.example.org");
        Map.of(
                        "clients",
                        clients,
                        "numbers",
                        numbers,
                        "checks",
                        checks,
                        "quotas",
                        quotas,
                        "texts",
                        texts,
                        "records",
                        new Records(),
                        "mailMessages",
                        mails,
                        "mailOut",
                        out)
                .forEach(context.getRegistry()::bind);
    }

    /** @return the route's id */
    String add(String template, Map<String, Object> parameters) throws Exception {
        return TemplatedRouteBuilder.builder(context, template)
                .routeId(template)
                .parameters(parameters)
                .add();
    }

    /** Mails out, through a server on this port of this machine. */
    void mailOut(int port) throws Exception {
        add("mail-out", Map.of("port", "" + port));
        add("mail-events", Map.of());
    }

    /** A listener on a free port. */
    int smtp(Map<String, Object> parameters) throws Exception {
        return smtp("smtp-in", parameters);
    }

    int smtp(String id, Map<String, Object> parameters) throws Exception {
        Map<String, Object> all = new java.util.HashMap<>(parameters);
        all.putIfAbsent("port", "0");
        TemplatedRouteBuilder.builder(context, "smtp-in")
                .routeId(id)
                .parameters(all)
                .add();
        return ((SmtpServerConsumer) context.getRoute(id).getConsumer()).port();
    }

    /** Whether the check of a route's consumer is up, and its words. */
    String health(String route) {
        HealthCheck check = ((HealthCheckAware) context.getRoute(route).getConsumer()).getHealthCheck();
        HealthCheck.Result result = check.call();
        return result.getState() + " " + result.getMessage().orElse("");
    }

    /** What a phone sends. */
    void incoming(String from, String to, String text) {
        Exchange exchange = context.createProducerTemplate().request("direct:incoming", e -> {
            e.getMessage().setBody(text);
            e.getMessage().setHeader(SmsHeaders.FROM, from);
            e.getMessage().setHeader(SmsHeaders.TO, to);
            e.getMessage().setHeader(SmsHeaders.LINK, "line");
        });
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
    }

    /** To 2345, with these headers. */
    void incoming(Map<String, Object> headers, Object body) {
        Exchange exchange = context.createProducerTemplate().request("direct:incoming", e -> {
            e.getMessage().setBody(body);
            e.getMessage().setHeader(SmsHeaders.FROM, "+48600100202");
            e.getMessage().setHeader(SmsHeaders.TO, "2345");
            e.getMessage().setHeader(SmsHeaders.LINK, "line");
            headers.forEach(e.getMessage()::setHeader);
        });
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
    }

    /** Why what nobody took was kept. */
    List<String> unread() {
        return context.getComponent("ledger", LedgerComponent.class).ledger().kept(Kept.Kind.UNREAD, 10).stream()
                .map(Kept::reason)
                .toList();
    }

    void receipt(String id, String to, String state) {
        Exchange exchange = context.createProducerTemplate().request("ledger:receipt", e -> {
            e.getMessage().setHeader(SmsHeaders.LINK, "line");
            e.getMessage().setHeader(SmsHeaders.REMOTE_ID, id);
            e.getMessage().setHeader(SmsHeaders.TO, to);
            e.getMessage().setHeader(SmsHeaders.STATE, state);
        });
        if (exchange.getException() != null) {
            throw new IllegalStateException(exchange.getException());
        }
    }

    Optional<String> conversation(String client, String number) {
        return context.getComponent("ledger", LedgerComponent.class).ledger().conversation(client, number);
    }

    @Override
    public void close() {
        context.stop();
    }
}
