package org.smshub.ledger.store.sqlite.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A prepared insert whose values are named. */
public final class Insert {

    private final Columns columns;
    private final PreparedStatement statement;

    /** @param more what follows the values, such as {@code on conflict …} */
    public Insert(Connection connection, String table, Columns columns, String more) throws SQLException {
        this.columns = columns;
        this.statement = connection.prepareStatement(columns.insertInto(table) + more);
    }

    public Insert set(String column, Object value) throws SQLException {
        Sql.set(statement, columns.place(column), value);
        return this;
    }

    /** How many rows were written; the values stay for the next one. */
    public int run() throws SQLException {
        return statement.executeUpdate();
    }
}
