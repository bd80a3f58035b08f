package org.smshub.explain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.main.Main;
import org.smshub.hub.Checks;
import org.smshub.hub.Records;
import org.smshub.hub.RefusedException;
import org.smshub.hub.Texts;
import org.smshub.hub.start.Welcome;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;
import org.smshub.site.Site;

/** A hub of which only the routes between {@code direct:} run: its links are made, so that what they carry is known, and not started. */
final class Trial implements AutoCloseable {

    /** Folders of routes that talk to others, and are not needed to know which link a message takes. */
    private static final Set<String> LEFT_OUT = Set.of("inputs", "outputs", "simulator");

    private static final String TEMPLATE = "- routeTemplate:";

    private final Main main = new Main();
    private final Steps steps = new Steps();

    /** @param nowhere an empty folder in place of the data, which another hub may have open */
    Trial(Site site, Path nowhere) throws Exception {
        Properties values = site.values();
        // HUB_DATA as the launcher found it
        String said = System.getenv("HUB_EXPLAIN_DATA");
        Path data = said == null || said.isEmpty()
                ? site.folder().resolve(values.getProperty("hub.data", "data").strip())
                : Path.of(said).toAbsolutePath();
        set("hub.config", site.config().toString());
        set("hub.files", "file:" + site.config() + "/");
        set("hub.data", nowhere.resolve("data").toString());
        // nor is a database asked that other hubs may work with
        set("hub.ledger.url", "");
        set("hub.ledger.user", "");
        set("hub.ledger.password", "");
        set("hub.nodes", "false");
        set("hub.nodes.split", "");
        set("hub.routes.pattern", locations(routes(site, values)));
        set("hub.http.port", "0");
        set("hub.management.port", "0");
        set("camel.main.property-placeholder-location", locations(site.properties()));
        set("camel.main.autoStartup", "false");
        set("camel.main.sourceLocationEnabled", "true");
        set("camel.routecontroller.enabled", "false");
        set("camel.server.enabled", "false");
        set("camel.management.enabled", "false");
        // the list that the hub has, looked at
        set("camel.beans.optOuts.file", data.resolve("optout.db").toString());
        set("camel.beans.optOuts.readOnly", "true");
        main.configure().setStartupSummaryLevel(StartupSummaryLevel.Off);
        main.init();
        CamelContext context = main.getCamelContext();
        context.getCamelContextExtension().addInterceptStrategy(steps);
        // nobody is to be told that this hub is ready
        List.copyOf(context.getManagementStrategy().getEventNotifiers())
                .forEach(context.getManagementStrategy()::removeEventNotifier);
        context.getRegistry().findByType(Welcome.class).forEach(context.getManagementStrategy()::removeEventNotifier);
        main.start();
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint().getEndpointUri().startsWith("direct")) {
                context.getRouteController().startRoute(route.getRouteId());
            }
        }
    }

    private static void set(String key, String value) {
        System.setProperty(key, value);
    }

    private static String locations(List<Path> files) {
        return files.stream().map(file -> "file:" + file).collect(Collectors.joining(","));
    }

    /** Of those left out the templates that a block names: without them there is no hub. */
    private static List<Path> routes(Site site, Properties values) throws IOException {
        List<Path> routes = new ArrayList<>();
        for (Path file : site.wanted(values)) {
            boolean leftOut = LEFT_OUT.contains(file.getParent().getFileName().toString());
            if (!leftOut || Files.readString(file).contains(TEMPLATE)) {
                routes.add(file);
            }
        }
        return routes;
    }

    Explanation ask(Explain.Question question) throws Exception {
        CamelContext context = main.getCamelContext();
        Exchange asked = context.createFluentProducerTemplate()
                .to("direct:check")
                .withProcessor(exchange -> fill(exchange, question))
                .send();
        return explanation(context, asked);
    }

    private static void fill(Exchange exchange, Explain.Question question) throws RefusedException {
        Message message = exchange.getMessage();
        exchange.setProperty(Checks.DRY_RUN, true);
        message.setBody(question.text());
        message.setHeader(SmsHeaders.TO, question.number());
        set(message, SmsHeaders.FROM, question.from());
        // who asks for nobody has no name that a rule could know
        message.setHeader(SmsHeaders.CLIENT, question.client() == null ? "?" : question.client());
        set(message, SmsHeaders.PRIORITY, question.priority());
        if (question.tags() != null) {
            Records.tags(Arrays.asList(question.tags().split(",")), message);
        }
    }

    private static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }

    private Explanation explanation(CamelContext context, Exchange asked) {
        Message message = asked.getMessage();
        Exception failure = asked.getException();
        Set<String> links = new LinkedHashSet<>();
        if (failure == null) {
            links.addAll(List.of(message.getHeader(SmsHeaders.LINKS, "", String.class)
                    .replace(" ", "")
                    .split(",")));
        }
        Object rule = asked.getProperty(LedgerComponent.RULE);
        List<String> why = new ArrayList<>();
        if (asked.getProperty(Checks.WHY) instanceof List<?> said) {
            said.forEach(words -> why.add(words.toString()));
        }
        String refused = failure == null ? null : Explanation.telling(failure);
        String plan = null;
        if (failure == null) {
            LedgerComponent ledger = context.getComponent("ledger", LedgerComponent.class);
            try {
                LedgerComponent.Measure measure = ledger.measure(message);
                Texts.PlanView view = Texts.view(asked);
                plan = (view == null ? "" : view.encoding() + ", ") + measure.parts()
                        + (measure.parts() == 1 ? " part, " : " parts, ") + measure.octets() + " octets";
            } catch (IllegalArgumentException e) {
                refused = e.getMessage();
            }
        }
        return new Explanation(
                message.getHeader(SmsHeaders.TO, String.class),
                message.getHeader(SmsHeaders.FROM, String.class),
                List.copyOf(links),
                rule == null ? null : rule.toString(),
                why,
                steps.taken(),
                others(context, asked, links),
                plan,
                message.getHeader(SmsHeaders.SEND_AT, Long.class),
                refused);
    }

    private Map<String, String> others(CamelContext context, Exchange asked, Set<String> links) {
        Map<String, String> others = new LinkedHashMap<>();
        String unfit = asked.getProperty(Checks.UNFIT, "", String.class);
        for (String link : context.getComponent("ledger", LedgerComponent.class).linkNames()) {
            if (!links.contains(link)) {
                others.put(
                        link,
                        Arrays.stream(unfit.split("; "))
                                .filter(words -> words.startsWith("Link " + link + " "))
                                .findFirst()
                                .orElse(steps.named(link)));
            }
        }
        return others;
    }

    @Override
    public void close() {
        main.stop();
    }
}
