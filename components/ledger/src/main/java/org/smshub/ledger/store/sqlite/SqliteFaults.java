package org.smshub.ledger.store.sqlite;

import java.sql.SQLException;
import org.smshub.ledger.store.Engine.Trouble;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * SQLite's result codes (sqlite.org/rescode.html) told apart: the disk's trouble, which concerns every write, and a
 * row's, which concerns only itself.
 */
public final class SqliteFaults {

    private SqliteFaults() {}

    private static int code(SQLException e) {
        return e.getErrorCode() & 0xFF;
    }

    static Trouble trouble(SQLException e) {
        return switch (code(e)) {
            // BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL, NOTADB
            case 5, 6, 7, 8, 10, 13, 14, 15, 26 -> Trouble.STORAGE;
            // CORRUPT
            case 11 -> Trouble.DAMAGE;
            // TOOBIG, CONSTRAINT, MISMATCH: this row alone; the connection and its transaction are sound
            case 18, 19, 20 -> Trouble.ROW;
            default -> Trouble.CONNECTION;
        };
    }

    /** Of a file that SQLite itself finds nothing wrong with. */
    static SQLException damage(String what) {
        return new SQLiteException(what, SQLiteErrorCode.SQLITE_CORRUPT);
    }

    /** Whether it was cancelled (SQLITE_INTERRUPT). */
    public static boolean isInterrupted(SQLException e) {
        return code(e) == 9;
    }

    /** What is wrong, and what to do. */
    public static String advice(SQLException e) {
        return switch (code(e)) {
            case 13 -> "the disk is full; make room in the data folder";
            case 8 -> "the data folder is read-only; give the hub's user the right to write there";
            case 10, 14 -> "the disk fails (" + e.getMessage() + "); look at the data folder's disk";
            case 11, 26 -> "the ledger file is damaged (" + e.getMessage() + "); restore it from a backup";
            case 5, 6 -> "another process holds the ledger file; end it";
            default -> e.getMessage();
        };
    }
}
