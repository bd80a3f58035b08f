package org.smshub.ledger.store.sql.dialect;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Values into statements, by their Java type. */
public final class Sql {

    private Sql() {}

    /** @param value text, octets, a number, a boolean or null */
    public static void set(PreparedStatement statement, int place, Object value) throws SQLException {
        if (value instanceof String text) {
            statement.setString(place, text);
        } else if (value instanceof Long number) {
            statement.setLong(place, number);
        } else if (value instanceof Integer number) {
            statement.setInt(place, number);
        } else if (value instanceof byte[] octets) {
            statement.setBytes(place, octets);
        } else if (value instanceof Boolean flag) {
            statement.setInt(place, flag ? 1 : 0);
        } else if (value == null) {
            statement.setNull(place, Types.NULL);
        } else {
            throw new IllegalArgumentException(
                    "A value of type " + value.getClass().getName() + " has no column");
        }
    }

    public static PreparedStatement set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            set(statement, i + 1, values[i]);
        }
        return statement;
    }

    /** Runs an update; how many rows it changed. */
    public static int update(PreparedStatement statement, Object... values) throws SQLException {
        return set(statement, values).executeUpdate();
    }

    /** Runs a query, or an update with {@code returning}. */
    public static Row query(PreparedStatement statement, Columns columns, Object... values) throws SQLException {
        return new Row(set(statement, values).executeQuery(), columns);
    }
}
