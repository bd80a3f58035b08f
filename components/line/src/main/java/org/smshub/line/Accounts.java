package org.smshub.line;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.smshub.line.options.LineServerConfiguration;
import org.smshub.link.Backlog;
import org.smshub.link.Failure;

/** Who is logged in at a server, and what waits for them; it outlives their sessions. Any thread. */
final class Accounts<F> {

    /** Accounts that something can wait for; names come from messages, so there must be an end. */
    private static final int MAX = 10_000;

    private static final class Account<F> {
        final Backlog<LineRequest<F>, F> backlog;
        int sessions;
        int submitting;

        Account(Backlog<LineRequest<F>, F> backlog) {
            this.backlog = backlog;
        }
    }

    private LineServerConfiguration options;
    private final Threads threads;
    private final Present present;
    private final Map<String, Account<F>> accounts = new HashMap<>();
    private boolean closed;

    Accounts(LineServerConfiguration options, Threads threads, Present present) {
        this.options = options;
        this.threads = threads;
        this.present = present;
    }

    /** How much may wait for an account that nothing waits for yet, and how long. */
    synchronized void options(LineServerConfiguration next) {
        options = next;
    }

    private Account<F> account(String name) {
        return accounts.computeIfAbsent(
                name,
                n -> new Account<>(new Backlog<>(
                        options.getQueueSize(),
                        Duration.ofMillis(options.getWaitTimeout()),
                        threads.loops(),
                        threads.nature())));
    }

    /** @return false if the account has {@code most} sessions already; 0 = any number */
    synchronized boolean add(String name, int most) {
        Account<F> account = account(name);
        if (closed || most > 0 && account.sessions >= most) {
            forgetIfIdle(name);
            return false;
        }
        account.sessions++;
        return true;
    }

    /** From now on the session gets what waits for its account. */
    void attach(Session<F> session) {
        Backlog<LineRequest<F>, F> backlog;
        synchronized (this) {
            backlog = account(session.account()).backlog;
        }
        backlog.attach(session.window());
    }

    /** The session, which gets nothing by itself, gets so many of what waits for its account now. */
    void fetch(Session<F> session, int most) {
        Backlog<LineRequest<F>, F> backlog;
        synchronized (this) {
            backlog = account(session.account()).backlog;
        }
        backlog.attach(session.window(), most);
    }

    void remove(String name, Session<F> session) {
        Account<F> account;
        synchronized (this) {
            account = accounts.get(name);
            if (account == null) {
                return;
            }
            account.sessions--;
            account.backlog.detach(session.window());
        }
        if (present.isAway(name)) {
            account.backlog.fail(Failure.NO_SESSION);
        }
        synchronized (this) {
            forgetIfIdle(name);
        }
    }

    void submit(String name, LineRequest<F> request) {
        Account<F> account = null;
        Failure refused = null;
        synchronized (this) {
            if (closed) {
                refused = Failure.STOPPED;
            } else if (present.isAway(name)) {
                refused = Failure.NO_SESSION;
            } else if (accounts.size() >= MAX && !accounts.containsKey(name) && !forgetIdle()) {
                refused = Failure.QUEUE_FULL;
            } else {
                account = account(name);
                account.submitting++;
            }
        }
        if (refused != null) {
            request.failed(refused, null);
            return;
        }
        account.backlog.submit(request);
        synchronized (this) {
            account.submitting--;
            forgetIfIdle(name);
        }
    }

    private boolean forgetIdle() {
        accounts.values().removeIf(Accounts::isIdle);
        return accounts.size() < MAX;
    }

    private void forgetIfIdle(String name) {
        Account<F> account = accounts.get(name);
        if (account != null && isIdle(account)) {
            accounts.remove(name);
        }
    }

    private static boolean isIdle(Account<?> account) {
        return account.sessions == 0 && account.submitting == 0 && account.backlog.waiting() == 0;
    }

    synchronized int waiting(String name) {
        Account<F> account = accounts.get(name);
        return account == null ? 0 : account.backlog.waiting();
    }

    synchronized int waiting() {
        return accounts.values().stream().mapToInt(a -> a.backlog.waiting()).sum();
    }

    synchronized int slots() {
        return accounts.values().stream().mapToInt(a -> a.backlog.slots()).sum();
    }

    synchronized int outstanding() {
        return accounts.values().stream().mapToInt(a -> a.backlog.outstanding()).sum();
    }

    synchronized int sessions() {
        return accounts.values().stream().mapToInt(a -> a.sessions).sum();
    }

    void close() {
        List<Account<F>> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(accounts.values());
        }
        all.forEach(account -> account.backlog.stop());
    }
}
