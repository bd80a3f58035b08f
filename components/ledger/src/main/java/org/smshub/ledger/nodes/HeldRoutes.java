package org.smshub.ledger.nodes;

import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import java.util.function.BiConsumer;

/** Routes that one hub at a time runs do not start by themselves. */
public final class HeldRoutes implements RoutePolicyFactory {

    private final BiConsumer<Route, String> held;

    /** Says what of a route one hub at a time may have; null = each may run it. */
    public interface Naming {
        String holding(Route route);
    }

    private final Naming naming;

    /** @param held hears of each such route, and what it is called */
    public HeldRoutes(Naming naming, BiConsumer<Route, String> held) {
        this.naming = naming;
        this.held = held;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode definition) {
        return new RoutePolicySupport() {
            @Override
            public void onInit(Route route) {
                String what = naming.holding(route);
                if (what != null && !Boolean.FALSE.equals(route.isAutoStartup())) {
                    route.setAutoStartup(false);
                    held.accept(route, what);
                }
            }
        };
    }
}
