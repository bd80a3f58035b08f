package org.smshub.ledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Kept;

/** The ledger on SQLite: a group is one transaction. */
public final class SqliteEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteEngine.class);

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;
    private final Words words;
    private final SqliteEvents events;
    private final SqliteReceipts receipts;
    private final SqliteParts parts;
    private final SqliteIncoming incoming;

    /** After a fault SQLite or its driver may have ended transaction and statements: nothing more is written here. */
    private boolean closed;

    /** @param connection in autocommit mode, with the newest schema; closed by {@link #close}, and by a fault that leaves it in doubt */
    public SqliteEngine(Connection connection) throws SQLException {
        this.connection = connection;
        begin = connection.prepareStatement("begin immediate");
        commit = connection.prepareStatement("commit");
        rollback = connection.prepareStatement("rollback");
        words = new Words(connection);
        Accounts accounts = new Accounts();
        Aside aside = new Aside(connection);
        events = new SqliteEvents(connection, words, aside);
        receipts = new SqliteReceipts(connection, words, events, accounts, aside);
        parts = new SqliteParts(connection, words, events, receipts, accounts, new History(connection), aside);
        incoming = new SqliteIncoming(connection, events, aside);
    }

    @Override
    public Answers write(Group group) throws SQLException {
        if (closed) {
            throw new SQLException("The connection was closed after a fault", "08003");
        }
        Answers answers = new Answers();
        try {
            begin.execute();
            write(group, answers);
            commit.execute();
            return answers;
        } catch (SQLException e) {
            undo(trouble(e) == Trouble.ROW, e);
            throw e;
        } catch (RuntimeException e) {
            undo(true, e);
            throw e;
        } catch (Error e) {
            undo(false, e);
            throw e;
        }
    }

    private void write(Group group, Answers answers) throws SQLException {
        if (group.clockStep != null) {
            parts.clock(group);
            receipts.clock(group);
            incoming.clock(group);
        }
        parts.open(group, answers);
        parts.accept(group, answers);
        parts.results(group, answers);
        receipts.apply(group, answers);
        incoming.add(group, answers);
        incoming.unread(group);
        events.results(group);
        events.subscriptions(group);
        incoming.forget(group);
        for (Group.Replay replay : group.replays) {
            if (replay.kind() == Kept.Kind.UNMATCHED) {
                receipts.replay(group, replay, answers);
            } else {
                incoming.replay(replay, answers);
            }
        }
        parts.awake(group, answers);
        parts.move(group, answers);
        parts.claim(group, answers);
        if (group.chores != null) {
            parts.tidy(group, answers);
            incoming.tidy(group, answers);
            events.tidy(group, answers);
            receipts.tidy(group, answers);
        }
        events.consumers(group, answers);
        events.next(group, answers);
    }

    private void undo(boolean sound, Throwable why) {
        words.forget();
        parts.forget();
        receipts.forget();
        try {
            if (sound) {
                rollback.execute();
                return;
            }
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
        closed = true;
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A broken connection did not close", e);
        }
    }

    @Override
    public Trouble trouble(SQLException e) {
        return SqliteFaults.trouble(e);
    }

    @Override
    public String advice(SQLException e) {
        return SqliteFaults.advice(e);
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        connection.close();
    }
}
