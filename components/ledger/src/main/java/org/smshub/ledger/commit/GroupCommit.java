package org.smshub.ledger;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Whatever waits at the same moment (accepts, results, receipts, claims) shares one
 * transaction and so one fsync; the next transaction gathers while this one commits, without a timer. Accepts go
 * first and claims last and bounded, so that a backlog never starves the inputs.
 *
 * <p>A row that cannot be written fails alone: its transaction is undone and its neighbours are written one by one.
 * When the disk is full or broken, accepts and receipts are refused (their senders keep them), while results, which
 * nobody else knows, are kept and written as soon as that is possible again.
 */
final class GroupCommit implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** Waiting accepts or receipts beyond which new ones are refused. */
    static final int QUEUE_LIMIT = 10_000;

    private static final int BATCH_LIMIT = 1_000;
    private static final int CLAIM_LIMIT = 500;

    /** While accepts wait a claim takes this many, or a quarter more than there are of them. */
    private static final int CLAIM_LIMIT_UNDER_PRESSURE = 20;

    private static final long SWEEP_MILLIS = 1_000;
    private static final long RETRY_MILLIS = 1_000;

    final Inbox accepts = new Inbox(QUEUE_LIMIT);
    final Inbox results = new Inbox(Integer.MAX_VALUE);
    final Inbox receipts = new Inbox(QUEUE_LIMIT);

    /** Opens a connection with its statements. */
    interface Opener {
        SqliteStore open() throws SQLException;
    }

    private final Opener opener;
    private final Executor tellers;
    private final long doubtAgeMillis;
    private final LedgerFigures figures;
    private final Map<String, LinkQueue> links = new ConcurrentHashMap<>();
    private final Map<String, EventQueue> listeners = new ConcurrentHashMap<>();

    private volatile boolean stopping;
    private volatile String trouble;
    private volatile boolean parked;
    private final Thread thread = new Thread(this, "ledger-write");
    private long nextSweep;

    /** Null after a fault: SQLite or its driver may have ended transaction and statements, so both are opened anew. */
    private volatile SqliteStore store;

    /**
     * @param tellers runs what follows a commit, in order, so that no route keeps the writing thread
     * @param doubtAgeMillis how long an unmatched receipt waits for its submit result before it may resolve a send of
     *     unknown outcome
     */
    GroupCommit(Opener opener, Executor tellers, long doubtAgeMillis, LedgerFigures figures) throws SQLException {
        this.opener = opener;
        this.store = opener.open();
        this.tellers = tellers;
        this.doubtAgeMillis = doubtAgeMillis;
        this.figures = figures;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Hands over; the answer comes by the work's own methods, also when it is refused at once. */
    void submit(Inbox inbox, Work work) {
        if (stopping) {
            work.refused(new LedgerException(LedgerException.Reason.STOPPED, "The hub is stopping", null));
        } else if (!inbox.offer(work)) {
            work.refused(new LedgerException(
                    LedgerException.Reason.BUSY, QUEUE_LIMIT + " writes wait for the ledger's disk already", null));
        } else {
            wake();
        }
    }

    /** A result: its place in the window is free once it is in line, so that no claim overtakes it. */
    void result(ResultWork work, LinkQueue link) {
        if (!stopping) {
            results.offer(work);
        }
        link.done();
        wake();
    }

    void wake() {
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    Map<String, LinkQueue> links() {
        return links;
    }

    Map<String, EventQueue> listeners() {
        return listeners;
    }

    /** What keeps the ledger from writing, or null. */
    String trouble() {
        return trouble;
    }

    /** Incoming messages to numbers that nobody has. */
    long unclaimed() {
        SqliteStore open = store;
        return open == null ? 0 : open.incoming.unclaimed();
    }

    /** Receipts that match nothing yet. */
    long unmatched() {
        SqliteStore open = store;
        return open == null ? 0 : open.receipts.unmatched();
    }

    /** Writes what is left, then ends. */
    void stop(long timeoutMillis) throws InterruptedException {
        stopping = true;
        LockSupport.unpark(thread);
        thread.join(timeoutMillis);
    }

    @Override
    public void run() {
        List<Work> batch = new ArrayList<>();
        try {
            do {
                batch.clear();
                accepts.drain(batch, BATCH_LIMIT);
                int claimLimit = claimLimit(batch.size());
                results.drain(batch, BATCH_LIMIT);
                receipts.drain(batch, BATCH_LIMIT);
                long now = System.currentTimeMillis();
                if (!batch.isEmpty() || wakeAt(now) <= now) {
                    transact(batch, now, claimLimit);
                } else if (!stopping) {
                    park(now);
                }
            } while (!stopping || (trouble == null && waiting() > 0));
        } catch (RuntimeException | Error e) {
            trouble = "its writing thread ended (" + e + "); restart the hub";
            LOG.error("The ledger cannot write: {}", trouble, e);
        } finally {
            stopping = true;
            refuseAll(accepts);
            refuseAll(receipts);
            undo(null, new SQLException("closed"));
        }
    }

    /**
     * A backlog must neither starve those who post nor grow while they do: with no limit the sends of a full window take
     * the processor from accepts and receipts alike.
     */
    private static int claimLimit(int accepts) {
        return accepts == 0 ? CLAIM_LIMIT : Math.max(CLAIM_LIMIT_UNDER_PRESSURE, accepts + accepts / 4);
    }

    private int waiting() {
        return accepts.size() + results.size() + receipts.size();
    }

    private long wakeAt(long now) {
        long at = nextSweep;
        for (LinkQueue link : links.values()) {
            at = Math.min(at, link.wakeAt(now));
        }
        for (EventQueue listener : listeners.values()) {
            at = Math.min(at, listener.wakeAt(now));
        }
        return at;
    }

    private void park(long now) {
        parked = true;
        if (waiting() == 0 && !stopping) {
            LockSupport.parkNanos(Math.max(1, wakeAt(now) - now) * 1_000_000);
        }
        parked = false;
    }

    private void transact(List<Work> batch, long now, int claimLimit) {
        long started = System.nanoTime();
        Transaction tx = null;
        try {
            tx = begin(now);
            for (Work work : batch) {
                work.write(tx);
            }
            if (now >= nextSweep) {
                sweep(now);
            }
            tx.claim(claimLimit);
            tx.commit();
            committed(tx, batch);
            figures.committed(batch.size(), System.nanoTime() - started);
        } catch (SQLException e) {
            undo(tx, e);
            if (SqliteFaults.isStorage(e)) {
                hold(batch, e);
            } else {
                LOG.debug("A transaction of {} writes failed; each is tried alone", batch.size(), e);
                batch.forEach(work -> alone(work, now));
            }
        }
    }

    private Transaction begin(long now) throws SQLException {
        if (store == null) {
            store = opener.open();
        }
        store.begin();
        return new Transaction(store, now, links, listeners);
    }

    private void sweep(long now) throws SQLException {
        store.expire(now);
        store.incoming.sweep(now);
        for (EventQueue listener : listeners.values()) {
            listener.forget(store.events.drop(listener.consumer, listener.oldest(now)));
        }
        figures.matchedLate(store.receipts.resolveDoubts(now - doubtAgeMillis));
        if (trouble != null) {
            store.receipts.probe();
        }
        nextSweep = now + SWEEP_MILLIS;
    }

    private void undo(Transaction tx, SQLException why) {
        if (tx != null) {
            tx.forget();
        }
        SqliteStore broken = store;
        if (broken == null) {
            return;
        }
        try {
            if (SqliteFaults.isRow(why)) {
                broken.rollback();
                return;
            }
        } catch (SQLException e) {
            LOG.debug("Nothing could be rolled back", e);
        }
        store = null;
        try {
            broken.close();
        } catch (SQLException e) {
            LOG.debug("A broken connection did not close", e);
        }
    }

    private void alone(Work work, long now) {
        Transaction tx = null;
        try {
            tx = begin(now);
            work.write(tx);
            tx.commit();
            committed(tx, List.of(work));
        } catch (SQLException e) {
            undo(tx, e);
            if (SqliteFaults.isStorage(e)) {
                hold(List.of(work), e);
            } else {
                LOG.error("One row cannot be written: {}", e.getMessage());
                LedgerException why = new LedgerException(
                        LedgerException.Reason.ROW, "This message cannot be stored: " + e.getMessage(), e);
                tellers.execute(() -> tell(work, why));
            }
        }
    }

    private void committed(Transaction tx, List<Work> batch) {
        if (trouble != null) {
            LOG.info("The ledger writes again");
            trouble = null;
        }
        if (!batch.isEmpty() || !tx.marked().isEmpty() || !tx.told().isEmpty()) {
            List<Work> done = List.copyOf(batch);
            tellers.execute(() -> {
                tx.marked().forEach(this::hand);
                tx.told().forEach(this::tell);
                done.forEach(work -> tell(work, null));
            });
        }
    }

    private void hand(Transaction.Marked marked) {
        if (!marked.link().hand(marked.claim())) {
            // its link closed meanwhile: nothing of it has left
            Claim claim = marked.claim();
            Verdict again = new Verdict.Retry(claim.submission().due(), claim.link(), null, null);
            result(new ResultWork(claim, again, figures), marked.link());
        }
    }

    private void tell(Transaction.Told told) {
        if (!told.queue().hand(told.event())) {
            told.queue().later(told.event(), 0);
        }
    }

    private void hold(List<Work> batch, SQLException e) {
        String what = SqliteFaults.advice(e);
        if (trouble == null) {
            LOG.error("The ledger cannot write: {}. New messages and receipts are refused until then", what);
        }
        trouble = what;
        LedgerException why =
                new LedgerException(LedgerException.Reason.STORAGE, "The ledger cannot write: " + what, e);
        boolean pause = batch.isEmpty();
        for (Work work : batch) {
            if (work.mustBeKept()) {
                results.offer(work);
                pause = true;
            } else {
                tellers.execute(() -> tell(work, why));
            }
        }
        if (pause && !stopping) {
            LockSupport.parkNanos(RETRY_MILLIS * 1_000_000);
        }
    }

    private static void tell(Work work, LedgerException why) {
        try {
            if (why == null) {
                work.committed();
            } else {
                work.refused(why);
            }
        } catch (RuntimeException e) {
            LOG.warn("What follows a write failed: {}", e.toString());
        }
    }

    private static void refuseAll(Inbox inbox) {
        List<Work> left = new ArrayList<>();
        inbox.drain(left, Integer.MAX_VALUE);
        LedgerException why = new LedgerException(LedgerException.Reason.STOPPED, "The ledger has stopped", null);
        left.forEach(work -> tell(work, why));
    }
}
