package org.smshub.ledger.nodes;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.random.RandomGenerator;
import org.smshub.link.nature.Nature;

/**
 * The clock of a ledger. Of one that several hubs share it is the database's, so that a time which one hub writes means the same to
 * another, whatever their machines' clocks say: this machine's clock that never goes back, put right by what the database said lately
 * with least delay. Before it has said anything, and where the hub has its ledger alone, it is the machine's.
 */
public final class SharedClock implements Nature {

    /** So many answers of the database count, and the surest of them decides. */
    private static final int SAMPLES = 16;

    /** Rounded to milliseconds here and there. */
    private static final long ROUNDED_NANOS = 2_000_000;

    /** More than any delay explains: the database's clock was set, or it is another server's now. */
    private static final long SET_NANOS = 500_000_000;

    /** What was heard. @param ahead the database's clock less this machine's that never goes back @param delay nanoseconds from question to answer */
    private record Sample(long ahead, long delay) {}

    private final Nature machine;
    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile boolean heard;

    /** Nanoseconds from this machine's clock that never goes back to the database's. */
    private volatile long ahead;

    public SharedClock(Nature machine) {
        this.machine = machine;
    }

    /**
     * The database has said what time it is.
     *
     * @param asked by {@link #nanos}
     * @param millis epoch milliseconds
     * @param answered by {@link #nanos}
     */
    public synchronized void heard(long asked, long millis, long answered) {
        long delay = answered - asked;
        Sample now = new Sample(millis * 1_000_000 - (asked + delay / 2), delay);
        if (heard && Math.abs(now.ahead - ahead) > SET_NANOS + delay) {
            samples.clear();
            heard = false;
        }
        samples.addLast(now);
        if (samples.size() > SAMPLES) {
            samples.removeFirst();
        }
        Sample surest =
                samples.stream().min(Comparator.comparingLong(Sample::delay)).orElse(now);
        // what it may be wrong by is no reason to go back and forth
        if (!heard || Math.abs(surest.ahead - ahead) > surest.delay / 2 + ROUNDED_NANOS) {
            ahead = surest.ahead;
        }
        heard = true;
    }

    /** Milliseconds by which this machine's own clock is ahead of it. */
    public long machineAhead() {
        return machine.wall() - wall();
    }

    @Override
    public long wall() {
        return heard ? Math.floorDiv(machine.nanos() + ahead, 1_000_000L) : machine.wall();
    }

    @Override
    public long nanos() {
        return machine.nanos();
    }

    @Override
    public RandomGenerator random() {
        return machine.random();
    }
}
