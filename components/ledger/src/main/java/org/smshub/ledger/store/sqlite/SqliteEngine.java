package org.smshub.ledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.store.Accepted;
import org.smshub.ledger.store.Account;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Claim;
import org.smshub.ledger.store.CommitInDoubt;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Event;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Kept;
import org.smshub.ledger.store.Submission;
import org.smshub.ledger.store.sqlite.sql.Sql;

/** The ledger on SQLite: a group is one transaction. */
public final class SqliteEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteEngine.class);

    private final Connection connection;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;
    private final Accounts accounts = new Accounts();
    private final Words words;
    private final SqliteEvents events;
    private final SqliteReceipts receipts;
    private final SqliteParts parts;
    private final SqliteChanges changes;
    private final SqliteIncoming incoming;

    /** After a fault SQLite or its driver may have ended transaction and statements: nothing more is written here. */
    private boolean closed;

    /** @param connection in autocommit mode, with the newest schema; closed by {@link #close}, and by a fault that leaves it in doubt */
    public SqliteEngine(Connection connection) throws SQLException {
        this.connection = connection;
        begin = connection.prepareStatement("begin immediate");
        commit = connection.prepareStatement("commit");
        rollback = connection.prepareStatement("rollback");
        // a page that is damaged is found when it is read, not when it is written
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("pragma cell_size_check = on");
        }
        words = new Words(connection);
        Aside aside = new Aside(connection);
        Sum sum = new Sum();
        events = new SqliteEvents(connection, words, aside, sum);
        receipts = new SqliteReceipts(connection, words, events, accounts, aside);
        History history = new History(connection);
        parts = new SqliteParts(connection, words, events, receipts, accounts, history, aside, sum);
        changes = new SqliteChanges(connection, words, events, history, sum);
        incoming = new SqliteIncoming(connection, events, aside, sum);
    }

    @Override
    public void learn(String link, Account account) {
        accounts.learn(link, account);
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
        try {
            commit.execute();
            return answers;
        } catch (SQLException e) {
            undo(false, e);
            throw new CommitInDoubt(e, answers);
        } catch (RuntimeException | Error e) {
            undo(false, e);
            throw new CommitInDoubt(new SQLException("the commit broke off: " + e, "08007", e), answers);
        }
    }

    @Override
    public boolean isWritten(Group group, Answers answers) throws SQLException {
        for (Accepted one : answers.accepts) {
            if (!one.duplicate()) {
                return is("select 1 from part where message_id = ?", one.messageId());
            }
        }
        for (List<Claim> claims : answers.claims) {
            if (!claims.isEmpty()) {
                Submission s = claims.get(0).submission();
                return is(
                        words.coded("select 1 from part where message_id = ? and part = ? and state = #CLAIMED"),
                        s.messageId(),
                        s.part());
            }
        }
        Event told = answers.told;
        if (told != null) {
            return is(
                    "select 1 from event where consumer = ? and client = ? and message_id = ? and created_at = ?",
                    told.consumer(),
                    told.lane(),
                    told.messageId(),
                    group.now);
        }
        return answers.unclaimed != null
                && is("select 1 from unclaimed_message where message_id = ?", answers.unclaimed);
    }

    private boolean is(String query, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet row = Sql.set(statement, values).executeQuery()) {
            return row.next();
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
                incoming.replay(group, replay, answers);
            }
        }
        if (group.chores != null) {
            // what a receipt that has waited settles now is not sent again
            receipts.tidy(group, answers);
        }
        parts.awake(group, answers);
        changes.apply(group, answers);
        parts.move(group, answers);
        parts.claim(group, answers);
        if (group.chores != null) {
            parts.tidy(group, answers);
            incoming.tidy(group, answers);
            events.tidy(group, answers);
        }
        events.consumers(group, answers);
        events.next(group, answers);
        answers.lastReceipt = receipts.last();
    }

    private void undo(boolean sound, Throwable why) {
        words.forget();
        parts.forget();
        changes.forget();
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

    /** Indexes, out of their tables: what one says wrongly of its rows is the damage that shows first. */
    @Override
    public void mend() throws SQLException {
        try (Statement all = connection.createStatement()) {
            all.execute("reindex");
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
