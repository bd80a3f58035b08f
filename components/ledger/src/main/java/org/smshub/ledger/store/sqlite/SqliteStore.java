package org.smshub.ledger.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.entry.Search;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.EventsReader;
import org.smshub.ledger.store.Reader;
import org.smshub.ledger.store.sql.SqlReader;
import org.smshub.ledger.store.sql.SqlSearch;
import org.smshub.ledger.store.sql.SqlStore;
import org.smshub.ledger.store.sqlite.search.SearchIndex;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A ledger's file in the data folder, with the newest schema. */
public final class SqliteStore implements SqlStore {

    static final String FILE = "ledger.db";

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
    private static final int BUSY_MILLIS = 5_000;

    private final Path folder;
    private final On<Engine> engines;
    private volatile Statement checking;
    private volatile boolean indexed;

    /** @param engines makes what writes by a connection */
    SqliteStore(Path folder, On<Engine> engines) {
        this.folder = folder;
        this.engines = engines;
    }

    /** How the ledger's file in a folder is opened: also for the bench's floor, which must pay for it what the hub does. */
    public static SQLiteDataSource source(Path folder, boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setGetGeneratedKeys(false); // none are generated, and asking costs a statement
        config.setReadOnly(readOnly);
        if (!readOnly) {
            config.setCacheSize(-64 * 1024); // KiB
        }
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.resolve(FILE));
        return source;
    }

    interface On<T> {
        T make(Connection connection) throws SQLException;
    }

    private <T> T on(boolean readOnly, On<T> maker) throws SQLException {
        Connection connection = source(folder, readOnly).getConnection();
        try {
            return maker.make(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Engine engine() throws SQLException {
        return on(false, engines);
    }

    @Override
    public Reader reader() throws SQLException {
        return on(true, connection -> new SqlReader(new SqliteDialect(connection)));
    }

    @Override
    public EventsReader eventsReader() throws SQLException {
        return on(true, connection -> new SqlReader(new SqliteDialect(connection)));
    }

    @Override
    public Index index() throws SQLException {
        Index index = SearchIndex.open(folder.resolve(FILE));
        indexed = true;
        return index;
    }

    @Override
    public Search search() throws SQLException {
        return on(true, connection -> {
            if (indexed) {
                try (PreparedStatement attach = connection.prepareStatement("attach database ? as search")) {
                    attach.setString(
                            1,
                            SearchIndex.file(folder.resolve(FILE))
                                    .toAbsolutePath()
                                    .toString());
                    attach.execute();
                }
            }
            return new SqlSearch(new SqliteDialect(connection), indexed);
        });
    }

    @Override
    public Whole whole() throws SQLException {
        return on(false, connection -> new SqliteWhole(connection, folder.resolve(FILE)));
    }

    @Override
    public String check(Duration limit) {
        try (Connection connection = source(folder, true).getConnection();
                Statement check = connection.createStatement()) {
            checking = check;
            CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> end(check));
            // the second looks at the indexes too, and takes longer
            for (String look : List.of("quick_check", "integrity_check")) {
                try (ResultSet found = check.executeQuery("pragma " + look + "(1)")) {
                    if (found.next() && !"ok".equals(found.getString(1))) {
                        return found.getString(1);
                    }
                }
            }
            return null;
        } catch (SQLException e) {
            if (SqliteFaults.isInterrupted(e)) {
                LOG.info(
                        "The ledger file is too large to be looked through within {} s; by hand, best on a copy:"
                                + " sqlite3 {} 'pragma quick_check'",
                        limit.toSeconds(),
                        FILE);
                return null;
            }
            return SqliteFaults.advice(e);
        } finally {
            checking = null;
        }
    }

    private void end(Statement check) {
        try {
            if (check != null && check == checking) {
                check.cancel();
            }
        } catch (SQLException e) {
            LOG.debug("The look at the ledger's file was over", e);
        }
    }

    @Override
    public String advice(SQLException e) {
        return SqliteFaults.advice(e);
    }

    @Override
    public String damaged(String what) {
        return "The ledger file in " + folder.toAbsolutePath() + " is damaged (" + what.replaceAll("\\s+", " ")
                + "): what cannot be read is lost; stop the hub and restore the file from a backup";
    }

    @Override
    public boolean isInDataFolder() {
        return true;
    }

    @Override
    public long size() {
        long size = 0;
        for (String name : List.of(FILE, FILE + "-wal")) {
            try {
                size += Files.size(folder.resolve(name));
            } catch (NoSuchFileException e) {
                // the log comes and goes
            } catch (IOException e) {
                return -1;
            }
        }
        return size;
    }

    @Override
    public void close() {
        end(checking);
    }

    @Override
    public String toString() {
        return "SQLite, " + folder.toAbsolutePath().resolve(FILE);
    }
}
