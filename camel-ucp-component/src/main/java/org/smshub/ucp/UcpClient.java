package org.smshub.ucp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.Backlog;

/**
 * The line of a client to one centre: its sessions, what waits for them, and the port on which the centre may call back.
 * Producers and consumers with the same address share it.
 */
final class UcpClient implements AutoCloseable, UcpOperations {

    private static final Logger LOG = LoggerFactory.getLogger(UcpClient.class);

    private final UcpConfiguration options;
    private final UcpTransport transport;
    private final Backlog<UcpRequest, UcpFrame> backlog;
    private final List<UcpDialer> dialers = new ArrayList<>();
    private final Set<UcpSession> called = ConcurrentHashMap.newKeySet();
    private volatile UcpOperations consumer;
    private Channel listener;
    private boolean dialled;
    private volatile boolean closed;

    UcpClient(UcpConfiguration options, UcpTransport transport) {
        this.options = options;
        this.transport = transport;
        this.backlog =
                new Backlog<>(options.getQueueSize(), Duration.ofMillis(options.getWaitTimeout()), transport.group());
        for (int i = 0; i < options.getSessions(); i++) {
            dialers.add(new UcpDialer(options, transport, backlog, this));
        }
    }

    UcpConfiguration options() {
        return options;
    }

    /** Opens the port for the centre, if one is wanted; it fails at once when the port is taken. */
    synchronized void listen() {
        if (options.getListenPort() > 0 && listener == null) {
            ChannelFuture bound = transport.bind(options.getListenHost(), options.getListenPort(), this::calledBy);
            bound.awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new IllegalStateException(
                        "Cannot listen on " + options.getListenHost() + ":" + options.getListenPort()
                                + ", change listenHost or listenPort",
                        bound.cause());
            }
            listener = bound.channel();
        }
    }

    /** Starts to dial, once. Returns at once; the sessions open when the centre lets them. */
    synchronized void dial() {
        if (!closed && !dialled) {
            dialled = true;
            dialers.forEach(UcpDialer::dial);
        }
    }

    private UcpSession calledBy(Channel channel) {
        return new UcpSession(
                channel, new Called(), options.getWindow(), Duration.ofMillis(options.getRequestTimeout()));
    }

    /** Sends the operation when a slot is free. */
    void submit(UcpFrame operation, UcpRequest.Callback callback) {
        backlog.submit(new UcpRequest(operation, callback));
    }

    /** Who takes operations of the centre; null when nobody does (any more). */
    synchronized void consumer(UcpOperations taker) {
        if (taker != null && consumer != null) {
            throw new IllegalStateException(
                    options.address() + " has a consumer already; give the second one another sessionName");
        }
        consumer = taker;
    }

    @Override
    public void operation(UcpSession session, UcpFrame operation) {
        UcpOperations taker = consumer;
        if (operation.operation() == UcpOperation.ALERT) {
            session.answer(operation, UcpResult.ack(""));
        } else if (taker == null) {
            session.answer(operation, UcpResult.nak(UcpErrorCode.NOT_ALLOWED, "not ready"));
        } else {
            taker.operation(session, operation);
        }
    }

    /** Whether operations can be sent now. */
    boolean isOpen() {
        return dialers.stream().anyMatch(UcpDialer::isOpen);
    }

    /** Why no session is open, in the words of the first; null when one is, or none is wanted. */
    String down() {
        if (isOpen() || dialers.isEmpty()) {
            return null;
        }
        return options.address() + ": " + dialers.get(0).problem();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (listener != null) {
            listener.close().awaitUninterruptibly(5_000);
        }
        called.forEach(session -> session.close(null));
        dialers.forEach(UcpDialer::stop);
        backlog.stop();
    }

    /** The centre called us: no login, and it alone sends operations (reference, section 16, mode B). */
    private final class Called implements UcpSession.Owner {

        @Override
        public void connected(UcpSession session) {
            InetSocketAddress remote = session.remote();
            if (!options.isAllowed(remote.getAddress())) {
                LOG.warn("{} called port {} and is not in allowedAddresses", remote, options.getListenPort());
                session.close(null);
                return;
            }
            called.add(session);
            if (closed) {
                session.close(null);
            }
        }

        @Override
        public void operation(UcpSession session, UcpFrame operation) {
            UcpClient.this.operation(session, operation);
        }

        @Override
        public void closed(UcpSession session, Throwable cause) {
            called.remove(session);
        }
    }
}
