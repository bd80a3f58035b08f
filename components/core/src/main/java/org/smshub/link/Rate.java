package org.smshub.link;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A token bucket: so many requests a second, and so many at once after a silence. Any thread. */
public final class Rate {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private final double burst;
    private final LongSupplier clock;
    private double tokens;
    private long last;

    /** As many at once as in a second. @param perSecond 0 = no limit @param clock nanoseconds */
    public Rate(int perSecond, LongSupplier clock) {
        this(perSecond, perSecond, clock);
    }

    /**
     * @param perSecond 0 = no limit
     * @param burst 1 or more
     * @param clock nanoseconds
     */
    public Rate(double perSecond, int burst, LongSupplier clock) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.clock = clock;
        this.tokens = burst;
        this.last = clock.getAsLong();
    }

    /** Whether there is one for this request; it is taken then. */
    public boolean take() {
        return perSecond <= 0 || takeOne();
    }

    private synchronized boolean takeOne() {
        long now = clock.getAsLong();
        tokens = Math.min(burst, tokens + (now - last) / SECOND * perSecond);
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /** How many could be taken now. */
    public synchronized double left() {
        return Math.min(burst, tokens + (clock.getAsLong() - last) / SECOND * perSecond);
    }

    /** Whole seconds until there is one again, 1 or more. */
    public synchronized int seconds() {
        return (int) Math.max(1, Math.ceil((1 - tokens) / perSecond));
    }
}
