package org.smshub.hub.routing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
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
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;

/** The shipped routes of a message over a ledger, with the beans of {@code application.properties} and links that take all. */
final class RoutingHub implements AutoCloseable {

    private static final Path ROUTES = Path.of("../../routes");

    final DefaultCamelContext context = new DefaultCamelContext();
    private final Properties properties = new Properties();
    private final Map<String, String> routes = new HashMap<>();
    private final Map<String, RoutingBean> beans = new HashMap<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final Path folder;
    private final String[] links;
    private Keywords keywords;
    private String clients = "clients:\n  - id: shop\n  - id: bank\n";

    RoutingHub(Path folder, String... links) {
        this.folder = folder;
        this.links = links;
        properties.put("hub.links.default", links[0]);
        properties.put("hub.files", "file:" + folder + "/");
        properties.put("hub.data", folder.resolve("data").toString());
        properties.put("hub.incoming.timeout", "1h");
    }

    RoutingHub property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    RoutingHub clients(String yaml) {
        clients = yaml;
        return this;
    }

    /** A file of the configuration. */
    RoutingHub file(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
        return this;
    }

    /** In place of, or beside, a shipped route. */
    RoutingHub route(String name, String yaml) {
        routes.put(name, yaml);
        return this;
    }

    /** {@code numbers.csv}, switched on. */
    RoutingHub numbers(String table) throws Exception {
        NumberTable bean = new NumberTable();
        bean.setFile("{{hub.files}}numbers.csv");
        return property("hub.routing.numbers", "true")
                .file("numbers.csv", table)
                .bean("numberTable", bean);
    }

    /** {@code keywords.csv} and the opt-outs, switched on. */
    RoutingHub keywords(String table, OptOuts optOuts) throws Exception {
        Keywords bean = new Keywords();
        bean.setFile("{{hub.files}}keywords.csv");
        bean.setOptOut(true);
        keywords = bean;
        optOuts.setFile("{{hub.data}}/optout.db");
        OptOutWords words = new OptOutWords();
        words.setOptOuts(optOuts);
        return property("hub.routing.keywords", "true")
                .property("hub.routing.optOut", "true")
                .file("keywords.csv", table)
                .bean("keywords", bean)
                .bean("answers", new Answers())
                .bean("optOuts", optOuts)
                .bean("optOutWords", words);
    }

    /** One of the beans, switched on. */
    RoutingHub bean(String name, RoutingBean bean) {
        bean.setOn(true);
        beans.put(name, bean);
        return this;
    }

    RoutingHub start() throws Exception {
        context.getShutdownStrategy().setTimeout(2);
        context.getPropertiesComponent().setInitialProperties(properties);
        LedgerComponent ledger = new LedgerComponent();
        ledger.setDirectory(folder.resolve("data").toString());
        context.addComponent("ledger", ledger);
        file("clients.yaml", clients);
        Clients ofFile = new Clients();
        ofFile.setCamelContext(context);
        ofFile.setFile("file:" + folder.resolve("clients.yaml"));
        if (keywords != null) {
            keywords.setClients(ofFile);
        }
        Quotas quotas = new Quotas();
        quotas.setClients(ofFile);
        quotas.setCamelContext(context);
        Checks checks = new Checks();
        checks.setNumbers(new Numbers());
        checks.setClients(ofFile);
        Map.of(
                        "clients",
                        ofFile,
                        "checks",
                        checks,
                        "quotas",
                        quotas,
                        "texts",
                        new Texts(),
                        "records",
                        new Records(),
                        "numbers",
                        new Numbers())
                .forEach(context.getRegistry()::bind);
        beans.forEach((name, bean) -> {
            bean.setCamelContext(context);
            context.getRegistry().bind(name, bean);
        });
        for (String route : List.of("accept", "routing", "rules", "incoming")) {
            if (!routes.containsKey(route)) {
                routes.put(route, Files.readString(ROUTES.resolve(route + ".camel.yaml")));
            }
        }
        for (Map.Entry<String, String> route : routes.entrySet()) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.fromString(route.getKey() + ".camel.yaml", route.getValue()));
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                for (String link : links) {
                    from("ledger:link?name=" + link + "&window=10").process(e -> {
                        e.getMessage().setHeader(SmsHeaders.REMOTE_ID, "r" + sent.size());
                        sent.add(link + " " + e.getMessage().getHeader(SmsHeaders.TO) + " "
                                + e.getMessage().getHeader(SmsHeaders.FROM));
                    });
                }
            }
        });
        context.start();
        return this;
    }

    /** What the links were given: link, recipient, sender. */
    List<String> sent() {
        return sent;
    }

    /** A message of the client shop through the shipped routes. */
    Exchange send(String to, Object... headers) {
        return ask("direct:accept", to, headers);
    }

    /** The same without an end: what would be. */
    Exchange check(String to, Object... headers) {
        return ask("direct:check", to, headers);
    }

    /** @param headers names of headers, or of exchange properties where they begin with a small letter, and values */
    Exchange ask(String uri, String to, Object... headers) {
        return context.createFluentProducerTemplate()
                .to(uri)
                .withProcessor(e -> {
                    e.getMessage().setBody("text");
                    e.getMessage().setHeader(SmsHeaders.TO, to);
                    e.getMessage().setHeader(SmsHeaders.CLIENT, "shop");
                    for (int i = 0; i < headers.length; i += 2) {
                        String name = (String) headers[i];
                        if (name.equals("body")) {
                            e.getMessage().setBody(headers[i + 1]);
                        } else if (name.startsWith("Sms")) {
                            e.getMessage().setHeader(name, headers[i + 1]);
                        } else {
                            e.setProperty(name, headers[i + 1]);
                        }
                    }
                })
                .send();
    }

    /** A message from a phone. */
    Exchange incoming(String link, String from, String to, String text) {
        return context.createFluentProducerTemplate()
                .to("direct:incoming")
                .withProcessor(e -> {
                    e.getMessage().setBody(text);
                    e.getMessage().setHeader(SmsHeaders.LINK, link);
                    e.getMessage().setHeader(SmsHeaders.FROM, from);
                    e.getMessage().setHeader(SmsHeaders.TO, to);
                })
                .send();
    }

    MessageView find(String id) {
        return context.getComponent("ledger", LedgerComponent.class)
                .ledger()
                .find(id, null)
                .orElseThrow(() -> new AssertionError("lost: " + id));
    }

    static String links(Exchange exchange) {
        return exchange.getMessage().getHeader(SmsHeaders.LINKS, String.class);
    }

    static String rule(Exchange exchange) {
        return exchange.getProperty(LedgerComponent.RULE, String.class);
    }

    static String id(Exchange exchange) {
        if (exchange.getException() != null) {
            throw new AssertionError(exchange.getException());
        }
        return exchange.getMessage().getHeader(SmsHeaders.ID, String.class);
    }

    @Override
    public void close() {
        context.stop();
    }
}
