package org.smshub.simulate;

import java.util.PriorityQueue;

/** The time of a world, and what is to happen in it. */
final class Clock {

    private record Appointment(long at, long number, Runnable what) implements Comparable<Appointment> {
        @Override
        public int compareTo(Appointment other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    /** 2026-03-01T08:00:00Z */
    private static final long BEGIN = 1_772_352_000_000L;

    private final PriorityQueue<Appointment> appointments = new PriorityQueue<>();
    private long nanos;
    private long number;

    /** By how many milliseconds somebody has set the wall clock, in all. */
    private long set;

    /** Since the world began; never goes back. */
    long nanos() {
        return nanos;
    }

    /** Epoch milliseconds by a clock that anybody may set. */
    long wall() {
        return BEGIN + nanos / MILLI + set;
    }

    void set(long millis) {
        set += millis;
    }

    /** Whether somebody has ever set it. */
    boolean isTrue() {
        return set == 0;
    }

    void pass(long time) {
        nanos += time;
    }

    /** @param delay nanoseconds from now */
    void after(long delay, Runnable what) {
        appointments.add(new Appointment(nanos + Math.max(0, delay), number++, what));
    }

    /** When the next thing is to happen; {@code Long.MAX_VALUE} = nothing is. */
    long next() {
        return appointments.isEmpty() ? Long.MAX_VALUE : appointments.peek().at();
    }

    /** The next thing, its time having come. */
    Runnable take() {
        Appointment next = appointments.remove();
        nanos = Math.max(nanos, next.at());
        return next.what();
    }

    void until(long at) {
        nanos = Math.max(nanos, at);
    }

    void forget() {
        appointments.clear();
    }
}
