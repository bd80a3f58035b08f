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
    private HttpKeys keys;
    private HttpGate gate;
    private long maxBodySize;
    private int maxBodies = 8;

    public int getWorkers() {
        return workers;
    }

    /**
     * Threads on which requests of one endpoint enter its route. A route that waits for its commit holds none; one that
     * blocks (a look-up in a database) does. Where Camel has virtual threads, each request gets one of those instead.
     *
     * <p>0 = none: for routes whose every step is done without waiting. They run on the event loop that read the request,
     * and go on there, all that one commit answers in one task. One that blocks holds up every other request of the loop.
     */
    public void setWorkers(int workers) {
        if (workers < 0) {
            throw new IllegalArgumentException("workers is 0 (routes run on the event loop) or more, not " + workers);
        }
        this.workers = workers;
    }

    public HttpKeys getKeys() {
        return keys;
    }

    /** Who is let in; null = everybody, as a route that is for everybody needs. */
    public void setKeys(HttpKeys keys) {
        this.keys = keys;
    }

    public HttpGate getGate() {
        return gate;
    }

    /** Who is let in by its address, where no key is asked for; null = everybody. */
    public void setGate(HttpGate gate) {
        this.gate = gate;
    }

    public long getMaxBodySize() {
        return maxBodySize;
    }

    /** Octets of a body, where it is another limit than that of the server; read once the key is known. 0 = the server's. */
    public void setMaxBodySize(long maxBodySize) {
        if (maxBodySize < 0) {
            throw new IllegalArgumentException("maxBodySize is 0 (the server's) or more, not " + maxBodySize);
        }
        this.maxBodySize = maxBodySize;
    }

    public int getMaxBodies() {
        return maxBodies;
    }

    /** With maxBodySize: requests that are read or answered at once, each endpoint's; those beyond are answered 503. */
    public void setMaxBodies(int maxBodies) {
        if (maxBodies < 1) {
            throw new IllegalArgumentException("maxBodies is 1 or more, not " + maxBodies);
        }
        this.maxBodies = maxBodies;
    }

    @Override
    public PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        if (endpoint.isUseStreaming() || endpoint.isHttpProxy() || endpoint.isHandleWriteResponseError()) {
            if (keys != null) {
                throw new IllegalArgumentException("platform-http:" + endpoint.getPath()
                        + ": useStreaming, httpProxy and handleWriteResponseError go with an engine without keys alone"
                        + " (platformHttpEngine=#bean:httpOpen): nobody is asked for one there");
            }
            return super.createConsumer(endpoint, processor);
        }
        return new HttpConsumer(
                endpoint,
                processor,
                getHandlers(),
                VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()),
                workers,
                keys,
                gate,
                maxBodySize == 0 ? null : new HttpLargeBodies(maxBodySize, maxBodies));
    }
}
