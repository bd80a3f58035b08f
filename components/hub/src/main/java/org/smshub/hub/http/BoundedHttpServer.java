package org.smshub.hub.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelPipeline;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.vertx.common.VertxHelper;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.smshub.hub.Problem;
import org.smshub.link.Callers;
import org.smshub.link.TlsFiles;

/**
 * The HTTP server of {@code platform-http} for a network where anybody may call: HTTP/1.1 alone, with bounds on what a
 * caller can make it hold. Camel's own takes any number of connections, for as long as they like.
 */
final class BoundedHttpServer extends VertxPlatformHttpServer {

    private static final long START_SECONDS = 30;

    private final VertxPlatformHttpServerConfiguration configuration;
    private final HttpBounds bounds;
    private final TlsFiles tls;
    private final boolean measured;
    private final Callers callers;
    private final AtomicInteger busy = new AtomicInteger();
    private Collection<Problem.Tongue> tongues = List.of();
    private volatile HttpServer server;

    /** What is served beside it; null = nothing. */
    private volatile HttpServer beside;

    BoundedHttpServer(VertxPlatformHttpServerConfiguration configuration, HttpBounds bounds) {
        this(configuration, bounds, null, true);
    }

    /**
     * @param tls null for what {@code configuration} says
     * @param measured whether the meters are those of this server
     */
    BoundedHttpServer(
            VertxPlatformHttpServerConfiguration configuration, HttpBounds bounds, TlsFiles tls, boolean measured) {
        super(configuration);
        this.configuration = configuration;
        this.bounds = bounds;
        this.tls = tls;
        this.measured = measured;
        this.callers = new Callers(bounds.connections(), bounds.perAddress());
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public int getPort() {
        HttpServer current = server;
        return current == null ? configuration.getBindPort() : current.actualPort();
    }

    /** None but its own, below: another one has no doorkeeper. */
    @Override
    protected Vertx lookupVertx() {
        return null;
    }

    /** With a doorkeeper on the listening socket: Vert.x itself tells of a connection only when its TLS is done. */
    @Override
    protected Vertx createVertxInstance() {
        VertxOptions options = CamelContextHelper.findSingleByType(getCamelContext(), VertxOptions.class);
        return new VertxBuilder(options == null ? new VertxOptions() : options)
                .findTransport(new JDKTransport() {
                    @Override
                    public void configure(NetServerOptions of, boolean domainSocket, ServerBootstrap bootstrap) {
                        super.configure(of, domainSocket, bootstrap);
                        bootstrap.handler(new HttpDoor(callers, bounds));
                    }
                })
                .init()
                .vertx();
    }

    @Override
    protected void startServer() throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setUseAlpn(false)
                .setAcceptBacklog(1024)
                .setMaxHeaderSize(bounds.header())
                .setMaxInitialLineLength(bounds.header())
                .setSslHandshakeTimeout(bounds.headerTime().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        SSLContextParameters ssl = ssl();
        if (tls != null) {
            HttpTls.on(options, tls);
        } else if (ssl != null) {
            VertxHelper.setupSSLOptions(getCamelContext(), ssl, options);
        }
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(
                getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getBindPort()));
        tongues = getCamelContext().getRegistry().findByType(Problem.Tongue.class);
        HttpRefusals.on(router, this::isOpening);
        server = listen(options, router, configuration.getBindHost(), configuration.getBindPort());
        if (measured) {
            HttpBeside other = CamelContextHelper.findSingleByType(getCamelContext(), HttpBeside.class);
            if (other != null && other.isOn()) {
                beside = listen(options, other.handler(router, options.isSsl()), other.getHost(), other.getPort());
            }
            getCamelContext().addStartupListener((context, started) -> metrics());
        }
    }

    private HttpServer listen(HttpServerOptions options, Handler<HttpServerRequest> handler, String host, int port) {
        HttpServer made = getVertx()
                .createHttpServer(options)
                .connectionHandler(connection -> guard((ConnectionBase) connection, options))
                .invalidRequestHandler(HttpRefusals::invalid)
                // what is wrong with a connection is the caller's affair
                .exceptionHandler(failure -> {})
                .requestHandler(request -> {
                    if (busy.get() >= bounds.requests() || getCamelContext().isStopping()) {
                        HttpRefusals.busy(request);
                    } else {
                        handler.handle(request);
                    }
                });
        await(made.listen(port, host));
        return made;
    }

    /** Whether a route of this server does not run yet: a client that comes back after a restart is not to think it gone. */
    private boolean isOpening() {
        List<Route> routes = getCamelContext().getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof PlatformHttpEndpoint)
                .toList();
        // a route is among them from its start on alone, so that those of a moment ago may all run
        return getCamelContext().getRouteController().isStartingRoutes()
                || routes.isEmpty()
                || routes.stream().anyMatch(route -> !getCamelContext()
                        .getRouteController()
                        .getRouteStatus(route.getRouteId())
                        .isStarted());
    }

    /** By the name of Micrometer's class, since it may not be there. */
    private void metrics() {
        Class<?> type =
                getCamelContext().getClassResolver().resolveClass("io.micrometer.core.instrument.MeterRegistry");
        if (type != null) {
            HttpKeys keys = CamelContextHelper.findSingleByType(getCamelContext(), HttpKeys.class);
            getCamelContext()
                    .getRegistry()
                    .findByType(type)
                    .forEach(registry -> HttpMetrics.bind(registry, callers, busy, keys));
        }
    }

    private SSLContextParameters ssl() {
        SSLContextParameters own = configuration.getSslContextParameters();
        return own == null && configuration.isUseGlobalSslContextParameters()
                ? getCamelContext().getSSLContextParameters()
                : own;
    }

    private void guard(ConnectionBase connection, HttpServerOptions options) {
        ChannelPipeline pipeline = connection.channel().pipeline();
        pipeline.replace("httpDecoder", "httpDecoder", new StrictHttpDecoder(options));
        pipeline.addBefore("handler", HttpGuard.NAME, new HttpGuard(bounds, busy, tongues));
    }

    @Override
    protected void stopServer() {
        HttpServer current = server;
        if (current != null) {
            server = null;
            getCamelContext().removeComponent(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME);
            await(current.close());
        }
        HttpServer other = beside;
        if (other != null) {
            beside = null;
            await(other.close());
        }
    }

    /** Camel's own has made a thread for it that this one has no need of. */
    @Override
    protected void stopVertx() {
        Vertx current = getVertx();
        if (current != null) {
            await(current.close());
        }
    }

    private static void await(Future<?> done) {
        done.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                .join();
    }
}
