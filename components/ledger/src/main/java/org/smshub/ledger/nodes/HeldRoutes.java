package org.smshub.ledger.nodes;

import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Routes that one hub at a time runs do not start by themselves. */
public final class HeldRoutes implements RoutePolicyFactory {

    private final BiConsumer<Route, String> held;

    /** Says what of a route one hub at a time may have; null = each may run it. */
    public interface Naming {
        String holding(Route route);
    }

    private final BooleanSupplier shared;
    private final Naming naming;

    /** @param shared whether others work with this ledger, as it is known when a route is made @param held hears of each such route, and what it is called */
    public HeldRoutes(BooleanSupplier shared, Naming naming, BiConsumer<Route, String> held) {
        this.shared = shared;
        this.naming = naming;
        this.held = held;
    }

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode definition) {
        if (!shared.getAsBoolean()) {
            return null;
        }
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
