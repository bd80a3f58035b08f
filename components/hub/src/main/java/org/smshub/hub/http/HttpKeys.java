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

    /** What {@link #signIn} is told of as, apart from requests without a key. */
    private static final String SIGN_IN = "sign-in";

    /** What becomes of {@link #signIn}. */
    public interface SignIn {

        /** The key is known: it answers. */
        void in(String client);

        /**
         * It is refused; told of once a minute for an address.
         *
         * @param times that it was since it was told of last
         */
        void refused(InetAddress from, int times, int status);
    }

    private final Brake brake = new Brake();
    private Clients clients;

    /** Passes the request on, or answers it; on its event loop. */
    void admit(RoutingContext routed) {
        HttpServerRequest request = routed.request();
        String authorization = HttpCredentials.of(request);
        if (clients.knows(authorization)) {
            routed.next();
        } else {
            refuse(routed.vertx(), request, authorization, null);
        }
    }

    /**
     * Somebody shows a key once, to go on without: whoever guesses is slowed and refused as by {@link #admit}.
     *
     * @param authorization as the header has it
     */
    public void signIn(Vertx vertx, HttpServerRequest request, String authorization, SignIn signIn) {
        String client = clients.whose(authorization);
        if (client != null) {
            signIn.in(client);
        } else {
            refuse(vertx, request, authorization, signIn);
        }
    }

    /** Whether a key is still known. @param authorization as the header has it */
    public boolean knows(String authorization) {
        return clients.knows(authorization);
    }

    /** Whose key it is; null = nobody's any more. @param authorization as the header has it */
    public String whose(String authorization) {
        return clients.whose(authorization);
    }

    private void refuse(Vertx vertx, HttpServerRequest request, String authorization, SignIn signIn) {
        HttpGuard guard = HttpGuard.of(request.connection());
        if (guard != null) {
            guard.deafen();
        }
        String detail = authorization == null
                ? "Send your API key: Authorization: Bearer <key>"
                : "This API key is not known, or has expired";
        InetAddress address = address(request);
        long wait = brake.tried(address, null);
        tell(address, signIn, wait < 0 ? 429 : 401);
        if (wait < 0) {
            HttpRefusals.throttled(request, RETRY_SECONDS);
        } else if (wait == 0) {
            HttpRefusals.unauthorized(request, detail);
        } else {
            vertx.setTimer(wait, timer -> HttpRefusals.unauthorized(request, detail));
        }
    }

    private void tell(InetAddress address, SignIn signIn, int status) {
        int times = brake.refused(address, signIn == null ? null : SIGN_IN);
        if (times > 0) {
            if (signIn != null) {
                signIn.refused(address, times, status);
            }
            LOG.warn(
                    "HTTP: {} without a key that is known, from {}{}",
                    signIn == null ? "request" : SIGN_IN,
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
