package org.smshub.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Search;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.AwayException;
import org.smshub.ledger.store.Store;

/**
 * Some reading connections for whoever looks for messages: so many questions at once, the next ones wait a while. Where the
 * index is wanted, it is made here, on a thread of the ledger's.
 */
public final class Searches implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Searches.class);
    private static final int CONNECTIONS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Between two looks for rows to index. */
    private static final long PAUSE_MILLIS = 500;

    private final BlockingQueue<Search> free = new ArrayBlockingQueue<>(CONNECTIONS);
    private final List<Search> all = new ArrayList<>();
    private final Store.Index index;
    private volatile boolean closed;
    private String told;

    /**
     * @param store what is searched
     * @param indexed whether an index is made and used
     * @param background where it is made
     */
    Searches(Store store, boolean indexed, ScheduledExecutorService background) throws SQLException {
        index = indexed ? store.index() : null;
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Search one = store.search();
                all.add(one);
                free.add(one);
            }
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
        if (index != null) {
            background.scheduleWithFixedDelay(this::step, PAUSE_MILLIS, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Indexes what there is to index; for tests. */
    public synchronized void step() {
        try {
            while (!closed && index != null && index.step()) {
                told = null;
            }
        } catch (SQLException | RuntimeException e) {
            if (!closed && !String.valueOf(e.getMessage()).equals(told)) {
                told = String.valueOf(e.getMessage());
                LOG.warn(
                        "What was accepted lately is not indexed for searches now ({}); where it stays so, stop the hub and"
                                + " delete search.db in its data folder: it is made anew",
                        told);
            }
        }
    }

    /** @throws LedgerException too many look for something at once, the ledger is closed, or its database is away */
    private <T> T ask(Function<Search, T> question) throws LedgerException {
        Search one;
        try {
            one = closed ? null : free.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            one = null;
        }
        if (one == null) {
            throw new LedgerException(
                    LedgerException.Reason.BUSY, "Too many searches at once; try again in a moment", null);
        }
        try {
            return question.apply(one);
        } catch (AwayException e) {
            throw new LedgerException(LedgerException.Reason.AWAY, e.getMessage(), e);
        } finally {
            free.add(one);
        }
    }

    /** {@link Search#find}. */
    public Search.Page<MessageView> find(Search.Filter filter, String cursor, int limit, Duration budget)
            throws LedgerException {
        return ask(search -> search.find(filter, cursor, limit, budget));
    }

    /** {@link Search#incoming}. */
    public Search.Page<Search.Received> incoming(Search.Filter filter, String cursor, int limit, Duration budget)
            throws LedgerException {
        return ask(search -> search.incoming(filter, cursor, limit, budget));
    }

    /** {@link Search#incoming}. */
    public Search.Received incoming(String id, String client) throws LedgerException {
        return ask(search -> search.incoming(id, client));
    }

    /** {@link Search#counts}. */
    public Search.Page<Search.Count> counts(Search.Filter filter, String cursor, Duration budget)
            throws LedgerException {
        return ask(search -> search.counts(filter, cursor, budget));
    }

    /** {@link Search#byRef}. */
    public List<String> byRef(String client, String beginning, int limit) throws LedgerException {
        return ask(search -> search.byRef(client, beginning, limit));
    }

    /** {@link Search#parts}. */
    public List<Submission> parts(String messageId, String client) throws LedgerException {
        return ask(search -> search.parts(messageId, client));
    }

    @Override
    public void close() {
        closed = true;
        all.forEach(Search::close);
        if (index != null) {
            synchronized (this) {
                try {
                    index.close();
                } catch (SQLException e) {
                    LOG.debug("The index of searches did not close", e);
                }
            }
        }
    }
}
