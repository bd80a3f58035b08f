package org.smshub.line;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The requests of one session on their way to the route: in their order, on at most {@code concurrency} worker threads
 * at a time, and never on the thread that reads the line. Bounded by the requests that may be unanswered.
 */
final class Mailbox<T> {

    /** After so many requests a worker goes to another session. */
    private static final int TURN = 64;

    private final Queue<T> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger running = new AtomicInteger();
    private final Executor workers;
    private final IntSupplier concurrency;
    private final Consumer<T> route;
    private final Consumer<T> refused;

    /** @param refused told of each request that no worker takes, on the thread that called {@link #start} */
    Mailbox(Executor workers, IntSupplier concurrency, Consumer<T> route, Consumer<T> refused) {
        this.workers = workers;
        this.concurrency = concurrency;
        this.route = route;
        this.refused = refused;
    }

    /** {@link #start} has to follow. */
    void add(T request) {
        queue.add(request);
    }

    void clear() {
        queue.clear();
    }

    /** Puts a worker to what was added. */
    void start() {
        int n = running.get();
        while (n < concurrency.getAsInt() && !queue.isEmpty()) {
            if (running.compareAndSet(n, n + 1)) {
                try {
                    workers.execute(this::run);
                } catch (RejectedExecutionException full) {
                    if (running.decrementAndGet() == 0) {
                        refuseAll();
                    }
                }
                return;
            }
            n = running.get();
        }
    }

    private void refuseAll() {
        for (T request = queue.poll(); request != null; request = queue.poll()) {
            refused.accept(request);
        }
    }

    private void run() {
        if (concurrency.getAsInt() > 1) {
            start();
        }
        try {
            T request;
            for (int i = 0; i < TURN && (request = queue.poll()) != null; i++) {
                route.accept(request);
            }
        } finally {
            running.decrementAndGet();
            start();
        }
    }
}
