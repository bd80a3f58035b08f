package org.smshub.link;

import java.time.Duration;
import org.smshub.link.nature.Nature;

/**
 * How long to wait before the next attempt to connect: doubled from the first delay up to the longest, each varied by a
 * quarter up or down, so that many lines do not come back in the same moment. Not safe for several threads.
 */
public final class Backoff {

    private final long firstMillis;
    private final long longestMillis;
    private final Nature nature;
    private long current;

    /**
     * @param first the first delay, at least one millisecond
     * @param longest the delay that is not exceeded, but for the quarter
     */
    public Backoff(Duration first, Duration longest, Nature nature) {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("delays from " + first + " to " + longest);
        }
        this.firstMillis = first.toMillis();
        this.longestMillis = longest.toMillis();
        this.nature = nature;
        this.current = firstMillis;
    }

    /** The next delay in milliseconds. */
    public long next() {
        long delay = current;
        current = Math.min(longestMillis, current > longestMillis / 2 ? longestMillis : current * 2);
        return Math.max(1, Math.round(delay * nature.random().nextDouble(0.75, 1.25)));
    }

    /** The line is up again. */
    public void reset() {
        current = firstMillis;
    }
}
