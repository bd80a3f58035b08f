package org.smshub.hub.bus;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.support.DefaultConsumer;

/** One thread takes what waits at a broker, hands all of it to the route, waits for its end, and tells the broker. */
public abstract class BusConsumer extends DefaultConsumer implements Suspendable {

    protected final BusLine line;
    private final BusEndpoint endpoint;

    protected BusConsumer(BusEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.line = new BusLine(endpoint.scheme() + " " + endpoint.destination(), endpoint, this::work);
    }

    /** Connects, and works until that fails or the line is no longer running. */
    protected abstract void work() throws Exception;

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        HealthCheckRepository checks = HealthCheckHelper.getHealthCheckRepository(
                endpoint.getCamelContext(), "consumers", HealthCheckRepository.class);
        if (checks != null) {
            BusHealthCheck health = new BusHealthCheck(endpoint.kind() + ":" + endpoint.destination(), endpoint, line);
            health.setCamelContext(endpoint.getCamelContext());
            setHealthCheck(health);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        line.start();
    }

    @Override
    protected void doSuspend() throws Exception {
        line.stop();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        line.start();
    }

    @Override
    protected void doStop() throws Exception {
        line.stop();
        super.doStop();
    }

    /**
     * Waits for as long as the route does: a ledger that cannot write now is waited for there.
     *
     * @return what it failed of, or null
     * @throws InterruptedException stopped, or the connection is lost meanwhile: the broker has the batch again
     */
    protected final Exception route(Object batch) throws InterruptedException {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(batch);
        CompletableFuture<Exception> done = new CompletableFuture<>();
        getAsyncProcessor().process(exchange, sync -> {
            done.complete(exchange.getException());
            releaseExchange(exchange, false);
        });
        while (true) {
            try {
                return done.get(1, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                line.check();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // it is never completed so
            }
        }
    }
}
