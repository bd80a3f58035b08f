package org.smshub.ledger.nodes;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
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
    private final Tries tries;
    private long quietSince;
    private boolean quiet;
    private volatile boolean held;

    /**
     * @param executor one task after the other: routes start and stop on it
     * @param link null where it is no link's
     * @param nanos a clock that never goes back
     */
    public RouteHolder(CamelContext context, String route, Executor executor, LinkQueue link, LongSupplier nanos) {
        this.context = context;
        this.route = route;
        this.executor = executor;
        this.link = link;
        this.tries = new Tries(route, nanos);
    }

    @Override
    public void gained() {
        if (link != null) {
            link.elsewhere(false, false);
        }
        held = true;
        tries.begin();
        executor.execute(this::start);
    }

    private void start() {
        if (!held) {
            return;
        }
        try {
            if (context.getRouteController().getRouteStatus(route).isStarted()) {
                // not stopped yet: it begins anew, and what was in flight is settled first
                context.getRouteController().stopRoute(route);
            }
            context.getRouteController().startRoute(route);
            tries.started();
        } catch (Exception e) {
            tries.failed(e);
            stop();
        }
    }

    private void stop() {
        try {
            context.getRouteController().stopRoute(route);
        } catch (Exception e) {
            LOG.error("Route {} does not stop", route, e);
        }
    }

    @Override
    public void tend() {
        if (tries.isDue()) {
            executor.execute(this::start);
        }
    }

    @Override
    public String trouble() {
        return tries.trouble();
    }

    @Override
    public boolean givesUp() {
        return tries.areMany();
    }

    @Override
    public void lost() {
        held = false;
        if (link != null) {
            link.lost();
        }
        executor.execute(this::stop);
    }

    @Override
    public void ends() {
        quiet = false;
        if (link != null) {
            link.close();
        } else {
            held = false;
            executor.execute(this::stop);
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
        return link == null ? tries.trouble() != null : link.isOut();
    }
}
