package org.smshub.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.smshub.ledger.commit.Crew;
import org.smshub.ledger.commit.Workers;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.sqlite.SqliteEngine;
import org.smshub.ledger.store.sqlite.SqliteSchema;
import org.smshub.link.nature.Nature;

/** What a ledger stands on: the machine, its disk and its threads; or what a simulation puts in their place. */
public interface Ground {

    /** Threads at most of what follows commits. */
    int MOST_FOLLOWERS = 256;

    /** The machine. */
    Ground MACHINE = new Ground() {};

    /** The time, and chance. */
    default Nature nature() {
        return Nature.REAL;
    }

    /** Brings a ledger's file to the newest schema. */
    default void update(DataSource file) throws SQLException {
        SqliteSchema.update(file);
    }

    /** What writes by a connection, which it closes when it is closed. */
    default Engine engine(Connection connection) throws SQLException {
        return new SqliteEngine(connection);
    }

    /** A crew for one ledger. */
    default Crew crew() {
        return new Workers(MOST_FOLLOWERS);
    }

    /** Whether the ledger has threads of its own; else somebody calls {@link Ledger#step} and {@link Ledger#refresh}. */
    default boolean hasThreads() {
        return true;
    }
}
