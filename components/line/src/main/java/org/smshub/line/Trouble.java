package org.smshub.line;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a line is down, in the log: one line for a cause, however often it is tried; and again when it changes, but no more than
 * one a minute. That it is open again is said after each of them.
 */
final class Trouble {

    private static final Logger LOG = LoggerFactory.getLogger(LineClient.class);

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String line;
    private final LongSupplier nanos;
    private volatile String problem = "not connected yet";
    private String told;
    private int repeated;
    private long said;
    private boolean quiet;
    private boolean opens = true;

    /** @param nanos a clock that never goes back */
    Trouble(String line, LongSupplier nanos) {
        this.line = line;
        this.nanos = nanos;
    }

    /** In words, null = none. */
    String problem() {
        return problem;
    }

    /** An attempt failed, or a session ended; the next one is so many milliseconds off. */
    synchronized void down(String why, long delay) {
        problem = why;
        long now = nanos.getAsLong();
        if (why.equals(told) || quiet && now - said < QUIET_NANOS) {
            repeated++;
            LOG.debug("{} is down: {}; next attempt in {} ms", line, why, delay);
        } else {
            LOG.warn("{} is down: {}; next attempt in {} ms (told once a cause)", line, why, delay);
            told = why;
            repeated = 0;
            said = now;
            quiet = true;
            opens = true;
        }
    }

    synchronized void opened() {
        problem = null;
        if (opens) {
            LOG.info("{}: a session is open{}", line, repeated > 0 ? ", after " + repeated + " more attempts" : "");
            opens = false;
        } else {
            LOG.debug("{}: a session is open", line);
        }
    }

    /** A session did its work: the next trouble is a new one. */
    synchronized void over() {
        told = null;
        repeated = 0;
    }
}
