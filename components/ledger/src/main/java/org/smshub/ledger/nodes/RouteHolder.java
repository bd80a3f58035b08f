package org.smshub.ledger.nodes;

import java.util.concurrent.Executor;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.queue.LinkQueue;

/** A route that one hub at a time runs: with it go the sessions, the window and the pace of its link. */
public final class RouteHolder implements Holder {

    private static final Logger LOG = LoggerFactory.getLogger(RouteHolder.class);

    /** The last results are written some milliseconds after nothing is in flight any more. */
    private static final long SETTLED_NANOS = 500_000_000;

    private final CamelContext context;
    private final String route;
    private final Executor executor;
    private final LinkQueue link;
    private long quietSince;
    private boolean quiet;

    /**
     * @param executor one task after the other: routes start and stop on it
     * @param link null where it is no link's
     */
    public RouteHolder(CamelContext context, String route, Executor executor, LinkQueue link) {
        this.context = context;
        this.route = route;
        this.executor = executor;
        this.link = link;
    }

    private interface Step {
        void run() throws Exception;
    }

    private void later(String what, Step step) {
        executor.execute(() -> {
            try {
                step.run();
            } catch (Exception e) {
                LOG.error("Route {} does not {}", route, what, e);
            }
        });
    }

    @Override
    public void gained() {
        if (link != null) {
            link.elsewhere(false, false);
        }
        later("start", () -> {
            if (context.getRouteController().getRouteStatus(route).isStarted()) {
                // not stopped yet: it begins anew, and what was in flight is settled first
                context.getRouteController().stopRoute(route);
            }
            context.getRouteController().startRoute(route);
        });
    }

    @Override
    public void lost() {
        if (link != null) {
            link.lost();
        }
        later("stop", () -> context.getRouteController().stopRoute(route));
    }

    @Override
    public void ends() {
        quiet = false;
        if (link != null) {
            link.close();
        } else {
            later("stop", () -> context.getRouteController().stopRoute(route));
        }
    }

    @Override
    public boolean hasEnded() {
        boolean over = link == null
                ? context.getRouteController().getRouteStatus(route).isStopped()
                : link.inFlight() == 0;
        if (!over || !quiet) {
            quiet = over;
            quietSince = System.nanoTime();
        }
        return quiet && System.nanoTime() - quietSince > SETTLED_NANOS;
    }

    @Override
    public boolean isOut() {
        return link != null && link.isOut();
    }
}
