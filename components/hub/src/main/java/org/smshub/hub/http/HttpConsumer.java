package org.smshub.hub.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.Method;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.smshub.link.Loop;

/**
 * Answers a request when its exchange ends, whichever thread that is on. Camel's own consumer keeps a thread waiting for
 * each request under way: with a commit in every request, that was a fifth of what a message cost, and as many messages
 * could share a commit as there were threads. Without workers the route runs on the request's event loop.
 */
final class HttpConsumer extends VertxPlatformHttpConsumer {

    /** Requests of one endpoint that wait for a worker; the next are answered 503. */
    static final int MOST_WAITING = 1_000;

    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^/}]+)}");

    private final int workers;
    private final HttpKeys keys;
    private final HttpGate paths;
    private final HttpLargeBodies bodies;
    private final String routerName;

    /** Asks for the key or the path, and counts large bodies, in front of the handler that reads the body; null = nobody does. */
    private Route gate;

    /** Null = routes run on the event loop of their request. */
    private ExecutorService executor;

    /**
     * @param workers 0 = none
     * @param keys null = everybody is let in
     * @param paths the same, by the path
     * @param bodies null = bodies are as large as the server allows
     */
    HttpConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            String routerName,
            int workers,
            HttpKeys keys,
            HttpGate paths,
            HttpLargeBodies bodies) {
        super(endpoint, processor, handlers, routerName);
        this.routerName = routerName;
        this.workers = workers;
        this.keys = keys;
        this.paths = paths;
        this.bodies = bodies;
    }

    @Override
    protected void doStart() throws Exception {
        if (workers > 0) {
            executor = getEndpoint()
                    .getCamelContext()
                    .getExecutorServiceManager()
                    .newThreadPool(
                            this,
                            "http" + getEndpoint().getPath(),
                            // Camel's own way runs the caller when it is full, an event loop here; this one answers 503
                            new ThreadPoolProfileBuilder("http")
                                    .poolSize(workers)
                                    .maxPoolSize(workers)
                                    .maxQueueSize(MOST_WAITING)
                                    .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                                    .build());
        }
        if (keys != null || paths != null || bodies != null) {
            gate = gate();
        }
        super.doStart();
    }

    private Route gate() {
        PlatformHttpEndpoint endpoint = getEndpoint();
        VertxPlatformHttpRouter router = VertxPlatformHttpRouter.lookup(endpoint.getCamelContext(), routerName);
        if (router == null) {
            router = VertxPlatformHttpRouter.lookup(
                    endpoint.getCamelContext(), VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO);
        }
        String path = PATH_PARAMETER.matcher(endpoint.getPath()).replaceAll(":$1");
        Route made = router.route(endpoint.isMatchOnUriPrefix() && !path.endsWith("*") ? path + "*" : path);
        Set<Method> methods = Method.parseList(endpoint.getHttpMethodRestrict());
        if (!methods.equals(Method.getAll())) {
            methods.forEach(method -> made.method(HttpMethod.valueOf(method.name())));
        }
        if (keys != null) {
            made.handler(keys::admit);
        }
        if (paths != null) {
            made.handler(this::admit);
        }
        if (bodies != null) {
            made.handler(bodies::admit).handler(bodies.reader());
        }
        return made;
    }

    private void admit(RoutingContext routed) {
        if (paths.opens(routed.request().path())) {
            routed.next();
        } else {
            HttpRefusals.nothing(routed.request());
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (gate != null) {
            gate.remove();
            gate = null;
        }
        if (executor != null) {
            // it stays, to refuse a request that was being read
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(executor);
        }
    }

    @Override
    protected void handleRequest(RoutingContext request) {
        if (isSuspended()) {
            HttpRefusals.busy(request.request());
            return;
        }
        if (isForm(request)) {
            super.handleRequest(request);
            return;
        }
        ContextInternal context = (ContextInternal) request.vertx().getOrCreateContext();
        ExecutorService threads = executor;
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        if (getEndpoint().isUseBodyHandler()) {
            exchange.setMessage(new HttpRequestMessage(
                    exchange, request, whole -> super.populateCamelMessage(request, exchange, whole)));
        }
        processHttpRequest(exchange, request).onComplete(read -> {
            if (read.failed()) {
                fail(request, exchange, read.cause());
                return;
            }
            Runnable route = () -> route(exchange, () -> context.emit(null, v -> answer(request, exchange)));
            try {
                if (threads != null) {
                    threads.execute(route);
                } else if (isRunAllowed()) {
                    Loop.run(context.nettyEventLoop(), route);
                } else {
                    throw new RejectedExecutionException();
                }
            } catch (RejectedExecutionException fullOrStopped) {
                // not by fail(503), which Vert.x writes an ERROR of a request for
                HttpRefusals.busy(request.request());
                end(exchange);
            }
        });
    }

    /** Takes the body alone: headers are made when the route asks for them. */
    @Override
    protected Future<Void> populateCamelMessage(RoutingContext request, Exchange exchange, Message message) {
        if (!(message instanceof HttpRequestMessage)) {
            return super.populateCamelMessage(request, exchange, message);
        }
        message.setBody(request.body().buffer());
        return Future.succeededFuture();
    }

    /** Whether the request brings a form, which Camel's consumer alone takes apart; one that the route wants as octets is none. */
    private boolean isForm(RoutingContext request) {
        String type = request.parsedHeaders().contentType().value().toLowerCase(Locale.ROOT);
        return type.startsWith("multipart/form-data")
                || getEndpoint().isPopulateBodyWithForm() && type.startsWith("application/x-www-form-urlencoded");
    }

    private void route(Exchange exchange, Runnable ended) {
        try {
            createUoW(exchange);
        } catch (Exception e) {
            exchange.setException(e);
            ended.run();
            return;
        }
        getAsyncProcessor().process(exchange, doneSync -> ended.run());
    }

    private void answer(RoutingContext request, Exchange exchange) {
        HttpAnswer.write(request, exchange, getEndpoint()).onComplete(written -> {
            if (written.failed()) {
                fail(request, exchange, written.cause());
            } else {
                end(exchange);
            }
        });
    }

    private void fail(RoutingContext request, Exchange exchange, Throwable failure) {
        getExceptionHandler()
                .handleException("A request to " + getEndpoint().getPath() + " cannot be answered", failure);
        request.fail(failure);
        end(exchange);
    }

    private void end(Exchange exchange) {
        doneUoW(exchange);
        releaseExchange(exchange, false);
    }
}
