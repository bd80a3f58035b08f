package org.smshub.ledger.store;

import java.sql.SQLException;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.PartState;

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
        /** The disk is full, gone or read-only: nothing can be written until that is mended. */
        STORAGE,
        /** What some row of the group needs is damaged: mend it once, else halve the group. The connection is gone. */
        DAMAGE,
        /**
         * Another hub took this one for dead, and what it owned is others': open anew, which joins again, then write the group again
         * without what is no longer its own.
         */
        FENCED
    }

    /**
     * Writes a group: all of it, or nothing.
     *
     * @throws CommitInDoubt nobody knows whether it was written
     * @throws SQLException nothing was written; {@link #trouble} says what it means
     * @throws RuntimeException nothing was written: a row of the group is at fault ({@link Trouble#ROW})
     */
    Answers write(Group group) throws SQLException;

    /** A link's account, which it may share with others: of each link before the first group on a new connection. */
    void learn(String link, Account account);

    /** What this failure of {@link #write} means. */
    Trouble trouble(SQLException e);

    /**
     * Whether the database that cannot be written to is away, and comes back, or lets itself be written to again. Else it is its disk
     * that is full or broken, which somebody has to mend first.
     */
    default boolean isAway(SQLException e) {
        return false;
    }

    /**
     * Whether a group whose commit failed is written all the same; asked on a new connection before it writes anything. Where
     * nothing tells, false: then the group holds only what may be written twice.
     */
    default boolean isWritten(Group group, Answers answers) throws SQLException {
        return false;
    }

    /** Mends what can be mended of a damaged file: what can be made anew from the rest. It takes its time. */
    default void mend() throws SQLException {
        // nothing can
    }

    /** What is wrong and what to do, for a person. */
    String advice(SQLException e);

    @Override
    void close() throws SQLException;
}
