package org.smshub.line;

import io.netty.channel.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.smshub.link.Backoff;

/** Keeps one session open: connects, logs in, comes back with growing delays when the line drops. */
final class Dialer<F> implements Session.Owner<F> {

    private final LineClient<F> line;
    private final int number;
    private final Backoff backoff;
    private final long steadyNanos;
    private Session<F> session;
    private ScheduledFuture<?> retry;
    private boolean stopped;
    private boolean cautious;
    private long opened;
    private volatile boolean open;

    /** @param number of the session on its line, from 0 */
    Dialer(LineClient<F> line, int number) {
        this.line = line;
        this.number = number;
        Duration longest = Duration.ofMillis(line.options().getReconnectMaxDelay());
        this.backoff = new Backoff(
                Duration.ofMillis(line.options().getReconnectDelay()),
                longest,
                line.threads().nature());
        this.steadyNanos = longest.toNanos();
    }

    boolean isOpen() {
        return open;
    }

    synchronized void dial() {
        if (stopped) {
            return;
        }
        line.transport().connect(this::session).whenComplete((channel, thrown) -> {
            if (thrown != null) {
                failed(thrown instanceof CompletionException ? thrown.getCause() : thrown);
            }
        });
    }

    private void session(Channel channel) {
        line.session(channel, this, number).number(number);
    }

    @Override
    public void connected(Session<F> connected) {
        synchronized (this) {
            session = connected;
            if (stopped) {
                connected.close(Line.STOPPED);
                return;
            }
            if (cautious) {
                connected.cautious();
            }
        }
        logIn(connected, this::opened);
    }

    /** Sends the login, if there is one; closes the session when it is refused. */
    static <F> void logIn(Session<F> session, Consumer<Session<F>> opened) {
        F login = session.protocol().login();
        if (login == null) {
            opened.accept(session);
            return;
        }
        session.window()
                .offer(new LineRequest<>(
                        login,
                        answer -> {
                            String refused = session.protocol().loginRefused(answer);
                            if (refused == null) {
                                opened.accept(session);
                            } else {
                                session.close(refused);
                            }
                        },
                        failure -> session.close("no answer to the login")));
    }

    private void opened(Session<F> ready) {
        ready.open(null);
        if (ready.isOpen()) {
            opened = line.threads().nature().nanos();
            open = true;
            line.trouble().opened();
            line.opened(ready);
        }
    }

    @Override
    public boolean trusts() {
        return true;
    }

    @Override
    public void left(Session<F> leaving) {
        open = false;
        line.left(leaving);
    }

    @Override
    public void closed(Session<F> gone, Throwable cause) {
        synchronized (this) {
            boolean steady = opened != 0 && line.threads().nature().nanos() - opened >= steadyNanos;
            if (gone.isProven() || steady) {
                // only now: a centre that lets in and closes is no better than one that refuses
                backoff.reset();
                line.trouble().over();
            }
            cautious = gone.isSilent() || cautious && !gone.isProven();
            opened = 0;
        }
        failed(cause == null ? new IOException("closed by the other side") : cause);
    }

    private synchronized void failed(Throwable cause) {
        open = false;
        session = null;
        if (stopped) {
            return;
        }
        long delay = backoff.next();
        line.down(cause.getMessage() == null ? cause.toString() : cause.getMessage(), delay);
        retry = line.threads().loops().schedule(this::dial, delay, TimeUnit.MILLISECONDS);
    }

    synchronized void stop() {
        stopped = true;
        open = false;
        if (retry != null) {
            retry.cancel(false);
        }
        if (session != null) {
            session.leave(Line.STOPPED);
        }
    }

    /** What is known of the other side; nothing while the session is not open. */
    synchronized Map<String, Object> details() {
        return session == null || !open ? Map.of() : session.protocol().details();
    }

    synchronized boolean isGone() {
        return session == null;
    }
}
