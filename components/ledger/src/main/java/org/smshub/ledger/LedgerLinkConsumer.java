package org.smshub.ledger;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.smshub.ledger.commit.Way;
import org.smshub.ledger.crew.Lanes;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.link.LateAnswer;
import org.smshub.link.Loop;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.nature.Rare;

/** Hands out what is due on a link, at most a window in flight; the end of an exchange is the part's result. */
class LedgerLinkConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final long REST_MILLIS = 1_000;

    /** A part that was throttled so often in a row tells of its own destination, not of the link. */
    private static final int OWN_FAULT = 2;

    private final LedgerConfiguration configuration;
    private final Outcomes outcomes;
    private final OutcomeLog log;

    /** One part after the other, whichever thread that is on. */
    private final Lanes lane = new Lanes(this::follow);

    private ExecutorService threads;
    private volatile LinkQueue link;

    /** The loop on which the last exchange ended, where those of a route that never blocks begin; null = none yet. */
    private volatile Executor loop;

    LedgerLinkConsumer(LedgerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.configuration = endpoint.getConfiguration();
        this.outcomes = new Outcomes(configuration, endpoint.getComponent().nature());
        this.log =
                new OutcomeLog(configuration.getName(), endpoint.getComponent().nature()::nanos);
    }

    /** Known before the start of the route, which may fail. */
    @Override
    public void setRouteId(String routeId) {
        super.setRouteId(routeId);
        ((LedgerEndpoint) getEndpoint()).getComponent().linkRoute(routeId);
    }

    private Ledger ledger() {
        return ((LedgerEndpoint) getEndpoint()).getComponent().ledger();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        int count = configuration.getThreads() > 0 ? configuration.getThreads() : configuration.getWindow();
        if (count > 1 && configuration.isBlocking()) {
            // as many tasks as the window at most; a closed pool refuses, and the part goes back
            threads = getEndpoint()
                    .getCamelContext()
                    .getExecutorServiceManager()
                    .newThreadPool(
                            this,
                            "link-" + configuration.getName(),
                            new ThreadPoolProfileBuilder("link")
                                    .poolSize(count)
                                    .maxPoolSize(count)
                                    .maxQueueSize(configuration.getWindow())
                                    .rejectedPolicy(ThreadPoolRejectedPolicy.Abort)
                                    .build());
        }
        open();
    }

    private void open() {
        LinkSettings settings = ((LedgerEndpoint) getEndpoint()).linkSettings();
        // known before it opens: its first part may have come to its end before open returns
        link = ledger().declare(settings);
        try {
            ledger().open(settings, outcomes.afterCrash(), this::take);
        } catch (RuntimeException e) {
            link = null; // another route's, which must not be closed with this one
            throw e;
        }
    }

    private void take(Claim claim) {
        if (Rare.way("link.taker-throws")) {
            throw new IllegalStateException("the rare way");
        }
        ExecutorService own = threads;
        if (own != null) {
            own.execute(() -> send(claim));
        } else {
            lane.execute(configuration.getName(), () -> send(claim));
        }
    }

    private void follow(Runnable task) {
        ledger().follow(loop, task);
    }

    private void send(Claim claim) {
        if (!ledger().isOurs(claim)) {
            // frozen or cut off since it was claimed: another hub may have it by now
            ledger().result(claim, new Verdict.Back(claim.submission().due(), null, null), link);
            return;
        }
        Exchange exchange;
        try {
            if (Rare.way("link.exchange-throws")) {
                throw new IllegalStateException("the rare way");
            }
            exchange = exchange(claim);
        } catch (RuntimeException | Error e) {
            Rare.hit("link.no-exchange");
            // nothing of it has left
            link.pause(REST_MILLIS);
            ledger().result(claim, new Verdict.Back(claim.submission().due(), "hub:exchange", e.toString()), link);
            throw e;
        }
        AsyncCallback ended = doneSync -> {
            end(exchange, claim);
            releaseExchange(exchange, false);
        };
        Way.out(claim);
        getAsyncProcessor().process(exchange, ended);
    }

    private Exchange exchange(Claim claim) {
        Exchange exchange = createExchange(false);
        exchange.setProperty(LedgerVerdictProducer.CLAIM, claim);
        exchange.setProperty(LedgerVerdictProducer.OUTCOMES, outcomes);
        LateAnswer late = (remoteId, refused) -> late(claim, remoteId, refused);
        exchange.setProperty(LateAnswer.PROPERTY, late);
        PartHeaders.write(exchange.getMessage(), claim);
        return exchange;
    }

    private void end(Exchange exchange, Claim claim) {
        Executor here = configuration.isBlocking() ? null : Loop.here();
        if (here != null && here != loop) {
            loop = here;
        }
        Verdict verdict = outcomes.of(exchange, claim);
        if (verdict instanceof Verdict.Sent) {
            link.sent();
            log.good();
        } else if (verdict instanceof Verdict.Back back) {
            Long rest = exchange.getProperty(LedgerVerdictProducer.REST, Long.class);
            link.down(rest == null ? configuration.getDelay() : rest);
            log.bad("nothing leaves, what waits stays queued or goes to its next link", back.errorCode(), true);
        } else if (verdict instanceof Verdict.Retry retry) {
            if (retry.throttled() && claim.throttles() >= OWN_FAULT) {
                Rare.hit("link.own-fault");
                link.alive();
            } else if (retry.throttled()) {
                link.answered(true);
                long after = exchange.getProperty(LedgerComponent.RETRY_AFTER, 0L, Long.class);
                if (after > 0) {
                    // it said how long, and means whoever asks
                    link.pause(after);
                }
            } else if (isBarred(exchange)) {
                Rare.hit("link.barred");
                // that tells of the number, and not of the link
                link.answered(false);
            } else {
                link.refused();
            }
            log.bad(
                    retry.throttled()
                            ? "the centre asks to go slower"
                            : "refused for now, to be sent again"
                                    + (retry.link().equals(claim.link()) ? "" : " by another link"),
                    retry.errorCode(),
                    false);
        } else if (verdict instanceof Verdict.Failed failed) {
            if (failed.attempted()) {
                link.answered(false);
            }
            log.bad(
                    failed.attempted() ? "refused for good" : "not sent, a step of its route failed",
                    failed.errorCode(),
                    false);
        } else if (verdict instanceof Verdict.Unknown unknown) {
            link.unanswered(claim);
            log.bad(
                    unknown.again() == null
                            ? "nobody knows whether it was sent: held as UNKNOWN for its receipt"
                            : "nobody knows whether it was sent: sent again",
                    unknown.errorCode(),
                    false);
        }
        ledger().result(claim, verdict, link, exchange.getMessage().getHeader(SmsHeaders.SESSION, String.class));
    }

    private static boolean isBarred(Exchange exchange) {
        Exception caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Exception failure = caught == null ? exchange.getException() : caught;
        return failure instanceof SmsNotSentException notSent && notSent.isBarred();
    }

    /** The centre's answer to a part that was given up. */
    private void late(Claim claim, String remoteId, SmsNotSentException refused) {
        link.answered(refused != null && refused.isThrottled());
        Verdict verdict = refused == null ? new Verdict.Sent(remoteId) : outcomes.refused(refused, claim);
        ledger().late(claim, verdict, link);
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
