package org.smshub.line;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a line is down, in the log: one line for a cause, however often it is tried; and again when it changes. A cause that
 * comes and goes is said once a minute, and no more than three are. That it is open again is said after each of them.
 */
final class Trouble {

    private static final Logger LOG = LoggerFactory.getLogger(LineClient.class);

    /** Causes within a minute. */
    private static final int MOST = 3;

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String line;
    private final LongSupplier nanos;
    private volatile String problem = "not connected yet";
    private String told;
    private int repeated;

    /** When each cause was said, of the last minute. */
    private final Map<String, Long> said = new HashMap<>();

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
        said.values().removeIf(at -> now - at >= QUIET_NANOS);
        if (why.equals(told) || said.containsKey(why) || said.size() >= MOST) {
            repeated++;
            LOG.debug("{} is down: {}; next attempt in {} ms", line, why, delay);
        } else {
            LOG.warn("{} is down: {}; next attempt in {} ms (told once a cause)", line, why, delay);
            told = why;
            repeated = 0;
            said.put(why, now);
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
