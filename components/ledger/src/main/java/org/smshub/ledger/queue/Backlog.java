package org.smshub.ledger.queue;

import org.smshub.link.nature.Rare;

/**
 * How many parts wait for a link, as far as known in memory, so that nobody looks into the ledger for what is not there.
 * The count of what is due is never too low: whoever puts a part in the queue says so, what leaves it by another way than
 * a claim (a deadline, a receipt) is noticed by the claim that finds less. In doubt (at the start, after an undone group,
 * when a later part's time has come) the next look counts. The group commit's.
 */
final class Backlog {

    /** A look counts so far. */
    static final int MANY = 10_000;

    /** Parts that are due; others read it as an estimate. */
    private volatile int due;

    /** Epoch milliseconds at which the next is due; may be too early, and too late only where {@link #laterUnknown}. */
    private long next = Long.MAX_VALUE;

    private boolean inDoubt = true;

    /** Another hub may have put parts there since the last look. */
    private boolean othersToo;

    /** Whether others may become due that nobody has looked for. */
    private boolean laterUnknown = true;

    /** Whether there may be more that are due than were counted. */
    private boolean more;

    /** So many parts were put in the queue, or may have been. @param at epoch milliseconds */
    void waits(long at, int parts, long now) {
        if (at > now) {
            next = Math.min(next, at);
        } else {
            due = (int) Math.min((long) due + parts, Integer.MAX_VALUE);
        }
    }

    void doubt() {
        inDoubt = true;
    }

    /** Another hub has put parts in the queue, or may have. */
    void heard() {
        othersToo = true;
    }

    /** Whether the next look is to count. */
    boolean isInDoubt(long now) {
        return othersToo || isInOwnDoubt(now);
    }

    private boolean isInOwnDoubt(long now) {
        return inDoubt || next <= now || Rare.way("backlog.doubt");
    }

    /** Nothing that this hub knows of; what another one has put there since the last look is as young as what comes now. */
    boolean isNoneDue(long now) {
        return due == 0 && !isInOwnDoubt(now);
    }

    boolean isEmpty() {
        return !othersToo && !inDoubt && due == 0 && next == Long.MAX_VALUE;
    }

    /** Parts that are due, at least one while in doubt; counted up to {@link #MANY}. */
    int due(long now) {
        return isInDoubt(now) ? Math.max(due, 1) : due;
    }

    /** Parts that were due when the group commit looked last; for any thread. */
    int estimate() {
        return due;
    }

    /** How many to look for with so much room. */
    int wanted(int room, long now) {
        return isInDoubt(now) ? room : Math.min(room, due);
    }

    /** Milliseconds until something is due; {@code Long.MAX_VALUE} = nothing will be. */
    long waitMillis(long now) {
        return isInDoubt(now) || due > 0 ? 0 : next == Long.MAX_VALUE ? Long.MAX_VALUE : next - now;
    }

    /** A look found as many as were wanted. @param left how many more are due, where it was in doubt */
    void found(int parts, boolean counted, int left) {
        if (counted) {
            due = left;
            more = left >= Rare.value("backlog.many", MANY, 1, 3);
            Rare.hit("backlog.counted");
            next = Long.MAX_VALUE;
            laterUnknown = true;
            inDoubt = false;
            othersToo = false;
        } else {
            due = Math.max(0, due - parts);
        }
        if (due == 0 && laterUnknown) {
            Rare.hit("backlog.later-unknown");
        }
        inDoubt |= due == 0 && laterUnknown || more && due <= MANY / 2;
    }

    /** A look found less than it wanted: nothing more is due. @param at epoch milliseconds of the next; up to now = look again */
    void foundAll(long at) {
        due = 0;
        more = false;
        next = at;
        laterUnknown = false;
        inDoubt = false;
        othersToo = false;
    }
}
