package org.smshub.ledger.queue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.nature.Rare;

/**
 * How many parts a link may send on a day of the hub's time zone. A part counts from its claim on, and no more once it is
 * certain that it was not sent. What was spent stands in the ledger; here is what this process knows of it.
 */
final class Budget {

    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

    private final String link;
    private final LongSupplier wall;
    private volatile int limit;
    private long day = Long.MIN_VALUE;
    private int spent;

    /** Parts of an earlier day whose outcome is not known yet: they are no expense of this one. */
    private int earlier;

    private int inFlight;

    /** Parts that were given back, and whose result is not durable yet: the ledger still counts them. */
    private int returning;

    /** @param limit parts a day, 0 = no limit @param wall epoch milliseconds */
    Budget(String link, int limit, LongSupplier wall) {
        this.link = link;
        this.limit = limit;
        this.wall = wall;
    }

    synchronized void limit(int changed) {
        if (limit == 0) {
            returning = 0;
        }
        limit = changed;
    }

    boolean isLimited() {
        return limit > 0;
    }

    /** What the ledger knows, at the start. @param onDay days since 1970-01-01 */
    synchronized void known(long onDay, int parts) {
        today();
        if (onDay == day) {
            spent = Math.max(spent, parts);
        }
    }

    /** Days since 1970-01-01; a clock that is set back stays on its day. */
    synchronized long today() {
        long now = LocalDate.ofInstant(Instant.ofEpochMilli(wall.getAsLong()), ZoneId.systemDefault())
                .toEpochDay();
        if (now > day) {
            day = now;
            spent = 0;
            earlier = inFlight;
        }
        return day;
    }

    /** Parts sent today, or that may have been. */
    synchronized int spent() {
        today();
        return spent;
    }

    /** Parts that may still go today. One that is given back counts until that is durable: a hub that is killed before has sent it. */
    int left() {
        return limit == 0 ? Integer.MAX_VALUE : Math.max(0, limit - durable());
    }

    void take(int parts) {
        if (limit > 0) {
            taken(parts);
        }
    }

    private synchronized void taken(int parts) {
        today();
        spent += parts;
        inFlight += parts;
        if (spent >= limit) {
            Rare.hit("budget.spent");
            LOG.info(
                    "Link {} has sent its {} parts of today: what waits goes by the next of its links, or tomorrow",
                    link,
                    limit);
        }
    }

    /** The rest of today is left unused. */
    synchronized void spentEarly() {
        if (left() > 0) {
            LOG.info(
                    "Link {}: {} of its {} parts of today are left, too few for the next message", link, left(), limit);
            spent = limit;
        }
    }

    /** A part that was taken is over. @param sent whether it was sent, or may have been */
    void done(boolean sent) {
        if (limit > 0) {
            back(sent);
        }
    }

    /** What the ledger is to count as spent today, but for the group under way. */
    synchronized int durable() {
        return spent() + returning;
    }

    /** That many results that give a part back are durable. */
    synchronized void returned(int parts) {
        returning -= parts;
    }

    private synchronized void back(boolean sent) {
        returning += sent ? 0 : 1;
        if (inFlight == 0) {
            return; // taken before there was a limit
        }
        today();
        inFlight--;
        if (earlier > 0) {
            earlier--;
        } else if (!sent) {
            Rare.hit("budget.back");
            spent--;
        }
    }

    /** Nanoseconds until there may be something to spend; 0 = now. */
    long waitNanos() {
        if (left() > 0) {
            return 0;
        }
        long midnight = LocalDate.ofEpochDay(today() + 1)
                .atStartOfDay(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli();
        return TimeUnit.MILLISECONDS.toNanos(Math.max(0, midnight - wall.getAsLong()));
    }
}
