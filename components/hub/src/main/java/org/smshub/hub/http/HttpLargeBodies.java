package org.smshub.hub.http;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.concurrent.atomic.AtomicInteger;

/** Bodies that are larger than the server's others may be: so many at once, and each read when its key is known. */
final class HttpLargeBodies {

    private final long most;
    private final int atOnce;
    private final AtomicInteger now = new AtomicInteger();

    /** @param most octets of a body */
    HttpLargeBodies(long most, int atOnce) {
        this.most = most;
        this.atOnce = atOnce;
    }

    /** Passes the request on, or answers it. */
    void admit(RoutingContext routed) {
        if (now.incrementAndGet() > atOnce) {
            now.decrementAndGet();
            HttpRefusals.busy(routed.request());
            return;
        }
        routed.addEndHandler(ended -> now.decrementAndGet());
        routed.next();
    }

    /** In front of the server's own reader, which leaves a body alone that is read. */
    Handler<RoutingContext> reader() {
        // a method, not the handler itself: Vert.x takes no BodyHandler behind another handler of a route
        return BodyHandler.create(false).setBodyLimit(most)::handle;
    }
}
