package org.smshub.ledger.crew;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what follows commits, in their order. Waking a thread costs more than most of what follows, so one worker takes
 * all of it; only while that one stays in a task, a route's slow step, others join. Whoever waits for a slow task is
 * nobody but its own caller.
 *
 * <p>After {@link #close} tasks are refused; what was taken before goes on as long as the process.
 */
public final class Workers implements Crew {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    /** A task that lasts longer lets another worker join while others wait. */
    public static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Slow tasks that follow each other so soon make so many workers join at once. */
    private static final long SOON_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final int JOIN = 8;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final int max;
    private final Complaints complaints = new Complaints(LOG);
    private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();

    // guarded by this
    private final List<Worker> workers = new ArrayList<>();
    private final Deque<Worker> idle = new ArrayDeque<>();
    private long slowAt = System.nanoTime() - SOON_NANOS;
    private int count;

    /** Workers that take tasks and are in none that is slow. Written under the lock. */
    private volatile int taking;

    /** How many may take tasks. Written under the lock. */
    private volatile int wanted = 1;

    private volatile boolean closed;

    /** Wakes whoever tends. */
    private volatile Runnable watcher = () -> {};

    /** @param max threads at most: so many slow tasks may run at once */
    public Workers(int max) {
        this.max = max;
    }

    @Override
    public void watch(Runnable newWatcher) {
        watcher = newWatcher;
    }

    @Override
    public void add(Runnable task) {
        queue.add(task);
    }

    @Override
    public void flush() {
        if (taking == 0 && !queue.isEmpty()) {
            join();
        }
    }

    @Override
    public void execute(Runnable task) {
        if (closed) {
            throw new RejectedExecutionException("The ledger has stopped");
        }
        queue.add(task);
        if (taking == 0) {
            flush();
        } else {
            watcher.run();
        }
    }

    @Override
    public boolean isWaiting() {
        return !queue.isEmpty();
    }

    @Override
    public void tend() {
        if (queue.isEmpty()) {
            return;
        }
        synchronized (this) {
            long now = System.nanoTime();
            int slow = 0;
            for (Worker worker : workers) {
                if (worker.taking && worker.isSlow(now)) {
                    worker.taking = false;
                    taking--;
                    slow++;
                }
            }
            if (slow > 0) {
                wanted = now - slowAt < SOON_NANOS ? Math.min(max, Math.max(1, wanted) * JOIN) : 1;
                slowAt = now;
            } else if (now - slowAt > SOON_NANOS) {
                wanted = 1;
            }
        }
        if (taking < wanted) {
            join();
        }
    }

    private synchronized void join() {
        int waiting = 0;
        for (Runnable ignored : queue) {
            if (++waiting >= wanted) {
                break;
            }
        }
        for (int room = Math.min(wanted, waiting) - taking; room > 0; room--) {
            Worker worker = idle.poll();
            if (worker != null) {
                take(worker);
                LockSupport.unpark(worker.thread);
            } else if (workers.size() < max) {
                start();
            } else {
                return;
            }
        }
    }

    private void start() {
        Worker worker = new Worker();
        worker.thread = new Thread(worker, "ledger-follow-" + ++count);
        worker.thread.setDaemon(true);
        workers.add(worker);
        take(worker);
        try {
            worker.thread.start();
        } catch (OutOfMemoryError e) {
            // no thread to be had: those there are go on
            workers.remove(worker);
            taking--;
            complaints.say("No further thread for what follows commits", e);
        }
    }

    private void take(Worker worker) {
        worker.taking = true;
        taking++;
    }

    /** A worker has found nothing, or was slow. False: it stands by. */
    private synchronized boolean stay(Worker worker) {
        if (worker.taking) {
            worker.taking = false;
            taking--;
        }
        // whoever added meanwhile saw a worker that took tasks, and woke nobody
        if (!queue.isEmpty() && taking < wanted) {
            take(worker);
            return true;
        }
        idle.push(worker);
        return false;
    }

    /** Whether the worker may leave: nobody has given it tasks meanwhile. */
    private synchronized boolean leave(Worker worker) {
        boolean left = idle.remove(worker);
        if (left) {
            workers.remove(worker);
        }
        return left;
    }

    /** Threads there are. */
    public synchronized int threads() {
        return workers.size();
    }

    @Override
    public int close(long timeoutMillis) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while ((isWaiting() || isBusy()) && System.nanoTime() - end < 0) {
            flush();
            tend();
            Thread.sleep(1);
        }
        closed = true;
        int left = queue.size();
        synchronized (this) {
            idle.forEach(worker -> LockSupport.unpark(worker.thread));
        }
        return left;
    }

    private synchronized boolean isBusy() {
        return idle.size() < workers.size();
    }

    private final class Worker implements Runnable {

        private Thread thread;

        /** Guarded by the pool's lock; read without it to notice that another has joined. */
        private volatile boolean taking;

        /** Counts tasks, twice each: odd = in one. */
        private volatile int turn;

        // of whoever tends
        private int seenTurn;
        private long seenAt;

        private boolean isSlow(long now) {
            int is = turn;
            if (is != seenTurn || (is & 1) == 0) {
                seenTurn = is;
                seenAt = now;
                return false;
            }
            return now - seenAt > SLOW_NANOS;
        }

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // written by this thread alone
        public void run() {
            while (true) {
                Runnable task;
                while (taking && (task = queue.poll()) != null) {
                    turn++;
                    try {
                        task.run();
                    } catch (Throwable e) {
                        complaints.say("What follows a write failed", e);
                    }
                    turn++;
                }
                if (!stay(this) && !isCalled()) {
                    return;
                }
            }
        }

        /** Stands by; false when it was not needed for a while. */
        private boolean isCalled() {
            long end = System.nanoTime() + IDLE_NANOS;
            while (!taking) {
                long left = end - System.nanoTime();
                if ((left <= 0 || closed) && leave(this)) {
                    return false;
                }
                Thread.interrupted(); // a task's own affair
                LockSupport.parkNanos(this, Math.max(1, left));
            }
            return true;
        }
    }
}
