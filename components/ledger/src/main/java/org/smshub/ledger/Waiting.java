package org.smshub.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.store.AwayException;

/** A start waits for a database that is away, for as long as it is, and says so once a cause and then each minute. It ends at once with the process. */
final class Waiting {

    private static final Logger LOG = LoggerFactory.getLogger(Waiting.class);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long SAY_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Consumer<String> waits;
    private final CountDownLatch ends = new CountDownLatch(1);
    private String said;
    private long saidAt;

    /** @param waits hears why, each time that it tried in vain */
    Waiting(Consumer<String> waits) {
        this.waits = waits;
    }

    /**
     * What it gives once it no longer throws an {@link AwayException}.
     *
     * @throws IllegalStateException the process ends, of {@link LedgerException.Reason#STOPPED}
     */
    <T> T until(Supplier<T> opening) {
        Thread end = new Thread(ends::countDown, "ledger-wait");
        Runtime.getRuntime().addShutdownHook(end);
        try {
            while (true) {
                try {
                    return opening.get();
                } catch (AwayException e) {
                    say(e.getMessage());
                    waits.accept(e.getMessage());
                    pause(e);
                }
            }
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(end);
            } catch (IllegalStateException e) {
                LOG.trace("The process ends", e);
            }
        }
    }

    private void say(String why) {
        long now = System.nanoTime();
        if (!why.equals(said)) {
            LOG.warn("{}. The hub starts as soon as it can be", why);
        } else if (now - saidAt > SAY_NANOS) {
            LOG.warn("Still waiting: {}", why);
        } else {
            return;
        }
        said = why;
        saidAt = now;
    }

    private void pause(AwayException why) {
        boolean over;
        try {
            over = ends.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            over = true;
        }
        if (over) {
            throw new IllegalStateException(
                    "The hub was stopped while it waited for its ledger",
                    new LedgerException(LedgerException.Reason.STOPPED, why.getMessage(), why));
        }
    }
}
