package org.smshub.ledger.queue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.smshub.link.nature.Rare;

/**
 * An even flow of at most so many parts a second (generic cell rate algorithm, ITU-T I.371 annex A): no burst but what
 * five milliseconds of the rate hold, at least one part. Under throttling the rate follows the share of throttled answers
 * (additive increase, multiplicative decrease): a number that is always throttled among many good ones slows nobody.
 *
 * <p>Answers come from any thread; all else belongs to the group commit's.
 */
public final class Pace {

    private static final long BURST_NANOS = 5_000_000;

    /** Answers are looked at together: so many of them, but not before the shortest, or what came in the longest. */
    private static final int ENOUGH_ANSWERS = 20;

    private static final long SHORTEST_NANOS = 100_000_000;
    private static final long LONGEST_NANOS = 1_000_000_000;

    /** Fewer answers weigh as if there were so many. */
    private static final int FEWEST_ANSWERS = 10;

    /** A share from which on the pace goes down; below the half of it the pace goes up. */
    private static final double TOO_FAST = 0.10;

    /** What left before the pace went down is still being answered: it says nothing of the new one. */
    private static final long SETTLE_NANOS = 500_000_000;

    /** Of the ceiling, for each second without throttling. */
    private static final double STEP = 0.05;

    private final LongSupplier nanos;
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger throttled = new AtomicInteger();
    private volatile double rate;
    private volatile double slowest;

    /** Parts a second; infinite = no limit. */
    private volatile double current;

    /** What the pace climbs to; without a limit the rate that was measured before it went down. */
    private volatile double top;

    private double nextAt;
    private long since;
    private boolean settling;

    /** Since the pace changed last; a step up is for a whole second. */
    private long changed;

    /**
     * @param rate parts a second; 0 = as fast as the window allows
     * @param slowest parts a second that the pace never falls below
     * @param nanos a clock that never goes back
     */
    public Pace(double rate, double slowest, LongSupplier nanos) {
        this.nanos = nanos;
        this.nextAt = nanos.getAsLong();
        this.since = nanos.getAsLong();
        limit(rate, slowest);
    }

    /** Other limits; the pace starts anew at its ceiling. */
    void limit(double newRate, double newSlowest) {
        rate = newRate;
        slowest = newRate > 0 ? Math.min(newSlowest, newRate) : newSlowest;
        top = newRate > 0 ? newRate : Double.POSITIVE_INFINITY;
        current = top;
    }

    /** The centre answered a part. */
    public void answered(boolean tooFast) {
        if (tooFast) {
            throttled.incrementAndGet();
        }
        answers.incrementAndGet();
    }

    /** How many parts may go now. */
    int permits() {
        long now = nanos.getAsLong();
        look(now);
        double pace = current;
        if (Double.isInfinite(pace)) {
            return Integer.MAX_VALUE;
        }
        double ahead = now - nextAt;
        return ahead < 0 ? 0 : 1 + (int) (Math.min(ahead, BURST_NANOS) * pace / 1e9);
    }

    void take(int count) {
        double pace = current;
        if (!Double.isInfinite(pace)) {
            nextAt = Math.max(nextAt, (double) nanos.getAsLong() - BURST_NANOS) + count * 1e9 / pace;
        }
    }

    /** Nanoseconds until a part may go; 0 = now. */
    long waitNanos() {
        if (Double.isInfinite(current)) {
            return 0;
        }
        double wait = nextAt - nanos.getAsLong();
        return wait <= 0 ? 0 : (long) Math.ceil(wait);
    }

    /** Parts a second now; 0 = no limit. */
    public double now() {
        return shown(current);
    }

    /** Parts a second at least. */
    public double floor() {
        return slowest;
    }

    /** Parts a second at most; 0 = no limit. */
    public double ceiling() {
        return rate;
    }

    private static double shown(double pace) {
        return Double.isInfinite(pace) ? 0 : pace;
    }

    private void look(long now) {
        long lasted = now - since;
        if (settling && lasted >= 0) {
            Rare.hit("pace.settled");
            settling = false;
            answers.set(0);
            throttled.set(0);
        }
        int count = answers.get();
        if (lasted < SHORTEST_NANOS
                || (count < Rare.value("pace.answers", ENOUGH_ANSWERS, 1) && lasted < LONGEST_NANOS)) {
            return;
        }
        answers.addAndGet(-count);
        int tooFast = Math.min(throttled.getAndSet(0), count);
        since = now;
        if (count == 0) {
            return;
        }
        double share = tooFast / (double) Math.max(count, FEWEST_ANSWERS);
        if (share >= TOO_FAST) {
            slower(share, count * 1e9 / lasted, now);
        } else if (share < TOO_FAST / 2 && !Double.isInfinite(current) && current < top) {
            double up = Math.max(top * STEP, slowest) * Math.min(1, (now - changed) / 1e9);
            faster(current + up, now);
        }
    }

    private void slower(double share, double measured, long now) {
        if (Double.isInfinite(current)) {
            Rare.hit("pace.measured");
            // of a link with little to do the measure says little
            top = Math.max(Math.max(measured, ENOUGH_ANSWERS), slowest);
            current = top;
            nextAt = now;
        }
        Rare.hit("pace.slower");
        current = Math.max(slowest, current * (1 - share / 2));
        settling = true;
        since = now + SETTLE_NANOS;
        changed = since;
        // nothing that was spent at the faster pace may hold the slower one longer than one part does
        nextAt = Math.min(nextAt, now + 1e9 / current);
    }

    private void faster(double pace, long now) {
        changed = now;
        if (pace < top) {
            Rare.hit("pace.faster");
            current = pace;
        } else {
            current = rate > 0 ? rate : Double.POSITIVE_INFINITY;
            top = current;
            Rare.hit("pace.free");
        }
    }
}
