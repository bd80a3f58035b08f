package org.smshub.ledger.store;

import java.sql.Connection;

/** An engine with an empty ledger, for the suites that every engine must pass. */
public interface EngineUnderTest {

    /** A new one on the same ledger, as after a restart; what was open before is closed. */
    Engine open() throws Exception;

    Reader reader() throws Exception;

    /** For what only an editor's hand, or an older hub, writes. */
    Connection connection() throws Exception;

    /** A statement in SQLite's words, as its database has it. */
    default String words(String sqlite) {
        return sqlite;
    }

    void close() throws Exception;
}
