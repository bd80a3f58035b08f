package org.smshub.hub.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.NoTypeConversionAvailableException;
import org.apache.camel.TypeConverter;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.AsyncInputStream;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.MessageHelper;
import org.apache.camel.support.ObjectHelper;
import org.apache.camel.support.http.HttpUtil;

/** What an exchange holds, as an HTTP answer: status, headers and body as platform-http's own consumer would write them. */
final class HttpAnswer {

    private HttpAnswer() {}

    /**
     * Answers with the exchange's message; with a problem where the exchange failed and no clause of the route says how. On
     * the request's event loop.
     *
     * @return done when it is handed to the connection; failed when the body is of a kind that has no octets
     */
    static Future<Void> write(RoutingContext request, Exchange exchange, PlatformHttpEndpoint endpoint) {
        HttpServerResponse response = request.response();
        if (response.ended()) {
            return Future.succeededFuture();
        }
        Message message = exchange.getMessage();
        response.setStatusCode(HttpUtil.determineResponseCode(exchange, message.getBody()));
        headers(request, exchange, endpoint.getHeaderFilterStrategy());
        Object body = message.getBody();
        String type = MessageHelper.getContentType(message);
        if (exchange.getException() != null) {
            body = HttpProblems.body(500, "Internal Server Error", "The hub failed on this request; its log says why");
            type = HttpProblems.TYPE;
        }
        if (type != null) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, type);
        }
        try {
            return write(request, exchange, body);
        } catch (Exception e) {
            return Future.failedFuture(e);
        }
    }

    /** Headers of the message but those that the strategy keeps back, and those that are parameters of the path. */
    private static void headers(RoutingContext request, Exchange exchange, HeaderFilterStrategy strategy) {
        HttpServerResponse response = request.response();
        TypeConverter converter = exchange.getContext().getTypeConverter();
        for (Map.Entry<String, Object> header :
                exchange.getMessage().getHeaders().entrySet()) {
            String name = header.getKey();
            if (!request.pathParams().containsKey(name)) {
                HttpUtil.applyHeader(
                        strategy,
                        exchange,
                        ObjectHelper.createIterator(header.getValue(), null, true),
                        converter,
                        name,
                        (values, value) -> {
                            if (values != null) {
                                response.putHeader(name, values);
                            } else if (value != null) {
                                response.putHeader(name, value);
                            }
                        });
            }
        }
    }

    private static Future<Void> write(RoutingContext request, Exchange exchange, Object body)
            throws NoTypeConversionAvailableException {
        HttpServerResponse response = request.response();
        // what is there as a whole goes with its length, which Vert.x sets
        if (body == null) {
            response.end();
        } else if (body instanceof String text) {
            response.end(Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
        } else if (body instanceof byte[] octets) {
            response.end(Buffer.buffer(octets));
        } else if (body instanceof Buffer buffer) {
            response.end(buffer);
        } else if (body instanceof ByteBuffer octets) {
            response.end(buffer(octets));
        } else if (body instanceof HttpStream stream) {
            stream.begin(response);
        } else {
            return writeOther(request, exchange, body);
        }
        return Future.succeededFuture();
    }

    private static Future<Void> writeOther(RoutingContext request, Exchange exchange, Object body)
            throws NoTypeConversionAvailableException {
        TypeConverter converter = exchange.getContext().getTypeConverter();
        InputStream stream = converter.tryConvertTo(InputStream.class, exchange, body);
        if (stream != null) {
            return stream(request, stream);
        }
        ByteBuffer octets = converter.tryConvertTo(ByteBuffer.class, exchange, body);
        if (octets == null) {
            throw new NoTypeConversionAvailableException(body, InputStream.class);
        }
        request.response().end(buffer(octets));
        return Future.succeededFuture();
    }

    private static Buffer buffer(ByteBuffer octets) {
        return Buffer.buffer(octets.remaining()).setBytes(0, octets.duplicate());
    }

    /** In chunks, since nobody knows its length; it is read on Vert.x's worker threads. */
    private static Future<Void> stream(RoutingContext request, InputStream stream) {
        Vertx vertx = request.vertx();
        AsyncInputStream octets = new AsyncInputStream(vertx, vertx.getOrCreateContext(), stream);
        Promise<Void> written = Promise.promise();
        octets.pipe()
                .endOnFailure(false)
                .to(request.response().setChunked(true))
                .onComplete(piped -> octets.close(closed -> {
                    if (piped.failed()) {
                        // an end would make what has left look whole
                        request.response().reset();
                        written.fail(piped.cause());
                    } else {
                        written.handle(closed);
                    }
                }));
        return written.future();
    }
}
