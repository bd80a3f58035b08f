package org.smshub.hub;

import java.util.Collection;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;

/** What a person sees once the hub is ready: where it is, how to send, how to look, what to edit. */
public class Welcome extends EventNotifierSupport {

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event instanceof CamelEvent.CamelContextStartedEvent;
    }

    @Override
    public void notify(CamelEvent event) {
        CamelContext context = ((CamelEvent.CamelContextEvent) event).getContext();
        Thread waiting = new Thread(() -> print(context), "welcome");
        waiting.setDaemon(true);
        waiting.start();
    }

    private static void print(CamelContext context) {
        awaitLinks(context);
        String base = "http://" + property(context, "hub.http.host") + ":" + property(context, "hub.http.port");
        String management = "http://127.0.0.1:" + property(context, "hub.management.port");
        String key = property(context, "hub.data") + "/demo.key";
        StringBuilder text = new StringBuilder();
        text.append(String.format("%n  The hub is ready: %s/v1/messages (contract: %s/v1/openapi.yaml)%n", base, base));
        text.append(String.format("  Links: %s%n", links(context)));
        if (Boolean.parseBoolean(property(context, "hub.simulator"))) {
            text.append(
                    String.format(
                            "  The built-in SMSC is on (HUB_SIMULATOR=false turns it off): nothing leaves this machine by it%n"));
        }
        text.append(String.format("%n  Send a message:%n%n"));
        text.append(String.format(
                "    curl -s -H \"Authorization: Bearer $(cat %s)\" -H 'Content-Type: application/json' \\%n", key));
        text.append(String.format(
                "      -d '{\"to\":\"+48600100200\",\"from\":\"ACME\",\"text\":\"%s\"}' %s/v1/messages%n",
                DEMO_TEXT, base));
        text.append(String.format("%n  See what became of it (the id is in the answer):%n%n"));
        text.append(
                String.format("    curl -s -H \"Authorization: Bearer $(cat %s)\" %s/v1/messages/<id>%n", key, base));
        text.append(String.format(
                "%n  Edit: %s (links.properties, clients.yaml, application.properties), %s (routing.camel.yaml, …); then restart%n",
                property(context, "hub.config"), property(context, "hub.routes")));
        text.append(String.format(
                "  Health and metrics: %s/observe/health, %s/observe/metrics    Stop: Ctrl-C%n",
                management, management));
        System.out.println(text);
    }

    /** Three parts: 70 units and more in UCS-2, since the emoji has no place in GSM-7. */
    private static final String DEMO_TEXT =
            "Hello from the SMS hub \uD83D\uDE80 - a text with an emoji goes as UCS-2, so a part holds"
                    + " 67 characters and this one takes three of them; each has its own id at the centre and its own receipt.";

    private static void awaitLinks(CamelContext context) {
        for (int i = 0; i < 30 && !links(context).stream().allMatch(l -> l.endsWith("up")); i++) {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static List<String> links(CamelContext context) {
        Collection<String> ids =
                context.getRoutes().stream().map(r -> r.getId()).toList();
        return ids.stream()
                .filter(id -> id.startsWith("link-"))
                .map(id -> id.substring("link-".length()) + " "
                        + (context.getRouteController().getRouteStatus(id) == ServiceStatus.Started
                                ? "up"
                                : "down, trying"))
                .toList();
    }

    private static String property(CamelContext context, String key) {
        return context.resolvePropertyPlaceholders("{{" + key + "}}");
    }
}
