package org.smshub.ledger.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a ledger's file to the newest schema. Whatever ends the process in between, the next start goes on from there. */
public final class SqliteSchema {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteSchema.class);
    private static final long SAY_NANOS = 5_000_000_000L;

    /** Rows that move in one transaction. */
    private static final int PORTION = 5_000;

    private SqliteSchema() {}

    /** @throws SQLException rows of an older hub cannot be moved; what has been moved stays so */
    public static void update(DataSource source) throws SQLException {
        long start = System.nanoTime();
        long[] said = {start};
        update(source, PORTION, (done, all) -> {
            long now = System.nanoTime();
            if (done == 0) {
                LOG.info("{} parts of an older hub move to the new layout of the ledger's file", all);
            } else if (done == all || now - said[0] >= SAY_NANOS) {
                said[0] = now;
                LOG.info("{} of {} parts have moved, in {} s", done, all, (now - start) / 1_000_000_000);
            }
        });
    }

    static void update(DataSource source, int portion, OldRows.Listener listener) throws SQLException {
        migrate(source, "latest");
        try (Connection connection = source.getConnection()) {
            new OldRows(connection, portion).move(listener);
        }
    }

    static void migrate(DataSource source, String target) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:org/smshub/ledger/sqlite")
                .target(target)
                .load()
                .migrate();
    }
}
