package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.smshub.ledger.store.Engine.Trouble;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;

/** PostgreSQL: each statement in its words, prepared and looked at by the server when the connection is opened. */
class PostgresDialect implements Dialect {

    private final Connection connection;
    private final Map<String, int[]> types;

    /**
     * @param connection in autocommit mode; closed by {@link #close}
     * @param types of the values of statements that other connections to the database have prepared before
     */
    PostgresDialect(Connection connection, Map<String, int[]> types) {
        this.connection = connection;
        this.types = types;
    }

    final Connection connection() {
        return connection;
    }

    @Override
    public Prepared prepare(String sql) throws SQLException {
        Translation.Result translation = Translation.of(sql);
        PreparedStatement statement = connection.prepareStatement(translation.sql());
        try {
            int[] known = types.get(translation.sql());
            if (known == null) {
                known = PostgresPrepared.types(statement);
                types.put(translation.sql(), known);
            }
            return new PostgresPrepared(statement, translation, known);
        } catch (SQLException e) {
            statement.close();
            throw new SQLException(e.getMessage() + ": " + translation.sql(), e.getSQLState(), e);
        }
    }

    @Override
    public Row query(String sql, Columns columns) throws SQLException {
        PreparedStatement statement =
                connection.prepareStatement(Translation.of(sql).sql());
        try {
            statement.closeOnCompletion();
            return new PostgresRow(statement.executeQuery(), columns);
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    @Override
    public void begin() throws SQLException {
        // goes to the server with the first statement
        connection.setAutoCommit(false);
    }

    @Override
    public void commit() throws SQLException {
        connection.commit();
        connection.setAutoCommit(true);
    }

    @Override
    public void rollback() throws SQLException {
        connection.rollback();
        connection.setAutoCommit(true);
    }

    /**
     * An index of a hundred million rows is nothing to make anew in passing: who looks after the server does it
     * (reindex).
     */
    @Override
    public void mend() {
        // nothing
    }

    @Override
    public Trouble trouble(SQLException e) {
        return PostgresFaults.trouble(e);
    }

    @Override
    public String advice(SQLException e) {
        return PostgresFaults.advice(e);
    }

    @Override
    public SQLException damage(String what) {
        return new SQLException(what, PostgresFaults.DAMAGED);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
