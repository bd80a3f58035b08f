package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** On the writing session: a group's number is written with its commit, in one round trip. */
final class WritingDialect extends PostgresDialect {

    private final Sessions sessions;
    private final Sessions.Joined joined;
    private final PreparedStatement end;
    private long seq;

    WritingDialect(Connection connection, Sessions sessions, Map<String, int[]> types) throws SQLException {
        super(connection, types);
        this.sessions = sessions;
        joined = sessions.join(connection);
        seq = joined.seq();
        end = connection.prepareStatement("select written(?, ?, ?); commit");
        end.setString(1, sessions.node());
        end.setLong(2, joined.incarnation());
    }

    /** Whether the group that was tried last before this session began is written. */
    boolean isWritten() {
        return joined.seq() == sessions.tried();
    }

    @Override
    public void commit() throws SQLException {
        end.setLong(3, sessions.tries(seq + 1));
        end.execute();
        seq++;
        connection().setAutoCommit(true);
    }
}
