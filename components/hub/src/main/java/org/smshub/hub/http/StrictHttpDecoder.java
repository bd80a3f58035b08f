package org.smshub.hub.http;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Refuses what RFC 9112 6.3 lets a server refuse and Netty mends: a request with Content-Length and Transfer-Encoding,
 * about whose end the proxy in front may think otherwise (request smuggling).
 */
final class StrictHttpDecoder extends VertxHttpRequestDecoder {

    StrictHttpDecoder(HttpServerOptions options) {
        super(options);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("Content-Length and Transfer-Encoding in one request");
    }
}
