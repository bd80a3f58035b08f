package org.smshub.hub.routing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.smshub.link.SmsHeaders;

/** Puts who sent an incoming message on the list of opt-outs, or takes them off, as its word does; the message goes on when that is committed. */
public class OptOutWords extends RoutingBean implements AsyncProcessor {

    private static final long WAIT_SECONDS = 30;
    private static final int WORKERS = 2;

    private OptOuts optOuts;
    private ExecutorService workers;

    @Override
    void start() {
        // the thread that commits goes on to the next commit; no more wait here than wait there
        workers = getCamelContext().getExecutorServiceManager().newFixedThreadPool(this, "opt-out", WORKERS);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        processAsync(exchange).get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public CompletableFuture<Exchange> processAsync(Exchange exchange) {
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        process(exchange, sync -> done.complete(exchange));
        return done;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String does = exchange.getProperty(Keywords.DOES, String.class);
        String number = exchange.getMessage().getHeader(SmsHeaders.FROM, String.class);
        if (does == null || number == null) {
            callback.done(true);
            return true;
        }
        CompletableFuture<Void> written;
        try {
            written = optOuts.set(exchange, number, does.equals(Keywords.STOP));
        } catch (RuntimeException e) {
            written = CompletableFuture.failedFuture(e);
        }
        written.whenComplete((v, failure) -> {
            if (failure != null) {
                // no yes to the centre: it brings the message again
                exchange.setException(failure);
            }
            try {
                workers.execute(() -> callback.done(false));
            } catch (RejectedExecutionException e) {
                // the hub has stopped
                exchange.setException(e);
                callback.done(false);
            }
        });
        return false;
    }

    public OptOuts getOptOuts() {
        return optOuts;
    }

    /** The list. */
    public void setOptOuts(OptOuts optOuts) {
        this.optOuts = optOuts;
    }
}
