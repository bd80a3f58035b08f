package org.smshub.ledger.store.sql.dialect;

import java.sql.SQLException;
import org.smshub.ledger.store.Engine.Trouble;

/**
 * How one database is spoken to, on one connection. The statements of the ledger stand once, in SQLite's words
 * ({@code iif}, {@code ?1} for a value that is needed again, {@code instr}, {@code min} and {@code max} of two values, a body that is
 * text or octets in one column); who speaks to another database says the same in its own.
 */
public interface Dialect extends AutoCloseable {

    /** Prepares a statement that stands in SQLite's words. */
    Prepared prepare(String sql) throws SQLException;

    /** Asks once, in SQLite's words; the answer holds what it needs until it is closed. */
    Row query(String sql, Columns columns) throws SQLException;

    /** Begins a transaction that writes. */
    void begin() throws SQLException;

    void commit() throws SQLException;

    void rollback() throws SQLException;

    /** Whether others than this hub write, too: nothing that was looked up holds beyond its transaction. */
    default boolean isShared() {
        return false;
    }

    /**
     * Until the end of this transaction nobody else goes on who asks for the same; what they wrote before is seen from here on. Where
     * one session writes alone there is nobody.
     */
    default void turn(String key) throws SQLException {
        // it is always ours
    }

    /** What makes anew whatever can be made of the rest, such as indexes. It takes its time. */
    void mend() throws SQLException;

    /** What this failure means for what follows. */
    Trouble trouble(SQLException e);

    /** What is wrong and what to do, for a person. */
    String advice(SQLException e);

    /** For rows that contradict each other, though the database finds nothing wrong with them: {@link Trouble#DAMAGE}. */
    SQLException damage(String what);

    /** Closes the connection. */
    @Override
    void close() throws SQLException;
}
