package org.smshub.ledger.store.sqlite;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.smshub.ledger.store.sql.SqlStore;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sqlite.search.SearchIndex;

/** A ledger's file that is moved. */
final class SqliteWhole implements SqlStore.Whole {

    private final Connection connection;
    private final Path file;
    private final Dialect dialect;

    /** @param connection in autocommit mode; closed by {@link #close} */
    SqliteWhole(Connection connection, Path file) {
        this.connection = connection;
        this.file = file;
        dialect = new SqliteDialect(connection);
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public long lastId(String table) throws SQLException {
        return Math.max(
                number("select coalesce(max(id), 0) from " + table),
                number("select coalesce(max(seq), 0) from sqlite_sequence where name = '" + table + "'"));
    }

    private long number(String query) throws SQLException {
        try (Statement ask = connection.createStatement();
                ResultSet row = ask.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Tables whose ids may come again need none. */
    @Override
    public void lastId(String table, long id) throws SQLException {
        boolean never = number("select count(*) from sqlite_schema where type = 'table' and name = '" + table
                        + "' and sql like '%autoincrement%'")
                > 0;
        if (!never) {
            return;
        }
        // it has no row before the first id
        String set = number("select count(*) from sqlite_sequence where name = '" + table + "'") == 0
                ? "insert into sqlite_sequence (seq, name) values (?, ?)"
                : "update sqlite_sequence set seq = ? where name = ?";
        try (PreparedStatement last = connection.prepareStatement(set)) {
            last.setLong(1, id);
            last.setString(2, table);
            last.executeUpdate();
        }
    }

    /** The file has another name then, and its index of searches is gone, which is made of the file alone. */
    @Override
    public String leave() throws SQLException, IOException {
        Path left = file.resolveSibling(file.getFileName() + ".moved");
        if (Files.exists(left)) {
            throw new FileAlreadyExistsException(left + " is there from before: move it away");
        }
        try (Statement all = connection.createStatement()) {
            all.execute("pragma wal_checkpoint(truncate)");
        }
        close();
        Path index = SearchIndex.file(file);
        for (String end : new String[] {"", "-wal", "-shm"}) {
            Files.deleteIfExists(index.resolveSibling(index.getFileName() + end));
        }
        Files.move(file, left);
        for (String end : new String[] {"-wal", "-shm"}) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + end));
        }
        return left.toString();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
