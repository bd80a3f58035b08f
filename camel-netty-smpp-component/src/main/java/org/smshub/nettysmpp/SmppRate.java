package org.smshub.nettysmpp;

import java.util.concurrent.TimeUnit;

/** A token bucket: {@code perSecond} messages a second, as many at once after a second of silence. One thread. */
final class SmppRate {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int perSecond;
    private double tokens;
    private long last;

    /** @param perSecond 0 = no limit */
    SmppRate(int perSecond) {
        this.perSecond = perSecond;
        this.tokens = perSecond;
        this.last = System.nanoTime();
    }

    boolean take(long now) {
        if (perSecond <= 0) {
            return true;
        }
        tokens = Math.min(perSecond, tokens + (now - last) / SECOND * perSecond);
        last = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
