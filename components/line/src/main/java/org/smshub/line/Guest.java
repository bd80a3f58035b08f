package org.smshub.line;

import java.net.InetAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.line.options.Login;
import org.smshub.link.LoginClosedException;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;

/**
 * One connection at a server: nobody until the login, or the account that its address stands for. Who may log in is
 * decided on threads of its own: an authenticator that takes its time keeps no message waiting.
 */
final class Guest<F> implements Session.Owner<F> {

    private static final Logger LOG = LoggerFactory.getLogger(Guest.class);

    /**
     * Milliseconds that a refusal takes at least, known name or not: names cannot be told by it, nor many passwords be
     * tried.
     */
    private static final long REFUSAL = 500;

    private final LineServer<F> server;
    private final LineServerConfiguration who;
    private volatile Session<F> session;
    private boolean asking;

    Guest(LineServer<F> server, LineServerConfiguration who) {
        this.server = server;
        this.who = who;
    }

    void session(Session<F> own) {
        session = own;
    }

    @Override
    public void connected(Session<F> connected) {
        connected.protocol().connected(connected);
        String known = who.accountOf(connected.remote());
        if (known != null && !enter(known)) {
            connected.close("account " + known + " has all the sessions it may");
        } else if (known != null) {
            opened(known);
        }
    }

    private boolean enter(String name) {
        return session.isActive() && server.accounts().add(name, who.getMaxSessions());
    }

    private void opened(String name) {
        session.open(name);
        if (!session.isOpen()) {
            // it said goodbye meanwhile
            server.accounts().remove(name, session);
            return;
        }
        server.figures().opened();
        LOG.info("{}: account {} is logged in from {}", server.address(), name, session.remote());
        if (session.protocol().sends()) {
            server.accounts().attach(session);
        }
        if (session.protocol().hears()) {
            server.present().came(name, session);
        }
    }

    @Override
    public void login(Session<F> from, F login) {
        Protocol<F> protocol = from.protocol();
        boolean again = protocol.logsInAgain() && protocol.name(login).equals(session.account());
        if (asking || session.account() != null && !again) {
            session.answer(protocol.refusal(login, Refusal.LOGGED_IN, null));
            return;
        }
        asking = true;
        long asked = server.threads().nature().nanos();
        long wait = server.brake().tried(address(), protocol.name(login));
        if (wait > 0) {
            from.after(wait, () -> queue(login, asked));
        } else if (wait == 0) {
            queue(login, asked);
        } else {
            refused(asked, () -> refuse(login, Refusal.LOGIN_BUSY, null, "too many tries"));
        }
    }

    private void queue(F login, long asked) {
        try {
            boolean known = server.brake().isKnown(address(), session.protocol().name(login));
            (known ? server.threads().desk() : server.threads().strangers()).execute(() -> {
                // who is gone meanwhile needs no decision
                if (session.isActive()) {
                    ask(login, asked);
                }
            });
        } catch (RejectedExecutionException e) {
            asking = false;
            server.brake().undecided(address(), session.protocol().name(login));
            refuse(login, Refusal.LOGIN_BUSY, null, "too many wait for the authenticator");
        }
    }

    private InetAddress address() {
        return session.inet().getAddress();
    }

    /** On a thread of the desk. */
    private void ask(F login, long asked) {
        try {
            Protocol<F> protocol = session.protocol();
            Login said = new Login(
                    protocol.name(login), protocol.password(login), session.remote(), session.certificates(), login);
            String account = who.access().authenticate(said);
            if (account != null) {
                server.brake().passed(address(), said.name());
                decided(0, () -> welcome(login, account));
            } else {
                refused(asked, () -> refuse(login, Refusal.LOGIN_FAILED, null, Refusal.LOGIN_FAILED.words()));
            }
        } catch (SmsNotSentException e) {
            refused(asked, () -> refuse(login, Refusal.LOGIN_FAILED, e.getErrorCode(), e.getErrorCode()));
        } catch (LoginClosedException e) {
            // what it sends before the end is refused, so that nothing is in doubt
            refused(
                    asked,
                    () -> session.partWith(
                            session.protocol().welcome(login), "closed after the login, as the authenticator wants"));
        } catch (SmsUnknownOutcomeException silent) {
            // the time-out of the login ends it
        } catch (Throwable e) {
            server.brake().undecided(address(), session.protocol().name(login));
            refused(asked, () -> refuse(login, Refusal.LOGIN_BUSY, null, "the authenticator failed: " + e));
        }
    }

    private void refused(long asked, Runnable refusal) {
        decided(
                Math.max(
                        0,
                        REFUSAL
                                - TimeUnit.NANOSECONDS.toMillis(
                                        server.threads().nature().nanos() - asked)),
                refusal);
    }

    private void decided(long delay, Runnable decision) {
        try {
            session.after(delay, () -> {
                asking = false;
                decision.run();
            });
        } catch (RejectedExecutionException stopped) {
            // the loop has closed its sessions
        }
    }

    private void welcome(F login, String name) {
        Protocol<F> protocol = session.protocol();
        if (name.equals(session.account())) {
            session.answer(protocol.welcome(login));
        } else if (session.account() != null) {
            session.answer(protocol.refusal(login, Refusal.LOGGED_IN, null));
        } else if (!enter(name)) {
            refuse(login, Refusal.TOO_MANY_SESSIONS, null, Refusal.TOO_MANY_SESSIONS.words());
        } else {
            session.answer(protocol.welcome(login));
            opened(name);
        }
    }

    private void refuse(F login, Refusal refusal, String code, String why) {
        Protocol<F> protocol = session.protocol();
        String account = protocol.name(login);
        int times = server.brake().refused(address(), account);
        if (times > 0) {
            String name = account.replaceAll("[^ -~]", "?");
            LOG.warn(
                    "{}: login refused for account {} from {}: {}{}",
                    server.address(),
                    name.length() > 20 ? name.substring(0, 20) + "…" : name,
                    session.remote(),
                    why,
                    times > 1 ? " (" + times + " times since it was told last)" : "");
        }
        session.partWith(protocol.refusal(login, refusal, code), "login refused");
    }

    @Override
    public void left(Session<F> leaving) {
        server.figures().lost();
        LOG.info("{}: account {} is gone", server.address(), leaving.account());
        // before what waits for it is failed, so that nothing more is handed out for it
        server.present().left(leaving.account(), leaving);
        server.accounts().remove(leaving.account(), leaving);
    }

    void leave() {
        Session<F> current = session;
        if (current != null) {
            current.leave("the server is being stopped");
        }
    }
}
