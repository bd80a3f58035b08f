package org.smshub.ledger;

import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

/** Hands out what is due on a link, at most a window in flight; the end of an exchange is the part's result. */
class LedgerLinkConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private final LedgerConfiguration configuration;
    private final Outcomes outcomes;
    private ExecutorService threads;
    private volatile LinkQueue link;

    LedgerLinkConsumer(LedgerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.configuration = endpoint.getConfiguration();
        this.outcomes = new Outcomes(configuration);
    }

    private Ledger ledger() {
        return ((LedgerEndpoint) getEndpoint()).getComponent().ledger();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        int count = configuration.getThreads() > 0 ? configuration.getThreads() : configuration.getWindow();
        threads = getEndpoint()
                .getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, "link-" + configuration.getName(), count);
        open();
    }

    private void open() {
        link = ledger().open(
                        configuration.getName(),
                        configuration.getWindow(),
                        configuration.getRate(),
                        outcomes.afterCrash(),
                        claim -> threads.execute(() -> send(claim)));
    }

    private void send(Claim claim) {
        Exchange exchange = createExchange(false);
        exchange.setProperty(LedgerVerdictProducer.CLAIM, claim);
        PartHeaders.write(exchange.getMessage(), claim);
        AsyncCallback ended = doneSync -> {
            Verdict verdict = outcomes.of(exchange, claim);
            if (exchange.getProperty(LedgerVerdictProducer.PAUSE_UNTIL) instanceof Long until) {
                link.pause(until);
            }
            ledger().result(claim, verdict, link);
            releaseExchange(exchange, false);
        };
        getAsyncProcessor().process(exchange, ended);
    }

    @Override
    protected void doSuspend() {
        link.close();
    }

    @Override
    protected void doResume() {
        open();
    }

    @Override
    protected void doStop() throws Exception {
        if (link != null) {
            link.close();
        }
        if (threads != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(threads);
            threads = null;
        }
        super.doStop();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask shutdownRunningTask) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return link == null ? 0 : link.inFlight();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        if (link != null) {
            link.close();
        }
    }
}
