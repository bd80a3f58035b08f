package org.smshub.ledger.store.sql.dialect;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A prepared statement: values by place, 1-based, as SQLite counts them; answers by the names of their columns. Another database
 * than SQLite sets and reads here what it has other types for.
 */
public class Prepared implements AutoCloseable {

    private final PreparedStatement statement;

    public Prepared(PreparedStatement statement) {
        this.statement = statement;
    }

    /** For who writes to it in its own way. */
    protected final PreparedStatement statement() {
        return statement;
    }

    /** @param value text, octets, a number, a boolean, a {@link Body} or null; of the column's type */
    public void set(int place, Object value) throws SQLException {
        if (value instanceof Body body) {
            setBody(place, body.value());
        } else {
            Sql.set(statement, place, value);
        }
    }

    /** @param value text, octets or null: a column that holds either */
    public void setBody(int place, Object value) throws SQLException {
        Sql.set(statement, place, value);
    }

    /** Runs an update with these values in their places; how many rows it changed. */
    public final int update(Object... values) throws SQLException {
        all(values);
        return update();
    }

    /** Runs an update with the values that are set, which stay for the next one; how many rows it changed. */
    public int update() throws SQLException {
        return statement.executeUpdate();
    }

    /** Runs a query, or an update with {@code returning}. */
    public final Row query(Columns columns, Object... values) throws SQLException {
        all(values);
        return query(columns);
    }

    /** The same with the values that are set. */
    public Row query(Columns columns) throws SQLException {
        return row(statement.executeQuery(), columns);
    }

    /** Its answer. */
    protected Row row(ResultSet rows, Columns columns) {
        return new Row(rows, columns);
    }

    /** Puts the values that are set by, for {@link #runBatch}. */
    public void addBatch() throws SQLException {
        statement.addBatch();
    }

    /** Runs the update with all that was put by. */
    public void runBatch() throws SQLException {
        statement.executeBatch();
    }

    private void all(Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            set(i + 1, values[i]);
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }

    /** A value for a column that holds text or octets. @param value text, octets or null */
    public record Body(Object value) {}
}
