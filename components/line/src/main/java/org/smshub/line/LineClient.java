package org.smshub.line;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.line.options.LineClientConfiguration;
import org.smshub.link.Backlog;

/**
 * The line of a client to one peer: its sessions, what waits for them, and the port on which the peer may call back.
 * Producers and consumers with the same address share it.
 */
public final class LineClient<F> extends Line<F> {

    private static final Logger LOG = LoggerFactory.getLogger(LineClient.class);

    private final LineClientConfiguration options;
    private final Transport transport;
    private final IntFunction<Protocol<F>> protocols;
    private final Backlog<LineRequest<F>, F> backlog;
    private final List<Dialer<F>> dialers = new ArrayList<>();
    private final Trouble trouble;
    private final Set<Session<F>> called = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private boolean dialled;

    /** @param protocols a new one for a connection, by the number of the session on the line, from 0 */
    public LineClient(
            LineClientConfiguration options, Transport transport, IntFunction<Protocol<F>> protocols, Threads threads) {
        super(options, threads);
        this.options = options;
        this.transport = transport;
        this.protocols = protocols;
        this.trouble = new Trouble(address(), threads.nature()::nanos);
        this.backlog = new Backlog<>(
                options.getQueueSize(), Duration.ofMillis(options.getWaitTimeout()), threads.loops(), threads.nature());
        for (int i = 0; i < options.connections(); i++) {
            dialers.add(new Dialer<>(this, i));
        }
    }

    LineClientConfiguration options() {
        return options;
    }

    Transport transport() {
        return transport;
    }

    Session<F> session(Channel channel, Session.Owner<F> owner, int number) {
        return Session.install(channel, owner, this, protocols.apply(number), options);
    }

    /** Opens the port for the peer; it fails at once when the port is taken. */
    public void listen(Tcp tcp) {
        try {
            listen(tcp, options.getListenHost(), options.getListenPort(), channel -> session(channel, new Called(), 0));
        } catch (IllegalStateException e) {
            throw new IllegalStateException(e.getMessage() + " (options listenHost and listenPort)", e.getCause());
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

    void opened(Session<F> session) {
        figures().opened();
        if (session.protocol().sends()) {
            backlog.attach(session.window());
        }
    }

    void left(Session<F> session) {
        backlog.detach(session.window());
    }

    /** A session ended, or could not be opened; the next attempt is so many milliseconds off. */
    void down(String why, long delay) {
        figures().lost();
        trouble.down(why, delay);
    }

    Trouble trouble() {
        return trouble;
    }

    @Override
    public int sessions() {
        return (int) dialers.stream().filter(Dialer::isOpen).count();
    }

    @Override
    public Map<String, Object> details() {
        Map<String, Object> details = new LinkedHashMap<>();
        dialers.forEach(dialer -> details.putAll(dialer.details()));
        return details;
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
    public int connections() {
        return sessions();
    }

    @Override
    public int waiting() {
        return backlog.waiting();
    }

    @Override
    public int waiting(String account) {
        return waiting();
    }

    @Override
    public String down() {
        if (sessions() > 0 || dialers.isEmpty()) {
            return null;
        }
        String why = trouble.problem();
        return address() + ": " + (why == null ? "closed" : why);
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        closePort();
        called.forEach(session -> session.leave(STOPPED));
        dialers.forEach(Dialer::stop);
        backlog.stop();
        completions().start();
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
                threads().names().execute(() -> {
                    boolean allowed = isAllowed(session.inet().getAddress());
                    session.after(0, () -> decided(session, allowed));
                });
            } catch (RejectedExecutionException e) {
                session.close("too many host names are being looked up");
            }
        }

        private boolean isAllowed(InetAddress caller) {
            if (options.getAllowedAddresses() != null) {
                return Arrays.stream(options.getAllowedAddresses().split(","))
                        .anyMatch(a -> a.trim().equals(caller.getHostAddress()));
            }
            try {
                return Arrays.asList(InetAddress.getAllByName(options.getHost()))
                        .contains(caller);
            } catch (UnknownHostException e) {
                return false;
            }
        }

        private void decided(Session<F> session, boolean allowed) {
            if (!allowed) {
                LOG.warn("{}: {} called port {} and is not in allowedAddresses", address(), session.remote(), port());
                session.close("not in allowedAddresses");
                return;
            }
            called.add(session);
            session.read(true);
            if (closed) {
                session.close(STOPPED);
            } else if (!session.protocol().waitsForInvite()) {
                session.open(null);
            }
        }

        @Override
        public void invited(Session<F> session) {
            Dialer.logIn(session, ready -> {
                ready.open(null);
                opened(ready);
            });
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
