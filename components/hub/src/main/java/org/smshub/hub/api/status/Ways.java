package org.smshub.hub.api.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.spi.RouteError;
import org.smshub.ledger.entry.MessageView;

/** The ways in and out, as the routes that begin or end there. */
final class Ways {

    /** Of the many routes of the API those that take messages. */
    private static final Set<String> SENDING = Set.of("http-send", "http-batch", "http-form");

    /** Addresses within the hub. */
    private static final Set<String> INSIDE = Set.of("direct", "seda", "ledger", "timer", "scheduler", "controlbus");

    private static final String EVENTS = "ledger://events?";

    /**
     * @param id of its route
     * @param state STARTED, STOPPED, SUSPENDED …, as Camel has it
     * @param since when its route was started last; null = it does not run
     * @param why it does not run, as far as it is known
     */
    record Way(String id, String state, String since, String why, Long accepted, Integer waiting) {}

    private Ways() {}

    /** @param accepted messages by input */
    static List<Way> in(CamelContext context, Map<String, Long> accepted) {
        List<Way> ways = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            String uri = route.getEndpoint().getEndpointUri();
            String scheme = uri.substring(0, Math.max(0, uri.indexOf(':')));
            String id = route.getRouteId();
            boolean http = scheme.equals("platform-http");
            boolean simulated = route.getSourceLocation() != null
                            && route.getSourceLocation().contains("/simulator/")
                    || id.startsWith("simulator-");
            if (!INSIDE.contains(scheme) && !simulated && (!http || SENDING.contains(id) || accepted.containsKey(id))) {
                ways.add(way(context, route, accepted.getOrDefault(id, 0L), null));
            }
        }
        return ways;
    }

    /** @param waiting events by the way they are told */
    static List<Way> out(CamelContext context, Map<String, Integer> waiting) {
        List<Way> ways = new ArrayList<>();
        for (Route route : context.getRoutes()) {
            String uri = route.getEndpoint().getEndpointUri();
            if (uri.startsWith(EVENTS)) {
                String consumer = uri.replaceFirst(".*[?&]consumer=([^&]*).*", "$1");
                ways.add(way(context, route, null, waiting.getOrDefault(consumer, 0)));
            }
        }
        return ways;
    }

    private static Way way(CamelContext context, Route route, Long accepted, Integer waiting) {
        ServiceStatus status = context.getRouteController().getRouteStatus(route.getRouteId());
        boolean runs = status != null && status.isStarted();
        RouteError error = route.getLastError();
        String why = runs || error == null || error.getException() == null
                ? null
                : error.getException().getClass().getSimpleName();
        return new Way(
                route.getRouteId(),
                status == null ? "STOPPED" : status.name().toUpperCase(Locale.ROOT),
                runs ? MessageView.iso(System.currentTimeMillis() - route.getUptimeMillis()) : null,
                why,
                accepted,
                waiting);
    }
}
