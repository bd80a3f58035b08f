package org.smshub.ledger.postgres;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings a database to the newest schema. Two hubs that start at once take turns: Flyway holds a lock of its own. */
final class PostgresSchema {

    private PostgresSchema() {}

    static void update(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:org/smshub/ledger/postgres")
                .load()
                .migrate();
    }
}
