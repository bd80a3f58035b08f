package org.smshub.ledger.store.sql.dialect;

import java.sql.SQLException;

/** A prepared insert whose values are named. */
public final class Insert implements Values {

    private final Columns columns;
    private final Prepared statement;

    /** @param more what follows the values, such as {@code on conflict …} */
    public Insert(Dialect dialect, String table, Columns columns, String more) throws SQLException {
        this.columns = columns;
        this.statement = dialect.prepare(columns.insertInto(table) + more);
    }

    @Override
    public Insert set(String column, Object value) throws SQLException {
        statement.set(columns.place(column), value);
        return this;
    }

    @Override
    public Insert body(String column, Object value) throws SQLException {
        statement.setBody(columns.place(column), value);
        return this;
    }

    /** How many rows were written; the values stay for the next one. */
    public int run() throws SQLException {
        return statement.update();
    }
}
