package org.smshub.ledger.store.sqlite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.EngineUnderTest;
import org.smshub.ledger.store.Reader;
import org.smshub.ledger.store.sql.SqlReader;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** SQLite on a file of its own, as the hub opens it. */
public final class SqliteUnderTest implements EngineUnderTest {

    private final Path file;
    private Engine engine;

    public SqliteUnderTest() throws Exception {
        this(Files.createTempDirectory("engine").resolve("ledger.db"));
        migrate(file, "latest");
    }

    public SqliteUnderTest(Path file) {
        this.file = file;
    }

    static void migrate(Path file, String target) throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        if (target.equals("latest")) {
            SqliteSchema.update(source);
        } else {
            SqliteSchema.migrate(source, target);
        }
    }

    @Override
    public Connection connection() throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF); // no test here cuts the power
        config.setBusyTimeout(5_000);
        config.setGetGeneratedKeys(false);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source.getConnection();
    }

    @Override
    public Engine open() throws SQLException {
        if (engine != null) {
            engine.close();
        }
        engine = new SqliteEngine(connection());
        return engine;
    }

    @Override
    public Reader reader() throws SQLException {
        return new SqlReader(new SqliteDialect(connection()));
    }

    @Override
    public void close() throws Exception {
        engine.close();
        try (var files = Files.list(file.getParent())) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(file.getParent());
    }
}
