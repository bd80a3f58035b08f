package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.sql.History;
import org.smshub.ledger.store.sql.Retention;
import org.smshub.ledger.store.sql.Words;
import org.smshub.ledger.store.sql.dialect.Dialect;

/**
 * Deletes messages that ended long ago on a session of its own, so that no group waits for it: a portion of some milliseconds, then a
 * rest of several times that, for a server of few cores has no other time for those who wait. A message
 * that is changed meanwhile stays (repeatable read refuses the portion), until it is looked at again.
 */
final class Sweeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);

    /** Messages in one transaction. */
    private static final int PORTION = 500;

    /** The rest after a portion, as a multiple of what it took. */
    private static final int REST = 4;

    /** Between two rounds over all that is old. */
    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long LOOK_MILLIS = 60_000;
    private static final long END_MILLIS = 5_000;

    /** Opens the session. */
    interface Opener {
        Connection open() throws SQLException;
    }

    private final Opener opener;
    private Thread thread;
    private long before;
    private boolean wanted;
    private long endedAt = System.nanoTime() - PAUSE_NANOS;
    private volatile boolean closed;

    Sweeper(Opener opener) {
        this.opener = opener;
    }

    /** Messages whose last change was before (epoch milliseconds) may go. It does not wait for that. */
    synchronized void sweep(long before) {
        if (closed || wanted || System.nanoTime() - endedAt < PAUSE_NANOS) {
            return;
        }
        this.before = before;
        wanted = true;
        if (thread == null) {
            thread = new Thread(this::run, "ledger-retention");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    private synchronized long next() throws InterruptedException {
        while (!wanted && !closed) {
            wait(LOOK_MILLIS);
        }
        return before;
    }

    private synchronized void ended() {
        wanted = false;
        endedAt = System.nanoTime();
    }

    private void run() {
        try {
            for (long old = next(); !closed; old = next()) {
                try (Connection session = opener.open()) {
                    long gone = round(session, old);
                    LOG.debug("Retention: {} old messages are gone", gone);
                } catch (SQLException e) {
                    if (!closed) {
                        LOG.warn("Retention broke off, and begins again in a while: {}", PostgresFaults.advice(e));
                    }
                }
                ended();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gives how many went. */
    private long round(Connection session, long old) throws SQLException, InterruptedException {
        Dialect dialect = new PostgresDialect(session, new ConcurrentHashMap<>());
        Retention retention = new Retention(dialect, new Words(dialect), new History(dialect));
        session.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        long gone = 0;
        boolean more = true;
        while (more && !closed) {
            long start = System.nanoTime();
            Answers answers = new Answers();
            dialect.begin();
            try {
                retention.purge(old, PORTION, answers);
                dialect.commit();
            } catch (SQLException e) {
                dialect.rollback();
                if (!PostgresFaults.isAgain(e)) {
                    throw e;
                }
                answers.more = true;
            }
            gone += answers.purged;
            more = answers.more;
            TimeUnit.NANOSECONDS.sleep(REST * (System.nanoTime() - start));
        }
        return gone;
    }

    /** The portion under way is waited for. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            notifyAll();
        }
        if (running != null && running != Thread.currentThread()) {
            try {
                running.join(END_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
