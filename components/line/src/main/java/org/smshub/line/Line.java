package org.smshub.line;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.smshub.line.options.LineConfiguration;
import org.smshub.link.nature.Nature;

/** What producers and consumers of one address share, at either end. */
public abstract class Line<F> implements AutoCloseable {

    /** Milliseconds for goodbyes when a line stops. */
    public static final int CLOSING = 2_000;

    static final String STOPPED = "the line is being stopped";

    /** Who takes requests of the other side. */
    public interface Taker<F> {

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

    private final String address;
    private final Threads threads;
    private final LineFigures figures = new LineFigures();
    private final Completions completions;
    private volatile Taker<F> taker;
    private volatile Channel listener;

    Line(LineConfiguration options, Threads threads) {
        this.address = options.address();
        this.threads = threads;
        this.completions = new Completions(threads.ends());
    }

    /**
     * Sends as soon as a session has a free slot, or fails it.
     *
     * @param account to whom, at the end that lets in; else null
     */
    public abstract void submit(String account, F request, LineRequest.End<F> end);

    /** Where the ends of requests are told to routes. */
    public final Completions completions() {
        return completions;
    }

    /** Who takes requests; null when nobody does (any more). */
    public final synchronized void taker(Taker<F> next) {
        if (next != null && taker != null) {
            throw new IllegalStateException(
                    address + " has a consumer already; give the second one another address, or sessionName");
        }
        taker = next;
    }

    final Taker<F> taker() {
        return taker;
    }

    /** Where it leads, for people. */
    final String address() {
        return address;
    }

    final Threads threads() {
        return threads;
    }

    /** The time, and chance. */
    public final Nature nature() {
        return threads.nature();
    }

    /** Number of open sessions. */
    public abstract int sessions();

    /** What is known of the other side, for its health check. */
    public Map<String, Object> details() {
        return Map.of();
    }

    /** Number of connections, logged in or not. */
    public abstract int connections();

    /** Connections that found no room; 0 at the end that dials. */
    public long refusedConnections() {
        return 0;
    }

    /** Logins that were refused; 0 at the end that logs in. */
    public long refusedLogins() {
        return 0;
    }

    /** How many requests may be unanswered now, over all open sessions that send. */
    public abstract int slots();

    /** Number of requests that are sent and not answered. */
    public abstract int outstanding();

    /** Number of requests that wait for a session or a slot. */
    public abstract int waiting();

    /** The same of one account, at the end that lets in. */
    public abstract int waiting(String account);

    /** What it has done so far. */
    public final LineFigures figures() {
        return figures;
    }

    /** Why the line is down, in words; null when it is up. */
    public abstract String down();

    /** Opens a port, unless it is open; it fails at once when the port is taken. @return whether it was opened */
    final synchronized boolean listen(Tcp tcp, String host, int port, Consumer<Channel> accept) {
        if (listener != null) {
            return false;
        }
        listener = tcp.listen(host, port, accept);
        return true;
    }

    /** Closes the port. @return whether it was open */
    final synchronized boolean closePort() {
        if (listener == null) {
            return false;
        }
        listener.close().awaitUninterruptibly(CLOSING);
        listener = null;
        return true;
    }

    final boolean isListening() {
        Channel channel = listener;
        return channel != null && channel.isActive();
    }

    /** Port that is listened on, -1 = none. */
    public final int port() {
        Channel channel = listener;
        return channel == null ? -1 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** Says goodbye and closes, soon; {@link #isGone} tells when. */
    @Override
    public abstract void close();

    /** Whether no connection is left. */
    public abstract boolean isGone();

    /** Waits a bounded time for the goodbyes; for threads that stop a route. */
    public final void awaitGone() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSING);
        while (!isGone() && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
