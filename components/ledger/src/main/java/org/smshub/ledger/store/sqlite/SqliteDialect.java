package org.smshub.ledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.smshub.ledger.store.Engine.Trouble;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;

/** SQLite: the statements as they stand. */
public final class SqliteDialect implements Dialect {

    private final Connection connection;
    private PreparedStatement begin;
    private PreparedStatement commit;
    private PreparedStatement rollback;

    /** @param connection in autocommit mode; closed by {@link #close} */
    public SqliteDialect(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Prepared prepare(String sql) throws SQLException {
        return new Prepared(connection.prepareStatement(sql));
    }

    @Override
    public Row query(String sql, Columns columns) throws SQLException {
        Statement statement = connection.createStatement();
        try {
            statement.closeOnCompletion();
            return new Row(statement.executeQuery(sql), columns);
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    @Override
    public void begin() throws SQLException {
        if (begin == null) { // who only reads begins none
            begin = connection.prepareStatement("begin immediate");
            commit = connection.prepareStatement("commit");
            rollback = connection.prepareStatement("rollback");
        }
        begin.execute();
    }

    @Override
    public void commit() throws SQLException {
        commit.execute();
    }

    @Override
    public void rollback() throws SQLException {
        rollback.execute();
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
    public SQLException damage(String what) {
        return SqliteFaults.damage(what);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
