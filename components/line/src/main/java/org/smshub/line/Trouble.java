package org.smshub.line;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a line is down, in the log: one line for a cause, however often it is tried; and again when it changes. */
final class Trouble {

    private static final Logger LOG = LoggerFactory.getLogger(LineClient.class);

    private final String line;
    private volatile String problem = "not connected yet";
    private String told;
    private int repeated;

    Trouble(String line) {
        this.line = line;
    }

    /** In words, null = none. */
    String problem() {
        return problem;
    }

    /** An attempt failed, or a session ended; the next one is so many milliseconds off. */
    synchronized void down(String why, long delay) {
        problem = why;
        if (why.equals(told)) {
            repeated++;
            LOG.debug("{} is down: {}; next attempt in {} ms", line, why, delay);
        } else {
            LOG.warn("{} is down: {}; next attempt in {} ms (told once a cause)", line, why, delay);
            told = why;
            repeated = 0;
        }
    }

    synchronized void opened() {
        problem = null;
        LOG.info("{}: a session is open{}", line, repeated > 0 ? ", after " + repeated + " more attempts" : "");
    }

    /** A session did its work: the next trouble is a new one. */
    synchronized void over() {
        told = null;
        repeated = 0;
    }
}
