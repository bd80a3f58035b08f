package org.smshub.hub.http;

import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The HTTP server of {@code platform-http}, with consumers whose routes may wait without holding a thread; see {@link HttpConsumer}.
 * Streamed requests, a proxy and routes that want to hear of answers nobody took (handleWriteResponseError) stay with Camel's own.
 */
public class HttpEngine extends VertxPlatformHttpEngine {

    private int workers = 20;

    public int getWorkers() {
        return workers;
    }

    /**
     * Threads on which requests of one endpoint enter its route, 1 or more. A route that waits for its commit holds none; one that
     * blocks (a look-up in a database) does. Where Camel has virtual threads, each request gets one of those instead.
     */
    public void setWorkers(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException("workers is 1 or more, not " + workers);
        }
        this.workers = workers;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        if (endpoint.isUseStreaming() || endpoint.isHttpProxy() || endpoint.isHandleWriteResponseError()) {
            return super.createConsumer(endpoint, processor);
        }
        return new HttpConsumer(
                endpoint,
                processor,
                getHandlers(),
                VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()),
                workers);
    }
}
