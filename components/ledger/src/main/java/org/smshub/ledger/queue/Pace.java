package org.smshub.ledger;

/**
 * An even flow of at most {@code rate} parts a second (generic cell rate algorithm, ITU-T I.371 annex A): no burst but
 * what five milliseconds of the rate hold, at least one part. Not thread-safe.
 */
final class Pace {

    private static final long BURST_NANOS = 5_000_000;

    private final double interval;
    private double nextAt;

    /** @param rate parts a second; 0 = as fast as the window allows */
    Pace(double rate) {
        interval = rate > 0 ? 1e9 / rate : 0;
        nextAt = System.nanoTime();
    }

    /** How many parts may go now. */
    int permits() {
        if (interval == 0) {
            return Integer.MAX_VALUE;
        }
        double ahead = System.nanoTime() - nextAt;
        return ahead < 0 ? 0 : 1 + (int) (Math.min(ahead, BURST_NANOS) / interval);
    }

    void take(int count) {
        if (interval > 0) {
            long now = System.nanoTime();
            nextAt = Math.max(nextAt, now - BURST_NANOS) + count * interval;
        }
    }

    /** Milliseconds, rounded up, until a part may go. */
    long waitMillis() {
        if (interval == 0) {
            return 0;
        }
        double wait = nextAt - System.nanoTime();
        return wait <= 0 ? 0 : (long) Math.ceil(wait / 1e6);
    }
}
