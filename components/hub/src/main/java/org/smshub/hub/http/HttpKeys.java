package org.smshub.hub.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Clients;
import org.smshub.link.Brake;

/**
 * Lets a request in by its API key, before anything of its body is read; the key is taken from a header, and from a
 * URL for those clients alone that may have it there ({@link HttpCredentials}). Where wrong keys come from, they are answered ever later.
 */
public class HttpKeys {

    private static final Logger LOG = LoggerFactory.getLogger(HttpKeys.class);
    private static final int RETRY_SECONDS = (int) Duration.ofSeconds(10).toSeconds();

    private final Brake brake = new Brake();
    private Clients clients;

    /** Passes the request on, or answers it; on its event loop. */
    void admit(RoutingContext routed) {
        HttpServerRequest request = routed.request();
        String authorization = HttpCredentials.of(request);
        if (clients.knows(authorization)) {
            routed.next();
        } else {
            refuse(routed.vertx(), request, authorization);
        }
    }

    /**
     * Somebody shows a key once, to go on without: whoever guesses is slowed and refused as by {@link #admit}.
     *
     * @param authorization as the header has it
     * @param in the key is known
     */
    public void signIn(Vertx vertx, HttpServerRequest request, String authorization, Runnable in) {
        if (clients.knows(authorization)) {
            in.run();
        } else {
            refuse(vertx, request, authorization);
        }
    }

    /** Whether a key is still known. @param authorization as the header has it */
    public boolean knows(String authorization) {
        return clients.knows(authorization);
    }

    private void refuse(Vertx vertx, HttpServerRequest request, String authorization) {
        HttpGuard guard = HttpGuard.of(request.connection());
        if (guard != null) {
            guard.deafen();
        }
        String detail = authorization == null
                ? "Send your API key: Authorization: Bearer <key>"
                : "This API key is not known, or has expired";
        InetAddress address = address(request);
        long wait = brake.tried(address, null);
        tell(address);
        if (wait < 0) {
            HttpRefusals.throttled(request, RETRY_SECONDS);
        } else if (wait == 0) {
            HttpRefusals.unauthorized(request, detail);
        } else {
            vertx.setTimer(wait, timer -> HttpRefusals.unauthorized(request, detail));
        }
    }

    private void tell(InetAddress address) {
        int times = brake.refused(address, null);
        if (times > 0) {
            LOG.warn(
                    "HTTP: request without a key that is known, from {}{}",
                    address.getHostAddress(),
                    times > 1 ? " (" + times + " times since it was told last)" : "");
        }
    }

    private static InetAddress address(HttpServerRequest request) {
        ConnectionBase connection = (ConnectionBase) request.connection();
        return ((InetSocketAddress) connection.channel().remoteAddress()).getAddress();
    }

    /** Requests without a key that is known. */
    long refusals() {
        return brake.refusals();
    }

    public Clients getClients() {
        return clients;
    }

    /** Who has the keys. */
    public void setClients(Clients clients) {
        this.clients = clients;
    }
}
