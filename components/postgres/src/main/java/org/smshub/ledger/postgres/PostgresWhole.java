package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.smshub.ledger.store.sql.SqlStore;
import org.smshub.ledger.store.sql.dialect.Dialect;

/** A ledger in PostgreSQL that is moved: it has the one writing session, so that no hub works with it. */
final class PostgresWhole implements SqlStore.Whole {

    /** Where it is, no hub begins with the ledger. */
    static final String MOVED = "moved";

    private final Connection connection;
    private final Dialect dialect;
    private final String name;

    /** @param name what it is and where */
    PostgresWhole(Connection connection, Dialect dialect, String name) {
        this.connection = connection;
        this.dialect = dialect;
        this.name = name;
    }

    /** @throws SQLException the ledger was moved away from here */
    static void check(Connection connection) throws SQLException {
        try (Statement ask = connection.createStatement();
                ResultSet row = ask.executeQuery("select to_regclass('" + MOVED + "') is not null")) {
            row.next();
            if (row.getBoolean(1)) {
                throw new SQLException(
                        "The ledger was moved from here to another database (hub move-ledger), and what is here is of that moment;"
                                + " name the other one in hub.ledger.url, or make this one the ledger again with: drop table "
                                + MOVED,
                        "55000");
            }
        }
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    private static String sequence(String table) {
        return table + "_id" + (table.equals("unmatched_receipt") ? "" : "_seq");
    }

    @Override
    public long lastId(String table) throws SQLException {
        try (Statement ask = connection.createStatement();
                ResultSet row = ask.executeQuery("select greatest((select coalesce(max(id), 0) from " + table
                        + "), (select case when is_called then last_value else last_value - 1 end from "
                        + sequence(table)
                        + "))")) {
            row.next();
            return Math.max(0, row.getLong(1));
        }
    }

    /** A sequence never goes back, not for a transaction that is undone either. */
    @Override
    public void lastId(String table, long id) throws SQLException {
        try (Statement set = connection.createStatement()) {
            set.execute("select setval('" + sequence(table) + "', " + id + ") where " + id + " > 0");
        }
    }

    @Override
    public String leave() throws SQLException {
        try (Statement leave = connection.createStatement()) {
            leave.execute("create table " + MOVED + " as select now() as at");
        }
        close();
        return name + ", with a table " + MOVED;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
