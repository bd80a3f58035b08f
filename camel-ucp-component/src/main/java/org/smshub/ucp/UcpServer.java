package org.smshub.ucp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.Backlog;
import org.smshub.link.Failure;

/**
 * The end of a centre: listens, lets accounts in, and keeps for each account what waits for its session. Endpoints with
 * the same address share it.
 */
final class UcpServer implements AutoCloseable {

    /** Who takes what clients submit. Called on the reader thread. */
    interface Taker {
        void operation(UcpSession session, String account, UcpFrame operation);
    }

    private static final Logger LOG = LoggerFactory.getLogger(UcpServer.class);

    /** Accounts that something can wait for; names come from messages, so there must be an end. */
    private static final int MAX_ACCOUNTS = 10_000;

    private final UcpServerConfiguration options;
    private final UcpTransport transport;
    private final Executor workers;
    private final Map<String, Backlog<UcpRequest, UcpFrame>> accounts = new ConcurrentHashMap<>();
    private final Set<UcpGuest> guests = ConcurrentHashMap.newKeySet();
    private final UcpIds ids;
    private UcpServerConfiguration access;
    private volatile Taker taker;
    private Channel listener;
    private volatile boolean closed;

    UcpServer(UcpServerConfiguration options, UcpTransport transport, Executor workers) {
        this.options = options;
        this.transport = transport;
        this.workers = workers;
        this.ids = new UcpIds(options.zone());
    }

    UcpServerConfiguration options() {
        return options;
    }

    UcpIds ids() {
        return ids;
    }

    /**
     * Opens the port, unless it is open already; it fails at once when the port is taken.
     *
     * @param who the endpoint whose options say who may come in
     */
    synchronized void listen(UcpServerConfiguration who) {
        if (listener != null) {
            return;
        }
        access = who;
        Map<String, String> byAddress = who.accountsByAddress();
        ChannelFuture bound = transport.bind(options.getHost(), options.getPort(), channel -> {
            UcpGuest guest = new UcpGuest(this, access, byAddress, workers);
            return new UcpSession(channel, guest, options.getWindow(), options.requestTime());
        });
        bound.awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "Cannot listen on " + options.getHost() + ":" + options.getPort() + ": "
                            + bound.cause().getMessage() + "; change the address or stop what uses it",
                    bound.cause());
        }
        listener = bound.channel();
        LOG.info("{} is listening", options.address());
    }

    synchronized void taker(Taker next) {
        if (next != null && taker != null) {
            throw new IllegalStateException(options.address() + " has a consumer already");
        }
        taker = next;
    }

    /** Sends to the account, on whichever of its sessions has a free slot; waits while it has none. */
    void submit(String account, UcpFrame operation, UcpRequest.Callback callback) {
        UcpRequest request = new UcpRequest(operation, callback);
        if (accounts.size() >= MAX_ACCOUNTS && !accounts.containsKey(account)) {
            request.failed(Failure.QUEUE_FULL, null);
        } else {
            backlog(account).submit(request);
        }
    }

    private Backlog<UcpRequest, UcpFrame> backlog(String account) {
        return accounts.computeIfAbsent(
                account,
                name -> new Backlog<>(
                        options.getQueueSize(), Duration.ofMillis(options.getWaitTimeout()), transport.group()));
    }

    /** A connection came; false if there are too many, or the server has closed meanwhile. */
    boolean arrived(UcpGuest guest, String remote) {
        if (guests.size() >= access.getMaxConnections()) {
            LOG.warn(
                    "{}: connection of {} refused, maxConnections is {}",
                    options.address(),
                    remote,
                    access.getMaxConnections());
            return false;
        }
        guests.add(guest);
        return !closed;
    }

    void opened(String account, UcpSession session) {
        LOG.info("{}: account {} is logged in from {}", options.address(), account, session.remote());
        backlog(account).attach(session.window());
    }

    void left(UcpGuest guest, String account, UcpSession session) {
        guests.remove(guest);
        if (account != null) {
            LOG.info("{}: account {} is gone", options.address(), account);
            backlog(account).detach(session.window());
        }
    }

    int waiting(String account) {
        return backlog(account).waiting();
    }

    int sessions(String account) {
        Backlog<UcpRequest, UcpFrame> known = accounts.get(account);
        return known == null ? 0 : known.sessions();
    }

    void operation(UcpSession session, String account, UcpFrame operation) {
        Taker current = taker;
        if (current == null) {
            session.answer(operation, UcpResult.nak(UcpErrorCode.NOT_ALLOWED, "not ready"));
        } else {
            current.operation(session, account, operation);
        }
    }

    /** Why nobody can come in, null when they can. */
    synchronized String down() {
        return listener != null && listener.isActive() ? null : options.address() + " is not listening";
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (listener != null) {
            listener.close().awaitUninterruptibly(5_000);
            listener = null;
        }
        guests.forEach(UcpGuest::close);
        accounts.values().forEach(Backlog::stop);
    }
}
