package org.smshub.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.smshub.link.nature.Nature;

/**
 * Where requests wait, in order, for a slot in one of the windows of a line: one window per open session, none while
 * the line is down. Bounded in count and in time; what cannot be sent in time fails as {@link Outcome#NOT_SENT}.
 *
 * <p>Safe for any thread; nothing blocks.
 */
public final class Backlog<Q extends Request<A>, A> {

    private record Waiting<Q>(Q request, long deadline) {}

    private final int limit;
    private final long waitNanos;
    private final ScheduledExecutorService timer;
    private final Nature nature;

    private final Object lock = new Object();
    private final Deque<Waiting<Q>> queue = new ArrayDeque<>();
    private final AtomicInteger pumps = new AtomicInteger();
    private List<Window<Q, A>> windows = List.of();
    /** How many more a window gets that asked for them. */
    private final Map<Window<Q, A>, Integer> asked = new HashMap<>();

    private int turn;
    private boolean stopped;
    private ScheduledFuture<?> check;

    /**
     * @param limit how many requests may wait, at least 1
     * @param maxWait how long one may wait before it fails
     * @param timer runs the one check of the oldest request
     */
    public Backlog(int limit, Duration maxWait, ScheduledExecutorService timer, Nature nature) {
        if (limit < 1) {
            throw new IllegalArgumentException("at least one request must be able to wait");
        }
        this.limit = limit;
        this.waitNanos = maxWait.toNanos();
        this.timer = timer;
        this.nature = nature;
    }

    /** Send the request as soon as a slot is free, or fail it. */
    public void submit(Q request) {
        Failure refused = null;
        synchronized (lock) {
            if (stopped) {
                refused = Failure.STOPPED;
            } else if (queue.size() >= limit) {
                refused = Failure.QUEUE_FULL;
            } else {
                queue.add(new Waiting<>(request, nature.nanos() + waitNanos));
            }
        }
        if (refused != null) {
            request.failed(refused, null);
            return;
        }
        pump();
        watch();
    }

    /** A session opened. */
    public void attach(Window<Q, A> window) {
        synchronized (lock) {
            List<Window<Q, A>> more = new ArrayList<>(windows);
            more.add(window);
            windows = List.copyOf(more);
        }
        window.feedFrom(this);
        pump();
    }

    /** A session that is not attached wants so many of what waits; what comes when nothing waits any more is not for it. */
    public void attach(Window<Q, A> window, int most) {
        synchronized (lock) {
            if (windows.contains(window)) {
                return;
            }
            asked.put(window, most);
        }
        attach(window);
    }

    /** A session is gone; its window is closed by its owner. */
    public void detach(Window<Q, A> window) {
        synchronized (lock) {
            asked.remove(window);
            windows = windows.stream().filter(other -> other != window).toList();
        }
    }

    /** Number of open sessions. */
    public int sessions() {
        return windows().size();
    }

    /** Number of requests that wait for a slot. */
    public int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }

    /** Number of requests that wait for their answer, over all open sessions. */
    public int outstanding() {
        return windows().stream().mapToInt(Window::outstanding).sum();
    }

    /** How many requests may wait for their answer now, over all open sessions. */
    public int slots() {
        return windows().stream().mapToInt(Window::size).sum();
    }

    private List<Window<Q, A>> windows() {
        synchronized (lock) {
            return windows;
        }
    }

    /** Fail everything that waits. */
    public void fail(Failure why) {
        List<Waiting<Q>> left;
        synchronized (lock) {
            left = List.copyOf(queue);
            queue.clear();
        }
        left.forEach(waiting -> waiting.request().failed(why, null));
    }

    /** Fail everything that waits, and all that comes. */
    public void stop() {
        List<Waiting<Q>> left;
        synchronized (lock) {
            stopped = true;
            left = List.copyOf(queue);
            queue.clear();
            if (check != null) {
                check.cancel(false);
                check = null;
            }
        }
        left.forEach(waiting -> waiting.request().failed(Failure.STOPPED, null));
    }

    /**
     * Move what waits into free slots. One thread at a time does it, without a lock, so that order is kept and a request
     * may submit another one; who comes meanwhile leaves a note.
     */
    void pump() {
        if (pumps.getAndIncrement() != 0) {
            return;
        }
        int seen = 1;
        do {
            while (pumpOne()) {
                // until the queue or the slots run out
            }
            seen = pumps.addAndGet(-seen);
        } while (seen != 0);
    }

    private boolean pumpOne() {
        Waiting<Q> next;
        List<Window<Q, A>> open;
        int from;
        synchronized (lock) {
            next = windows.isEmpty() ? null : queue.poll();
            if (next == null) {
                List.copyOf(asked.keySet()).forEach(this::detach);
                return false;
            }
            open = windows;
            from = turn++ & Integer.MAX_VALUE;
        }
        Window<?, ?> avoided = open.size() > 1 ? next.request().avoids() : null;
        for (int i = 0; i < open.size(); i++) {
            Window<Q, A> window = open.get((from + i) % open.size());
            if (window != avoided && window.offer(next.request())) {
                given(window);
                return true;
            }
        }
        synchronized (lock) {
            if (!stopped) {
                queue.addFirst(next);
                return false;
            }
        }
        next.request().failed(Failure.STOPPED, null);
        return false;
    }

    private void given(Window<Q, A> window) {
        synchronized (lock) {
            Integer most = asked.computeIfPresent(window, (w, left) -> left - 1);
            if (most != null && most == 0) {
                detach(window);
            }
        }
    }

    private void watch() {
        synchronized (lock) {
            if (check == null && !queue.isEmpty() && !stopped) {
                long nanos = queue.peek().deadline() - nature.nanos();
                check = timer.schedule(this::expire, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void expire() {
        List<Q> expired = new ArrayList<>();
        Failure why;
        synchronized (lock) {
            check = null;
            long now = nature.nanos();
            while (!queue.isEmpty() && queue.peek().deadline() - now <= 0) {
                expired.add(queue.poll().request());
            }
            why = windows.isEmpty() ? Failure.NO_SESSION : Failure.NO_SLOT;
        }
        watch();
        expired.forEach(request -> request.failed(why, null));
    }
}
