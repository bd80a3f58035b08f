package org.smshub.hub.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpConsumer;

/**
 * Answers a request when its exchange ends, whichever thread that is on. Camel's own consumer keeps a thread waiting for
 * each request under way: with a commit in every request, that was a fifth of what a message cost, and as many messages
 * could share a commit as there were threads.
 */
final class HttpConsumer extends VertxPlatformHttpConsumer {

    private final int workers;
    private ExecutorService executor;

    HttpConsumer(
            PlatformHttpEndpoint endpoint,
            Processor processor,
            List<Handler<RoutingContext>> handlers,
            String routerName,
            int workers) {
        super(endpoint, processor, handlers, routerName);
        this.workers = workers;
    }

    @Override
    protected void doStart() throws Exception {
        executor = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, "http" + getEndpoint().getPath(), workers);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        if (executor != null) {
            // it stays, to refuse a request that was being read
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(executor);
        }
    }

    @Override
    protected void handleRequest(RoutingContext request) {
        if (isSuspended() || isForm(request)) {
            super.handleRequest(request);
            return;
        }
        Context loop = request.vertx().getOrCreateContext();
        ExecutorService threads = executor;
        Exchange exchange = createExchange(false);
        exchange.setPattern(ExchangePattern.InOut);
        processHttpRequest(exchange, request).onComplete(read -> {
            if (read.failed()) {
                fail(request, exchange, read.cause());
                return;
            }
            try {
                threads.execute(() -> route(exchange, () -> loop.runOnContext(v -> answer(request, exchange))));
            } catch (RejectedExecutionException stopped) {
                request.fail(503);
                end(exchange);
            }
        });
    }

    /** Whether the request brings a form, which Camel's consumer alone takes apart. */
    private static boolean isForm(RoutingContext request) {
        String type = request.parsedHeaders().contentType().value().toLowerCase(Locale.ROOT);
        return type.startsWith("application/x-www-form-urlencoded") || type.startsWith("multipart/form-data");
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
