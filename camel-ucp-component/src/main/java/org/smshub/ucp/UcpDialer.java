package org.smshub.ucp;

import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.Backlog;
import org.smshub.link.Backoff;

/** Keeps one session to a centre open: connects, logs in, comes back with growing delays when the line drops. */
final class UcpDialer implements UcpSession.Owner {

    private static final Logger LOG = LoggerFactory.getLogger(UcpDialer.class);

    private final UcpConfiguration options;
    private final UcpTransport transport;
    private final Backlog<UcpRequest, UcpFrame> backlog;
    private final UcpOperations incoming;
    private final Backoff backoff;
    private UcpSession session;
    private ScheduledFuture<?> retry;
    private boolean stopped;
    private volatile boolean open;
    private volatile String problem = "not connected yet";

    UcpDialer(
            UcpConfiguration options,
            UcpTransport transport,
            Backlog<UcpRequest, UcpFrame> backlog,
            UcpOperations incoming) {
        this.options = options;
        this.transport = transport;
        this.backlog = backlog;
        this.incoming = incoming;
        this.backoff = new Backoff(
                Duration.ofMillis(options.getReconnectDelay()), Duration.ofMillis(options.getReconnectMaxDelay()));
    }

    boolean isOpen() {
        return open;
    }

    /** Why the session is not open. */
    String problem() {
        return problem;
    }

    synchronized void dial() {
        if (stopped) {
            return;
        }
        ChannelFuture connecting = transport.connect(
                options.getHost(),
                options.getPort(),
                Duration.ofMillis(options.getConnectTimeout()),
                channel -> new UcpSession(
                        channel, this, options.getWindow(), Duration.ofMillis(options.getRequestTimeout())));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                failed(done.cause());
            }
        });
    }

    @Override
    public void connected(UcpSession connected) {
        synchronized (this) {
            session = connected;
            if (stopped) {
                connected.close(null);
                return;
            }
        }
        if (options.getUsername() == null) {
            opened(connected);
        } else {
            connected.window().offer(new UcpRequest(login(), (result, failure, cause) -> {
                if (result == null) {
                    connected.close(new IOException("no answer to the login (operation 60)"));
                } else if (result.ack()) {
                    opened(connected);
                } else {
                    connected.close(new IOException(refused(result)));
                }
            }));
        }
    }

    private static String refused(UcpResult result) {
        UcpErrorCode code = UcpErrorCode.of(result.ec());
        return "login refused with error " + result.ec() + " (" + (code == null ? "unknown" : code.words())
                + "): check username, password, oton and onpi";
    }

    private UcpFrame login() {
        return UcpFrame.operation(UcpOperation.SESSION)
                .set(UcpField.OADC, options.getUsername())
                .set(UcpField.OTON, options.getOton())
                .set(UcpField.ONPI, options.getOnpi())
                .set(UcpField.STYP, "1")
                .set(UcpField.PWD, password())
                .set(UcpField.VERS, "0100")
                .build();
    }

    private String password() {
        String password = options.getPassword() == null ? "" : options.getPassword();
        return UcpHex.encode(password.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void opened(UcpSession ready) {
        LOG.info("UCP session to {} is open", options.address());
        open = true;
        backoff.reset();
        if (options.alertAddress() != null) {
            ready.keepAlive(
                    Duration.ofMillis(options.getKeepAlive()),
                    UcpFrame.operation(UcpOperation.ALERT)
                            .set(UcpField.ADC, options.alertAddress())
                            .set(UcpField.PID, "0539")
                            .build());
        }
        backlog.attach(ready.window());
    }

    @Override
    public void operation(UcpSession from, UcpFrame operation) {
        incoming.operation(from, operation);
    }

    @Override
    public void closed(UcpSession gone, Throwable cause) {
        backlog.detach(gone.window());
        failed(cause == null ? new IOException("closed by the other side") : cause);
    }

    private synchronized void failed(Throwable cause) {
        open = false;
        session = null;
        if (stopped) {
            return;
        }
        long delay = backoff.next();
        problem = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        LOG.warn("UCP session to {} is down: {}; next attempt in {} ms", options.address(), problem, delay);
        retry = transport.group().schedule(this::dial, delay, TimeUnit.MILLISECONDS);
    }

    synchronized void stop() {
        stopped = true;
        open = false;
        if (retry != null) {
            retry.cancel(false);
        }
        if (session != null) {
            session.close(null);
        }
    }
}
