package org.smshub.hub.start;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.RouteController;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.LedgerComponent;

/**
 * What a person sees once the hub is ready: where it is, how to send, how to look, what to edit. A simple notifier, for any
 * other makes Camel tell of each exchange and step.
 */
public class Welcome extends SimpleEventNotifierSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Welcome.class);
    private static final int WAIT_MILLIS = 3_000;
    private static final int LOOK_MILLIS = 10;

    /** Three parts: 182 units of UCS-2, since the emoji has no place in GSM-7. */
    private static final String DEMO_TEXT =
            "Hello from the SMS hub \uD83D\uDE80 - a text with an emoji goes as UCS-2, so a part holds 67 characters"
                    + " and this one takes three of them; each has its own id at the centre and its own receipt.";

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.CamelContextStartedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        CamelContext context = ((CamelEvent.CamelContextEvent) event).getContext();
        // the supervising route controller starts the routes after this event
        Thread printer = new Thread(() -> print(context), "welcome");
        printer.setDaemon(true);
        printer.start();
    }

    private static void print(CamelContext context) {
        LedgerComponent ledger = context.getComponent("ledger", LedgerComponent.class);
        awaitRoutes(context.getRouteController(), ledger);
        String base =
                scheme(context, "http") + property(context, "hub.http.host") + ":" + property(context, "hub.http.port");
        String observe = scheme(context, "management") + property(context, "hub.management.host:127.0.0.1") + ":"
                + property(context, "hub.management.port") + "/observe";
        if (property(context, "hub.log:text").equals("json")) {
            // who reads the log takes each line for an object
            LOG.info("The hub is ready: {}/v1/messages", base);
            Notify.ready();
            return;
        }
        String key = "-H \"Authorization: Bearer $(cat '" + property(context, "hub.data") + "/demo.key')\"";
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        out.println();
        out.printf("  The hub is ready: %s/v1/messages, contract %s/v1/openapi.yaml%n", base, base);
        ledger.links()
                .forEach((name, up) ->
                        out.printf("  Link %s: %s%n", name, up ? "up" : "down, trying again; its messages wait"));
        if (Boolean.parseBoolean(property(context, "hub.simulator"))) {
            out.println("  The built-in SMSC is on: what goes to it leaves no trace outside this machine"
                    + " (HUB_SIMULATOR=false turns it off)");
        }
        out.printf("%n  Send a message:%n%n");
        out.printf("    curl -s %s -H 'Content-Type: application/json' \\%n", key);
        out.printf("      -d '{\"to\":\"+48600100200\",\"from\":\"ACME\",\"text\":\"%s\"}' \\%n", DEMO_TEXT);
        out.printf("      %s/v1/messages%n", base);
        out.printf("%n  See what became of it (put the id of the answer in place of ID):%n%n");
        out.printf("    curl -s %s %s/v1/messages/ID%n", key, base);
        if (Boolean.parseBoolean(property(context, "hub.console:false"))) {
            out.printf(
                    "%n  Look at it: %s%s:%s (sign in with a key)%n",
                    scheme(context, "http"),
                    property(context, "hub.console.host"),
                    property(context, "hub.console.port"));
        }
        out.printf(
                "%n  Edit %s/routing.camel.yaml and %s/links.properties, then start again%n",
                property(context, "hub.routes"), property(context, "hub.config"));
        out.printf("  Health: %s/health   Metrics: %s/metrics   Stop: Ctrl-C%n", observe, observe);
        System.out.println(text);
        Notify.ready();
    }

    private static String scheme(CamelContext context, String port) {
        return property(context, "hub." + port + ".tls.certificate:").isBlank() ? "http://" : "https://";
    }

    /** Until all routes have been started, and their links are up. */
    private static void awaitRoutes(RouteController routes, LedgerComponent ledger) {
        try {
            for (int i = 0; i < WAIT_MILLIS / LOOK_MILLIS; i++) {
                Map<String, Boolean> links = ledger.links();
                if (!routes.isStartingRoutes() && !links.isEmpty() && !links.containsValue(false)) {
                    return;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String property(CamelContext context, String key) {
        return context.resolvePropertyPlaceholders("{{" + key + "}}");
    }
}
