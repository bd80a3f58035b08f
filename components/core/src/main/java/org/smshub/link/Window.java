package org.smshub.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.smshub.link.nature.Nature;

/**
 * The requests outstanding on one connection, by key, never more than its size. A {@link Backlog} feeds it; the
 * connection reports what happened: {@link #written}, {@link #unwritten}, {@link #answer}, {@link #close}.
 *
 * <p>A request whose time is over keeps its key: were the key used again, a late answer would be taken for the answer
 * to the new request. The key comes free with the late answer, or with the next connection. What is written and
 * unanswered on {@link #close} is {@link Outcome#UNKNOWN}; what is not written yet is left to the write's own end,
 * which tells exactly whether the bytes left.
 *
 * <p>Safe for any thread; nothing blocks, and no request is called under the lock.
 */
public final class Window<Q extends Request<A>, A> {

    /** The connection under a window. */
    public interface Wire<Q> {

        /** Write the request under this key; report {@link Window#written} or {@link Window#unwritten} when known. */
        void write(int key, Q request);

        /** How long the answer to this request may take, in milliseconds; 0 = as long as that to any other. */
        default long timeout(Q request) {
            return 0;
        }

        /**
         * A request had no answer in time. Decide whether the connection is still good.
         *
         * @param silent nothing was answered since that request took its slot, or it could not even be written
         */
        void timedOut(boolean silent);
    }

    /**
     * The keys of a protocol, used in a circle: first, first + step, … last.
     *
     * @param start the one of the first request, {@code first} as a rule
     */
    public record Keys(int first, int last, int step, int start) {
        public Keys {
            if (step < 1 || last < first || start < first || start > last) {
                throw new IllegalArgumentException("keys " + first + " to " + last + " by " + step + " from " + start);
            }
        }

        public Keys(int first, int last, int step) {
            this(first, last, step, first);
        }

        public int count() {
            return (last - first) / step + 1;
        }
    }

    private static final class Slot<Q> {
        final Q request;
        final long taken;
        final long deadline;
        boolean written;

        Slot(Q request, long now, long timeoutNanos) {
            this.request = request;
            this.taken = now;
            this.deadline = taken + timeoutNanos;
        }
    }

    private final Keys keys;
    private volatile int size;
    private final long timeoutNanos;
    private final ScheduledExecutorService timer;
    private final Nature nature;
    private final Wire<Q> wire;

    private final Object lock = new Object();
    private final Map<Integer, Slot<Q>> slots = new LinkedHashMap<>();
    private final Map<Integer, Q> late = new LinkedHashMap<>();
    private Backlog<Q, A> backlog;
    private int nextKey;
    private long lastAnswer;
    private boolean closed;
    private ScheduledFuture<?> check;
    private long checkAt;

    /**
     * @param size how many requests may be outstanding, 1 to the number of keys
     * @param timeout how long an answer may take
     * @param timer runs the one check of the request whose time is over first; shared by all windows of a component
     */
    public Window(Keys keys, int size, Duration timeout, ScheduledExecutorService timer, Nature nature, Wire<Q> wire) {
        requireSize(keys, size);
        this.keys = keys;
        this.size = size;
        this.timeoutNanos = timeout.toNanos();
        this.timer = timer;
        this.nature = nature;
        this.lastAnswer = nature.nanos();
        this.wire = wire;
        this.nextKey = keys.start();
    }

    /**
     * Give the request a slot and write it.
     *
     * @return false if there is none; the request is untouched then
     */
    public boolean offer(Q request) {
        return offer(request, size);
    }

    /**
     * A slot beyond the size, for what the session itself has to say whatever is outstanding: keep-alive, log-out.
     *
     * @return false if there is no key; the request is untouched then
     */
    public boolean offerBeyond(Q request) {
        return offer(request, keys.count());
    }

    private boolean offer(Q request, int most) {
        long own = wire.timeout(request);
        int key;
        synchronized (lock) {
            if (closed || slots.size() >= most || slots.size() + late.size() >= keys.count()) {
                return false;
            }
            key = takeKey();
            Slot<Q> slot =
                    new Slot<>(request, nature.nanos(), own > 0 ? TimeUnit.MILLISECONDS.toNanos(own) : timeoutNanos);
            slots.put(key, slot);
            if (check == null || slot.deadline - checkAt < 0) {
                schedule(slot.deadline - slot.taken);
            }
        }
        wire.write(key, request);
        return true;
    }

    private int takeKey() {
        int key;
        do {
            key = nextKey;
            nextKey = after(key);
        } while (slots.containsKey(key) || late.containsKey(key));
        return key;
    }

    /** The bytes under this key left. */
    public void written(int key) {
        Q lost = null;
        synchronized (lock) {
            Slot<Q> slot = slots.get(key);
            if (slot != null) {
                slot.written = true;
                if (closed) {
                    lost = slots.remove(key).request;
                }
            }
        }
        if (lost != null) {
            lost.failed(Failure.LINE_DROPPED, null);
        }
    }

    /** The bytes under this key did not leave, or not all of them. */
    public void unwritten(int key, Throwable cause) {
        Slot<Q> slot;
        synchronized (lock) {
            slot = slots.remove(key);
        }
        if (slot != null) {
            slot.request.failed(Failure.NOT_WRITTEN, cause);
            freed();
        }
    }

    /**
     * An answer came.
     *
     * @return false if no request waits for it: unknown, doubled, late (its request is told) or of another kind
     */
    public boolean answer(int key, A answer) {
        Slot<Q> slot;
        Q expired = null;
        synchronized (lock) {
            slot = slots.get(key);
            if (slot != null && slot.request.accepts(answer)) {
                slots.remove(key);
                lastAnswer = nature.nanos();
            } else {
                slot = null;
                expired = late.get(key);
                if (expired == null || !expired.accepts(answer)) {
                    return false;
                }
                late.remove(key);
                lastAnswer = nature.nanos();
            }
        }
        if (slot != null) {
            slot.request.answered(answer);
        } else {
            expired.late(answer);
        }
        freed();
        return slot != null;
    }

    /** What was sent under this key and has no answer yet, its time over or not; null if there is none. */
    public Q request(int key) {
        synchronized (lock) {
            Slot<Q> slot = slots.get(key);
            return slot == null ? late.get(key) : slot.request;
        }
    }

    /** Whether what was sent under this key waits for its answer, and its time is not over. */
    public boolean isOutstanding(int key) {
        synchronized (lock) {
            return slots.containsKey(key);
        }
    }

    /** The key of the one request that waits for its answer; -1 when there is none, or another beside it. */
    public int onlyKey() {
        synchronized (lock) {
            return slots.size() == 1 ? slots.keySet().iterator().next() : -1;
        }
    }

    /**
     * Gives a request another key, from which the next ones are counted on: for a protocol whose other side says which one
     * it expects.
     *
     * @return false if the key is in use, or none of this end
     */
    public boolean rekey(int key, int other) {
        synchronized (lock) {
            boolean ours = other >= keys.first() && other <= keys.last() && (other - keys.first()) % keys.step() == 0;
            if (!ours || !slots.containsKey(key) || slots.containsKey(other) || late.containsKey(other)) {
                return false;
            }
            slots.put(other, slots.remove(key));
            nextKey = after(other);
            return true;
        }
    }

    private int after(int key) {
        return key > keys.last() - keys.step() ? keys.first() : key + keys.step();
    }

    /** From now on so many requests may be outstanding, 1 to the number of keys. */
    public void resize(int other) {
        requireSize(keys, other);
        boolean more = other > size;
        size = other;
        if (more) {
            freed();
        }
    }

    /** How many requests may be outstanding now. */
    public int size() {
        return size;
    }

    private static void requireSize(Keys keys, int size) {
        if (size < 1 || size > keys.count()) {
            throw new IllegalArgumentException("window is 1 to " + keys.count() + ", not " + size);
        }
    }

    /** Number of requests that wait for their answer. */
    public int outstanding() {
        synchronized (lock) {
            return slots.size();
        }
    }

    /** What waits for its answer, oldest first. */
    public List<Q> unacknowledged() {
        synchronized (lock) {
            return slots.values().stream().map(slot -> slot.request).toList();
        }
    }

    public boolean hasRoom() {
        synchronized (lock) {
            return !closed && slots.size() < size && slots.size() + late.size() < keys.count();
        }
    }

    /** The connection is gone: no more slots, and everything written fails as {@link Failure#LINE_DROPPED}. */
    public void close(Throwable cause) {
        List<Q> lost = new ArrayList<>();
        synchronized (lock) {
            closed = true;
            if (check != null) {
                check.cancel(false);
                check = null;
            }
            for (Iterator<Slot<Q>> all = slots.values().iterator(); all.hasNext(); ) {
                Slot<Q> slot = all.next();
                if (slot.written) {
                    all.remove();
                    lost.add(slot.request);
                }
            }
        }
        lost.forEach(request -> request.failed(Failure.LINE_DROPPED, cause));
    }

    void feedFrom(Backlog<Q, A> feeder) {
        synchronized (lock) {
            backlog = feeder;
        }
    }

    private void freed() {
        Backlog<Q, A> feeder;
        synchronized (lock) {
            feeder = backlog;
        }
        if (feeder != null) {
            feeder.pump();
        }
    }

    private void schedule(long nanos) {
        if (check != null) {
            check.cancel(false);
        }
        checkAt = nature.nanos() + nanos;
        check = timer.schedule(this::expire, nanos, TimeUnit.NANOSECONDS);
    }

    private void expire() {
        List<Q> expired = new ArrayList<>();
        boolean silent = false;
        boolean timedOut = false;
        synchronized (lock) {
            check = null;
            if (closed) {
                return;
            }
            long now = nature.nanos();
            long next = Long.MAX_VALUE;
            for (Iterator<Map.Entry<Integer, Slot<Q>>> all = slots.entrySet().iterator(); all.hasNext(); ) {
                Map.Entry<Integer, Slot<Q>> entry = all.next();
                Slot<Q> slot = entry.getValue();
                if (slot.deadline - now > 0) {
                    next = Math.min(next, slot.deadline - now);
                    continue;
                }
                timedOut = true;
                silent |= !slot.written || lastAnswer - slot.taken < 0;
                if (slot.written) {
                    all.remove();
                    late.put(entry.getKey(), slot.request);
                    expired.add(slot.request);
                }
            }
            if (!slots.isEmpty()) {
                schedule(Math.min(next, timeoutNanos));
            }
        }
        expired.forEach(request -> request.failed(Failure.NO_ANSWER, null));
        if (timedOut) {
            wire.timedOut(silent);
            freed();
        }
    }
}
