package org.smshub.ledger.crew;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/** One line a fault and cause in the log, and again each minute with a count. Thread-safe. */
public final class Complaints {

    private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final int MAX_KINDS = 100;

    private static final class Said {
        private final long at;
        private int count;

        private Said(long at) {
            this.at = at;
        }
    }

    private final Logger log;
    private final Map<String, Said> said = new HashMap<>();

    public Complaints(Logger log) {
        this.log = log;
    }

    public synchronized void say(String what, Throwable cause) {
        long now = System.nanoTime();
        String kind = what + cause.getClass().getName();
        Said before = said.get(kind);
        if (before != null && now - before.at < AGAIN_NANOS) {
            before.count++;
            return;
        }
        if (said.size() >= MAX_KINDS) {
            said.clear();
        }
        said.put(kind, new Said(now));
        if (before == null) {
            log.error("{}: {}", what, cause.toString(), cause);
        } else {
            log.error("{}, {} times more: {}", what, before.count + 1, cause.toString());
        }
    }
}
