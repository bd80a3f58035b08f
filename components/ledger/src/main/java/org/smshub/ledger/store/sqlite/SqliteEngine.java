package org.smshub.ledger.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.smshub.ledger.store.sql.Roles;
import org.smshub.ledger.store.sql.SqlEngine;

/** The ledger on SQLite. */
public final class SqliteEngine extends SqlEngine {

    /** @param connection in autocommit mode, with the newest schema; closed by {@link #close}, and by a fault that leaves it in doubt */
    public SqliteEngine(Connection connection) throws SQLException {
        super(writing(connection), new Roles());
    }

    /** A page that is damaged is found when it is read, not when it is written. */
    private static SqliteDialect writing(Connection connection) throws SQLException {
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("pragma cell_size_check = on");
        }
        return new SqliteDialect(connection);
    }
}
