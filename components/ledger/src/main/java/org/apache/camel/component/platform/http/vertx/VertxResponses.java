package org.apache.camel.component.platform.http.vertx;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;

/**
 * Camel's own writing of an answer, which it keeps to this package, for {@code org.smshub.hub.HttpConsumer}: status, headers
 * and bodies of every kind stay those of platform-http.
 */
public final class VertxResponses {

    private VertxResponses() {}

    /** Whether the request brings a form, which Camel's consumer alone takes apart. */
    public static boolean isForm(RoutingContext request) {
        return VertxPlatformHttpSupport.isFormUrlEncoded(request)
                || VertxPlatformHttpSupport.isMultiPartFormData(request);
    }

    /** Answers with what the exchange holds: its message, or the exception it failed with. On the request's event loop. */
    public static Future<Void> write(RoutingContext request, Exchange exchange, PlatformHttpEndpoint endpoint) {
        return VertxPlatformHttpSupport.writeResponse(
                request, exchange, endpoint.getHeaderFilterStrategy(), endpoint.isMuteException());
    }
}
