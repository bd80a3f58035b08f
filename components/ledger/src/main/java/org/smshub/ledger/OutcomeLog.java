package org.smshub.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes wrong on a link, one line a cause: at once when it is new, then once a minute with how often, and when the link
 * sends again. Codes alone: the words of a centre may hold a number.
 */
final class OutcomeLog {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeLog.class);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** A centre that makes up codes must not fill the memory. */
    private static final int CAUSES = 50;

    private static final class Cause {
        private long told;
        private int since;
    }

    private final String link;
    private final LongSupplier nanos;
    private final Map<String, Cause> causes = new HashMap<>();
    private volatile boolean troubled;

    /** @param nanos a clock that never goes back */
    OutcomeLog(String link, LongSupplier nanos) {
        this.link = link;
        this.nanos = nanos;
    }

    /** A part left, or came back with something the part alone is to blame for. */
    void good() {
        if (troubled) {
            end();
        }
    }

    private synchronized void end() {
        if (troubled) {
            troubled = false;
            LOG.info("Link {} sends", link);
        }
    }

    /**
     * @param outcome what it means for the part, in a few words
     * @param lineDown whether the link as a whole does not send
     */
    synchronized void bad(String outcome, String code, boolean lineDown) {
        troubled |= lineDown;
        long now = nanos.getAsLong();
        if (causes.size() >= CAUSES && !causes.containsKey(code)) {
            causes.values().removeIf(c -> now - c.told >= QUIET_NANOS);
            if (causes.size() >= CAUSES) {
                return;
            }
        }
        Cause cause = causes.get(code);
        if (cause == null || now - cause.told >= QUIET_NANOS) {
            int before = cause == null ? 0 : cause.since;
            if (before == 0) {
                LOG.warn("Link {}: {} ({})", link, outcome, code);
            } else {
                LOG.warn("Link {}: {} ({}), {} times since it was last said", link, outcome, code, before + 1);
            }
            cause = new Cause();
            cause.told = now;
            causes.put(code, cause);
        } else {
            cause.since++;
        }
    }
}
