package org.smshub.hub.http;

import io.vertx.core.http.HttpServerResponse;

/** As the body of an exchange: an answer that goes on after it. */
public interface HttpStream {

    /**
     * Begins, with status and headers set; on the event loop of the connection, which it must not block. It ends the response
     * itself.
     */
    void begin(HttpServerResponse response);
}
