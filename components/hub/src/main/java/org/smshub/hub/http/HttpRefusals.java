package org.smshub.hub.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.BooleanSupplier;
import org.smshub.hub.Problem;

/** What is refused before a route sees it: the same problem details, and the end of the connection where a body is unread. */
public final class HttpRefusals {

    private HttpRefusals() {}

    /** What the router itself answers. @param starting whether there may be something here soon */
    static void on(Router router, BooleanSupplier starting) {
        router.errorHandler(404, request -> {
            if (starting.getAsBoolean()) {
                busy(request.request());
            } else {
                refuse(request, 404, "Not Found", "There is nothing here");
            }
        });
        router.errorHandler(405, request -> refuse(request, 405, "Method Not Allowed", "Not by this method"));
        router.errorHandler(
                406, request -> refuse(request, 406, "Not Acceptable", "The hub answers in application/json"));
        router.errorHandler(
                415,
                request -> refuse(
                        request,
                        415,
                        "Unsupported Media Type",
                        "Send a JSON object, and Content-Type: application/json"));
        router.errorHandler(400, request -> refuse(request, 400, "Bad Request", "The request cannot be read"));
        // what failed is in the log, where it was the hub; a body that broke off is its sender's affair
        router.errorHandler(
                500,
                request -> refuse(
                        request, 500, "Internal Server Error", "The hub failed on this request; its log says why"));
        router.errorHandler(
                413,
                request -> refuse(
                        request,
                        413,
                        "Content Too Large",
                        "The body is larger than the hub takes (hub.http.maxBodySize); a message of ten parts has less"
                                + " than 2,000 characters"));
    }

    private static void refuse(RoutingContext routed, int status, String title, String detail) {
        refuse(routed.request(), status, title, detail, null);
    }

    /** A request that is no good HTTP. */
    static void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        if (cause instanceof TooLongHttpLineException) {
            refuse(request, 414, "URI Too Long", "The request line is too long", null);
        } else if (cause instanceof TooLongHttpHeaderException) {
            refuse(request, 431, "Request Header Fields Too Large", "The header is too large", null);
        } else {
            refuse(request, 400, "Bad Request", "The request is not HTTP/1.1 as RFC 9112 has it", null);
        }
    }

    /** A request that finds too many under way, or a hub that stops. */
    static void busy(HttpServerRequest request) {
        refuse(
                request,
                503,
                "Service Unavailable",
                "The hub has too much to do, or starts, or stops; try again",
                String.valueOf(HttpProblems.RETRY_SECONDS));
    }

    /** A request without a key that is known. */
    static void unauthorized(HttpServerRequest request, String detail) {
        refuse(request, 401, "Unauthorized", detail, null);
    }

    /** A request for a path that nobody has. */
    static void nothing(HttpServerRequest request) {
        refuse(request, 404, "Not Found", "There is nothing here", null);
    }

    /** One of too many from where keys are guessed. */
    static void throttled(HttpServerRequest request, int seconds) {
        refuse(request, 429, "Too Many Requests", "Too many wrong keys came from there", String.valueOf(seconds));
    }

    /** Answers with a problem, and ends the connection where a body is unread. */
    public static void refuse(HttpServerRequest request, int status, String title, String detail) {
        refuse(request, status, title, detail, null);
    }

    /** Answers without reading the body; of a stranger, or behind a body unread or a broken request, nothing more is read. */
    private static void refuse(HttpServerRequest request, int status, String title, String detail, String retryAfter) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        HttpGuard guard = HttpGuard.of(request.connection());
        boolean last = status == 401
                || status == 429
                || !request.isEnded() && hasBody(request)
                || !request.decoderResult().isSuccess();
        Problem.Tongue tongue = guard == null ? null : guard.tongue(request.path());
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, tongue == null ? HttpProblems.TYPE : tongue.type());
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        if (retryAfter != null) {
            response.putHeader("Retry-After", retryAfter);
        }
        if (last && guard != null) {
            guard.deafen();
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        response.end(Buffer.buffer(tongue == null ? HttpProblems.body(status, title, detail) : tongue.say(status)));
        if (last && guard != null) {
            guard.part(((ConnectionBase) request.connection()).channel());
        }
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && !"0".equals(length) || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }
}
