package org.smshub.ledger;

import java.sql.SQLException;

/** One thing to write. Many share a transaction; only after its commit is anybody told. */
interface Work {

    /** Writes, on the group commit's thread. May run twice, when a neighbour in the same transaction failed. */
    void write(Transaction tx) throws SQLException;

    /** On another thread, after the commit. */
    void committed();

    /** On another thread: nothing was written. */
    void refused(LedgerException why);

    /** Whether nobody else knows it, so that the disk's trouble must delay it instead of refusing it. */
    default boolean mustBeKept() {
        return false;
    }
}
