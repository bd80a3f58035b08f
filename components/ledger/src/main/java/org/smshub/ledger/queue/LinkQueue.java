package org.smshub.ledger;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What the group commit knows of a link: how much it takes, and whether anything waits for it. The fields without a
 * lock belong to the group commit's thread.
 */
final class LinkQueue {

    /** When a look found nothing due, the next look without a reason. */
    static final long LOOK_AGAIN_MILLIS = 50;

    final String name;
    private final int window;
    private final Pace pace;
    private final AtomicInteger inFlight;
    private volatile Consumer<Claim> taker;
    private volatile long pausedUntil;

    /** Epoch milliseconds of the earliest part that waits, as far as known; {@code Long.MIN_VALUE} = look. */
    private long nextDue = Long.MIN_VALUE;

    /** Claimed in the transaction under way. */
    private int claimedNow;

    /** @param before the same link's last time in this process, or null: what it has in flight still counts */
    LinkQueue(String name, int window, double rate, LinkQueue before) {
        this.inFlight = before == null ? new AtomicInteger() : before.inFlight;
        this.name = name;
        this.window = window;
        this.pace = new Pace(rate);
    }

    void open(Consumer<Claim> newTaker) {
        taker = newTaker;
    }

    void close() {
        taker = null;
    }

    boolean isOpen() {
        return taker != null;
    }

    void pause(long until) {
        pausedUntil = Math.max(pausedUntil, until);
    }

    /** The exchange is over: its place in the window is free, even before its result is committed. */
    void done() {
        inFlight.decrementAndGet();
    }

    int inFlight() {
        return inFlight.get();
    }

    /** How many parts may be claimed now. */
    int room(long now) {
        if (taker == null || now < pausedUntil) {
            return 0;
        }
        return Math.min(window - inFlight.get(), pace.permits()) - claimedNow;
    }

    /** Whether a new part that is due may go straight to the line: nothing waits that would be overtaken. */
    boolean isIdle(long now) {
        return nextDue > now;
    }

    /** A part was put in the queue, or may have been. */
    void waits(long due) {
        nextDue = Math.min(nextDue, due);
    }

    void looked(long due) {
        nextDue = due;
    }

    /** These are marked in the transaction under way. */
    void claimed(int count) {
        claimedNow += count;
    }

    /** The transaction is durable: the marked parts are in flight. */
    void committed() {
        if (claimedNow > 0) {
            inFlight.addAndGet(claimedNow);
            pace.take(claimedNow);
            claimedNow = 0;
        }
    }

    /** The transaction is undone: nothing that was learnt in it holds. */
    void rolledBack() {
        claimedNow = 0;
        nextDue = Long.MIN_VALUE;
    }

    /** To the line; false when the link has closed meanwhile. */
    boolean hand(Claim claim) {
        Consumer<Claim> to = taker;
        try {
            if (to != null) {
                to.accept(claim);
                return true;
            }
        } catch (RejectedExecutionException e) {
            // its threads end: as good as closed
        }
        return false;
    }

    /** Epoch milliseconds at which there may be something to claim. */
    long wakeAt(long now) {
        if (taker == null || window - inFlight.get() <= 0) {
            return Long.MAX_VALUE; // a result or an opening wakes
        }
        return Math.max(Math.max(nextDue, pausedUntil), now + pace.waitMillis());
    }
}
