package org.smshub.ledger.store;

import java.sql.SQLException;

/**
 * One writing connection to a ledger's database, used by one thread. What is behind it stands in the four roles
 * {@link Parts}, {@link Receipts}, {@link Events} and {@link Incoming}; every statement is guarded by the state it expects,
 * so that no sequence of groups leaves the diagram of {@link PartState}.
 */
public interface Engine extends AutoCloseable {

    /** What a failed write means for what follows. */
    enum Trouble {
        /** A row of the group cannot be written, others can: halve the group. Connection and statements are sound. */
        ROW,
        /** The connection is gone or in doubt: open anew, then write the same group again. */
        CONNECTION,
        /** The disk is full, gone, read-only or damaged: nothing can be written until that is mended. */
        STORAGE
    }

    /**
     * Writes a group: all of it, or nothing.
     *
     * @throws SQLException nothing was written; {@link #trouble} says what it means
     * @throws RuntimeException nothing was written: a row of the group is at fault ({@link Trouble#ROW})
     */
    Answers write(Group group) throws SQLException;

    /** What this failure of {@link #write} means. */
    Trouble trouble(SQLException e);

    /** What is wrong and what to do, for a person. */
    String advice(SQLException e);

    @Override
    void close() throws SQLException;
}
