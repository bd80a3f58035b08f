package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.CommitInDoubt;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;

/** The ledger in a database of SQL: a group is one transaction. */
public class SqlEngine implements Engine {

    private static final Logger LOG = LoggerFactory.getLogger(SqlEngine.class);
    private static final Columns ONE = new Columns("one");

    private final Dialect dialect;
    private final Common common;
    private final SqlEvents events;
    private final SqlReceipts receipts;
    private final SqlParts parts;
    private final SqlChanges changes;
    private final SqlIncoming incoming;

    /** After a fault the database or its driver may have ended transaction and statements: nothing more is written here. */
    private boolean closed;

    /**
     * @param dialect on a connection for writing, in no transaction, with the newest schema; closed by {@link #close}, and by a
     *     fault that leaves it in doubt
     */
    public SqlEngine(Dialect dialect, Roles roles) throws SQLException {
        this.dialect = dialect;
        common = Common.on(dialect);
        events = roles.events(common);
        receipts = roles.receipts(common, events);
        parts = roles.parts(common, events, receipts);
        changes = roles.changes(common, events);
        incoming = roles.incoming(common, events);
    }

    @Override
    public void learn(String link, Account account) {
        common.accounts().learn(link, account);
    }

    @Override
    public Answers write(Group group) throws SQLException {
        if (closed) {
            throw new SQLException("The connection was closed after a fault", "08003");
        }
        Answers answers = new Answers();
        try {
            dialect.begin();
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
            dialect.commit();
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
                        common.words()
                                .coded("select 1 from part where message_id = ? and part = ? and state = #CLAIMED"),
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
        try (Prepared statement = dialect.prepare(query);
                Row row = statement.query(ONE, values)) {
            return row.next();
        }
    }

    /** All of a group, in this order, in the transaction that has begun. */
    protected void write(Group group, Answers answers) throws SQLException {
        if (dialect.isShared()) {
            receipts.forget();
        }
        if (group.clockStep != null) {
            parts.clock(group);
            receipts.clock(group);
            incoming.clock(group);
        }
        parts.open(group, answers);
        ahead(group);
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
        answers.lastReceipt = receipts.lastKnown();
    }

    /** Before accepts, results and receipts have their turns: what can be asked and written for all of them at once. */
    protected void ahead(Group group) throws SQLException {}

    /** A group was not written. @param sound whether the connection still is */
    private void undo(boolean sound, Throwable why) {
        common.words().forget();
        parts.forget();
        changes.forget();
        receipts.forget();
        try {
            if (sound) {
                dialect.rollback();
                return;
            }
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
        closed = true;
        try {
            dialect.close();
        } catch (SQLException e) {
            LOG.debug("A broken connection did not close", e);
        }
    }

    @Override
    public void mend() throws SQLException {
        dialect.mend();
    }

    @Override
    public Trouble trouble(SQLException e) {
        return dialect.trouble(e);
    }

    @Override
    public String advice(SQLException e) {
        return dialect.advice(e);
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        dialect.close();
    }
}
