package org.smshub.line;

import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.Backlog;

/**
 * The line of a client to one peer: its sessions, what waits for them, and the port on which the peer may call back.
 * Producers and consumers with the same address share it.
 */
public final class LineClient<F> implements Line<F> {

    /**
     * @param address for people
     * @param host whose addresses may call back when allowed names none
     * @param allowed IP addresses that may call back, comma-separated, null = those of host
     * @param sessions how many to hold open
     * @param queueSize how many requests may wait
     * @param waitTimeout how long one may wait
     * @param listenPort on which the peer may call back, 0 = none
     */
    public record Options(
            String address,
            String host,
            int sessions,
            SessionOptions session,
            int queueSize,
            Duration waitTimeout,
            Duration reconnectDelay,
            Duration reconnectMaxDelay,
            String listenHost,
            int listenPort,
            String allowed) {}

    private static final Logger LOG = LoggerFactory.getLogger(LineClient.class);

    private final Options options;
    private final Transport transport;
    private final Tcp tcp;
    private final IntFunction<Protocol<F>> protocols;
    private final Threads threads;
    private final Completions completions;
    private final Backlog<LineRequest<F>, F> backlog;
    private final List<Dialer<F>> dialers = new ArrayList<>();
    private final LineFigures figures = new LineFigures();
    private final Trouble trouble;
    private final Set<Session<F>> called = ConcurrentHashMap.newKeySet();
    private volatile Taker<F> taker;
    private volatile boolean closed;
    private volatile Channel listener;
    private boolean dialled;

    /** @param protocols a new one for a connection, by the number of the session on the line, from 0 */
    public LineClient(
            Options options, Transport transport, Tcp tcp, IntFunction<Protocol<F>> protocols, Threads threads) {
        this.options = options;
        this.transport = transport;
        this.tcp = tcp;
        this.protocols = protocols;
        this.threads = threads;
        this.completions = new Completions(threads.ends());
        this.trouble = new Trouble(options.address());
        this.backlog = new Backlog<>(options.queueSize(), options.waitTimeout(), threads.loops());
        for (int i = 0; i < options.sessions(); i++) {
            dialers.add(new Dialer<>(this, i));
        }
    }

    Options options() {
        return options;
    }

    Transport transport() {
        return transport;
    }

    Threads threads() {
        return threads;
    }

    Session<F> session(Channel channel, Session.Owner<F> owner, int number) {
        return new Session<>(channel, owner, protocols.apply(number), options.session(), threads, completions);
    }

    /** Opens the port for the peer, if one is wanted; it fails at once when the port is taken. */
    public synchronized void listen() {
        if (options.listenPort() > 0 && listener == null) {
            try {
                listener = tcp.listen(
                        options.listenHost(),
                        options.listenPort(),
                        channel -> Session.install(session(channel, new Called(), 0)));
            } catch (IllegalStateException e) {
                throw new IllegalStateException(e.getMessage() + " (options listenHost and listenPort)", e.getCause());
            }
        }
    }

    /** Starts to dial, once. Returns at once; the sessions open when the peer lets them. */
    public synchronized void dial() {
        if (!closed && !dialled) {
            dialled = true;
            dialers.forEach(Dialer::dial);
        }
    }

    @Override
    public void submit(String account, F request, LineRequest.End<F> end) {
        backlog.submit(new LineRequest<>(request, end));
    }

    @Override
    public Completions completions() {
        return completions;
    }

    @Override
    public synchronized void taker(Taker<F> next) {
        if (next != null && taker != null) {
            throw new IllegalStateException(
                    options.address() + " has a consumer already; give the second one another sessionName");
        }
        taker = next;
    }

    Taker<F> taker() {
        return taker;
    }

    void opened(Session<F> session) {
        figures.opened();
        trouble.opened();
        if (session.protocol().sends()) {
            backlog.attach(session.window());
        }
    }

    void left(Session<F> session) {
        backlog.detach(session.window());
    }

    /** A session ended, or could not be opened; the next attempt is so many milliseconds off. */
    void down(String why, long delay) {
        figures.lost();
        trouble.down(why, delay);
    }

    Trouble trouble() {
        return trouble;
    }

    /** Number of sessions that are open. */
    @Override
    public int sessions() {
        return (int) dialers.stream().filter(Dialer::isOpen).count();
    }

    @Override
    public int slots() {
        return backlog.slots();
    }

    @Override
    public int outstanding() {
        return backlog.outstanding();
    }

    @Override
    public int waiting() {
        return backlog.waiting();
    }

    @Override
    public LineFigures figures() {
        return figures;
    }

    @Override
    public String down() {
        if (sessions() > 0 || dialers.isEmpty()) {
            return null;
        }
        String why = trouble.problem();
        return options.address() + ": " + (why == null ? "closed" : why);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        if (listener != null) {
            listener.close().awaitUninterruptibly(CLOSING);
        }
        called.forEach(session -> session.leave("the line is being stopped"));
        dialers.forEach(Dialer::stop);
        backlog.stop();
        completions.start();
    }

    @Override
    public boolean isGone() {
        return dialers.stream().allMatch(Dialer::isGone) && called.isEmpty();
    }

    /** The peer called us: it alone sends requests, or invites us to log in. */
    private final class Called implements Session.Owner<F> {

        @Override
        public void connected(Session<F> session) {
            // nothing is read before it is known who called
            session.read(false);
            try {
                threads.names().execute(() -> {
                    boolean allowed = isAllowed(session.inet().getAddress());
                    session.after(0, () -> decided(session, allowed));
                });
            } catch (RejectedExecutionException e) {
                session.close(new IOException("too many host names are being looked up"));
            }
        }

        private boolean isAllowed(InetAddress caller) {
            if (options.allowed() != null) {
                return Arrays.stream(options.allowed().split(","))
                        .anyMatch(a -> a.trim().equals(caller.getHostAddress()));
            }
            try {
                return Arrays.asList(InetAddress.getAllByName(options.host())).contains(caller);
            } catch (UnknownHostException e) {
                return false;
            }
        }

        private void decided(Session<F> session, boolean allowed) {
            if (!allowed) {
                LOG.warn(
                        "{}: {} called port {} and is not in allowedAddresses",
                        options.address(),
                        session.remote(),
                        options.listenPort());
                session.close(null);
                return;
            }
            called.add(session);
            session.read(true);
            if (closed) {
                session.close(null);
            } else if (!session.protocol().waitsForInvite()) {
                session.open(null);
            }
        }

        @Override
        public void invited(Session<F> session) {
            Dialer.logIn(session, ready -> {
                ready.open(null);
                if (ready.protocol().sends()) {
                    backlog.attach(ready.window());
                }
            });
        }

        @Override
        public Taker<F> taker() {
            return taker;
        }

        @Override
        public int waiting() {
            return 0;
        }

        @Override
        public void left(Session<F> session) {
            LineClient.this.left(session);
        }

        @Override
        public void closed(Session<F> session, Throwable cause) {
            called.remove(session);
        }
    }
}
