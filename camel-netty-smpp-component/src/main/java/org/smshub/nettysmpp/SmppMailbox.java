package org.smshub.nettysmpp;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The requests of one session on their way to the route: in their order, on at most {@code concurrency} worker threads
 * at a time, and never on the thread that reads the line. Bounded by the window of the session.
 */
final class SmppMailbox {

    /** After so many requests a worker thread goes to another session. */
    private static final int TURN = 64;

    private final Queue<SmppPdu> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Executor workers;
    private final int concurrency;
    private final Consumer<SmppPdu> route;

    SmppMailbox(Executor workers, int concurrency, Consumer<SmppPdu> route) {
        this.workers = workers;
        this.concurrency = concurrency;
        this.route = route;
    }

    /** {@link #start} has to follow. */
    void add(SmppPdu pdu) {
        queue.add(pdu);
    }

    void clear() {
        queue.clear();
    }

    /** Puts workers to what was added. */
    void start() {
        int n = running.get();
        while (n < concurrency && !queue.isEmpty()) {
            if (running.compareAndSet(n, n + 1)) {
                try {
                    workers.execute(this::run);
                } catch (RejectedExecutionException stopped) {
                    // with the route; the sessions are closed by now
                    running.decrementAndGet();
                }
                return;
            }
            n = running.get();
        }
    }

    private void run() {
        if (concurrency > 1) {
            start();
        }
        try {
            SmppPdu pdu;
            for (int i = 0; i < TURN && (pdu = queue.poll()) != null; i++) {
                route.accept(pdu);
            }
        } finally {
            running.decrementAndGet();
            start();
        }
    }
}
