package org.smshub.line;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What producers and consumers of one address share, at either end. */
public interface Line<F> extends AutoCloseable {

    /** Milliseconds for goodbyes when a line stops. */
    int CLOSING = 2_000;

    /** Who takes requests of the other side. */
    interface Taker<F> {

        /**
         * Called on a worker thread, or on the one that reads if it never blocks; answer with {@link Session#answer}, now or
         * later, once.
         */
        void take(Session<F> session, F request);

        /** Whether requests are taken now: neither suspended nor stopping. */
        boolean isReady();

        /** Whether taking a request may wait for something. */
        default boolean isBlocking() {
            return true;
        }

        /** On how many threads at a time the requests of one session may be taken; with 1 in their order. */
        int concurrentConsumers();
    }

    /**
     * Sends as soon as a session has a free slot, or fails it.
     *
     * @param account to whom, at the end that lets in; else null
     */
    void submit(String account, F request, LineRequest.End<F> end);

    /** Where the ends of requests are told to routes. */
    Completions completions();

    /** Who takes requests; null when nobody does (any more). */
    void taker(Taker<F> next);

    /** Number of open sessions. */
    int sessions();

    /** Number of requests that wait for a session or a slot. */
    int waiting();

    /** Why the line is down, in words; null when it is up. */
    String down();

    /** Says goodbye and closes, soon; {@link #isGone} tells when. */
    @Override
    void close();

    /** Whether no connection is left. */
    boolean isGone();

    /** Waits a bounded time for the goodbyes; for threads that stop a route. */
    default void awaitGone() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSING);
        while (!isGone() && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
