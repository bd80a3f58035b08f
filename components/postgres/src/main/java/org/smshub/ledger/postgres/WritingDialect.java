package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Map;

/** On the writing session: a group's number is written with its commit, in one round trip. */
final class WritingDialect extends PostgresDialect {

    /** With the hash of a key: which lock. */
    private static final int TURN = 1397;

    private final Sessions sessions;
    private final Sessions.Joined joined;
    private final PreparedStatement end;
    private final PreparedStatement turn;
    private long seq;
    private boolean buried;
    private long lastReceipt = -1;

    WritingDialect(Connection connection, Sessions sessions, Map<String, int[]> types) throws SQLException {
        super(connection, types);
        this.sessions = sessions;
        joined = sessions.join(connection);
        seq = joined.seq();
        buried = joined.buried();
        turn = connection.prepareStatement("select pg_advisory_xact_lock(" + TURN + ", hashtext(?))");
        end = connection.prepareStatement("select last_value, written(?, ?, ?, ?) from unmatched_receipt_id; commit");
        end.setString(1, sessions.node());
        end.setLong(2, joined.incarnation());
        end.setNull(4, Types.BIGINT);
    }

    /** When the group that comes is; what is written by no group, as a move is, does not say. @param now epoch milliseconds by the hub's clock */
    void time(long now) throws SQLException {
        end.setLong(4, now);
    }

    /** Whether the group that was tried last before this session began is written. */
    boolean isWritten() {
        return joined.seq() == sessions.tried();
    }

    @Override
    public boolean isShared() {
        return sessions.isShared();
    }

    /** The number of the receipt that any hub had kept last when this session's last group was written; negative before that. */
    long lastReceipt() {
        return lastReceipt;
    }

    @Override
    public void turn(String key) throws SQLException {
        turn.setString(1, key);
        turn.executeQuery().close();
    }

    /** @throws SQLException once, where another hub took this one for dead: what it had is not its own any more */
    @Override
    public void begin() throws SQLException {
        if (buried) {
            buried = false;
            throw new SQLException("another hub took this one for dead", PostgresFaults.FENCED);
        }
        super.begin();
    }

    @Override
    public void commit() throws SQLException {
        end.setLong(3, sessions.tries(seq + 1));
        end.execute();
        try (ResultSet row = end.getResultSet()) {
            row.next();
            lastReceipt = row.getLong(1);
        }
        seq++;
        connection().setAutoCommit(true);
    }
}
