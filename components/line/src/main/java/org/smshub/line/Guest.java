package org.smshub.line;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection at a server: nobody until the login, or the account that its address stands for. */
final class Guest<F> implements Session.Owner<F> {

    private static final Logger LOG = LoggerFactory.getLogger(Guest.class);

    private final LineServer<F> server;
    private volatile Session<F> session;
    private boolean asking;

    Guest(LineServer<F> server) {
        this.server = server;
    }

    void session(Session<F> own) {
        session = own;
    }

    @Override
    public void connected(Session<F> connected) {
        byte[] banner = connected.protocol().banner();
        if (banner != null) {
            connected.say(banner);
        }
        String remote = connected.inet().getAddress().getHostAddress();
        String known = server.access().byAddress().get(remote);
        if (known != null && !enter(known)) {
            connected.close(new IOException("account " + known + " has all the sessions it may"));
        } else if (known != null) {
            opened(known);
        }
    }

    private boolean enter(String name) {
        return session.isActive() && server.accounts().add(name, server.access().maxSessions());
    }

    private void opened(String name) {
        session.open(name);
        if (!session.isOpen()) {
            // it said goodbye meanwhile
            server.accounts().remove(name, session);
            return;
        }
        LOG.info("{}: account {} is logged in from {}", server.address(), name, session.remote());
        if (session.protocol().sends()) {
            server.accounts().attach(session);
        }
    }

    @Override
    public void login(Session<F> from, F login) {
        Protocol<F> protocol = from.protocol();
        boolean again = from.account() != null
                && protocol.logsInAgain()
                && protocol.name(login).equals(from.account());
        if (asking || from.account() != null && !again) {
            from.answer(protocol.refusal(login, Refusal.LOGGED_IN, null));
            return;
        }
        asking = true;
        server.desk().ask(from, login, (name, refusal, code) -> {
            asking = false;
            decided(from, login, name, refusal, code);
        });
    }

    private void decided(Session<F> from, F login, String name, Refusal refusal, String code) {
        Protocol<F> protocol = from.protocol();
        if (name == null && refusal == null) {
            // what it sends before the end is refused, so that nothing is in doubt
            from.partWith(protocol.welcome(login), "closed after the login, as the authenticator wants");
        } else if (name == null) {
            refuse(from, login, refusal, code);
        } else if (name.equals(from.account())) {
            from.answer(protocol.welcome(login));
        } else if (from.account() != null) {
            from.answer(protocol.refusal(login, Refusal.LOGGED_IN, null));
        } else if (!enter(name)) {
            refuse(from, login, Refusal.TOO_MANY_SESSIONS, null);
        } else {
            from.answer(protocol.welcome(login));
            opened(name);
        }
    }

    private void refuse(Session<F> from, F login, Refusal refusal, String code) {
        LOG.warn(
                "{}: login refused for account {} from {}: {}",
                server.address(),
                printable(from.protocol().name(login)),
                from.remote(),
                code == null ? refusal.words() : code);
        from.partWith(from.protocol().refusal(login, refusal, code), "login refused");
    }

    private static String printable(String name) {
        String plain = name.replaceAll("[^ -~]", "?");
        return plain.length() > 20 ? plain.substring(0, 20) + "…" : plain;
    }

    @Override
    public Line.Taker<F> taker() {
        return server.taker();
    }

    @Override
    public int waiting() {
        return session.account() == null ? 0 : server.accounts().waiting(session.account());
    }

    @Override
    public void left(Session<F> leaving) {
        LOG.info("{}: account {} is gone", server.address(), leaving.account());
        server.accounts().remove(leaving.account(), leaving);
    }

    @Override
    public void closed(Session<F> gone, Throwable cause) {
        // the server hears of it by the channel
    }

    void leave() {
        Session<F> current = session;
        if (current != null) {
            current.leave("the server is being stopped");
        }
    }
}
