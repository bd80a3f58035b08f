package org.smshub.hub.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** What is served beside the API on a port of its own, with the API's bounds, threads and TLS. */
public interface HttpBeside {

    /** Whether it is served at all. */
    boolean isOn();

    String getHost();

    int getPort();

    /**
     * Who answers there, on the request's event loop; must not block.
     *
     * @param api answers what the API is asked
     * @param secure whether the port speaks TLS
     */
    Handler<HttpServerRequest> handler(Handler<HttpServerRequest> api, boolean secure);
}
