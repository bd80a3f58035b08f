package org.smshub.ledger.nodes;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A route that does not start: when it is tried again, and that it is said once a cause. Any thread. */
final class Tries {

    private static final Logger LOG = LoggerFactory.getLogger(Tries.class);

    /** After so many another hub may try. */
    static final int MANY = 4;

    private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String route;
    private final LongSupplier nanos;
    private int failed;
    private long dueAt;

    /** It has failed and was not tried since. */
    private boolean rests;

    private String trouble;
    private String said;

    Tries(String route, LongSupplier nanos) {
        this.route = route;
        this.nanos = nanos;
    }

    /** This hub has it anew; what its trouble was stands until it has started. */
    synchronized void begin() {
        failed = 0;
        rests = false;
    }

    synchronized void failed(Exception why) {
        Throwable cause = why;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        trouble = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        long pause = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(failed, 10));
        failed++;
        dueAt = nanos.getAsLong() + pause;
        rests = true;
        if (!trouble.equals(said)) {
            said = trouble;
            LOG.error(
                    "Route {} does not start here: {}. It is tried again, and given to another hub that may",
                    route,
                    trouble);
            LOG.debug("Route {} does not start", route, why);
        }
    }

    synchronized void started() {
        if (said != null) {
            LOG.info("Route {} has started", route);
        }
        said = null;
        trouble = null;
        failed = 0;
    }

    /** Whether it is to be tried now; then not again before this one has failed. */
    synchronized boolean isDue() {
        boolean due = rests && nanos.getAsLong() - dueAt >= 0;
        rests &= !due;
        return due;
    }

    synchronized String trouble() {
        return trouble;
    }

    synchronized boolean areMany() {
        return failed >= MANY;
    }
}
