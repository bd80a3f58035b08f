package org.smshub.line;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.LoginClosedException;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;

/** Decides who may log in, on threads of its own: an authenticator that takes its time keeps no message waiting. */
final class LoginDesk<F> {

    private static final Logger LOG = LoggerFactory.getLogger(LoginDesk.class);

    /** A refusal takes at least so long, known name or not: names cannot be told by it, nor many passwords be tried. */
    private static final long REFUSAL = TimeUnit.MILLISECONDS.toNanos(500);

    /** What became of a login: the account, or null and why not, with the code an authenticator threw; all null = in and out. */
    @FunctionalInterface
    interface Decision {
        void made(String account, Refusal refusal, String code);
    }

    private final String address;
    private final Authenticator<F> authenticator;
    private final Executor threads;

    LoginDesk(String address, Authenticator<F> authenticator, Executor threads) {
        this.address = address;
        this.authenticator = authenticator;
        this.threads = threads;
    }

    /** @param decision told on the event loop of the session */
    void ask(Session<F> session, F login, Decision decision) {
        long asked = System.nanoTime();
        try {
            threads.execute(() -> {
                // who is gone meanwhile needs no decision
                if (session.isActive()) {
                    decide(session, login, asked, decision);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("{}: no login of {} now, too many wait for the authenticator", address, session.remote());
            decision.made(null, Refusal.LOGIN_BUSY, null);
        }
    }

    private void decide(Session<F> session, F login, long asked, Decision decision) {
        String account = null;
        Refusal refusal = Refusal.LOGIN_FAILED;
        String code = null;
        try {
            account = authenticator.authenticate(login, session);
        } catch (SmsNotSentException e) {
            code = e.getErrorCode();
        } catch (LoginClosedException e) {
            refusal = null;
        } catch (SmsUnknownOutcomeException silent) {
            return; // the time-out of the login ends it
        } catch (Throwable e) {
            LOG.warn("{}: the authenticator failed: {}", address, e.toString());
            refusal = Refusal.LOGIN_BUSY;
        }
        String who = account;
        Refusal why = refusal;
        String with = code;
        long wait = account == null ? Math.max(0, REFUSAL - (System.nanoTime() - asked)) : 0;
        try {
            session.after(wait, () -> decision.made(who, why, with));
        } catch (RejectedExecutionException stopped) {
            // the loop has closed its sessions
        }
    }
}
