package org.smshub.link;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.smshub.link.nature.Nature;

/**
 * Calls a probe when a connection was idle in either direction for an interval: a peer that hears nothing closes, and a
 * peer that says nothing may be dead. That the probe goes unanswered is found by the window it is sent in.
 */
public final class KeepAlive {

    private final long intervalNanos;
    private final ScheduledExecutorService timer;
    private final Nature nature;
    private final Runnable probe;
    private volatile long lastSent;
    private volatile long lastReceived;
    private ScheduledFuture<?> check;
    private boolean stopped;

    /** @param interval zero = no probes */
    public KeepAlive(Duration interval, ScheduledExecutorService timer, Nature nature, Runnable probe) {
        this.intervalNanos = interval.toNanos();
        this.timer = timer;
        this.nature = nature;
        this.probe = probe;
    }

    public synchronized void start() {
        lastSent = nature.nanos();
        lastReceived = lastSent;
        if (intervalNanos > 0 && !stopped) {
            schedule(intervalNanos);
        }
    }

    public void sent() {
        lastSent = nature.nanos();
    }

    public void received() {
        lastReceived = nature.nanos();
    }

    public synchronized void stop() {
        stopped = true;
        if (check != null) {
            check.cancel(false);
        }
    }

    private void schedule(long nanos) {
        check = timer.schedule(this::check, nanos, TimeUnit.NANOSECONDS);
    }

    private void check() {
        long now = nature.nanos();
        long idle = Math.max(now - lastSent, now - lastReceived);
        boolean due = idle >= intervalNanos;
        synchronized (this) {
            if (stopped) {
                return;
            }
            schedule(due ? intervalNanos : intervalNanos - idle);
        }
        if (due) {
            probe.run();
        }
    }
}
