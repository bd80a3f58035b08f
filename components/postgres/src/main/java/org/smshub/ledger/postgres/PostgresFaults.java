package org.smshub.ledger.postgres;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.smshub.ledger.store.Engine.Trouble;

/** PostgreSQL's SQLSTATEs (its manual, appendix A) told apart by what they mean for what follows. */
final class PostgresFaults {

    /** Raised by the function {@code written}: another session writes for this hub, or another hub has the ledger. */
    static final String FENCED = "HB001";

    /** Raised here: rows contradict each other. */
    static final String DAMAGED = "HB002";

    private static final String DISK_FULL = "53100";

    /**
     * Deadlock, serialization failure, a lock that did not come, a statement that was cancelled: the same group at once
     * again.
     */
    private static final Set<String> AGAIN = Set.of("40P01", "40001", "55P03", "57014");

    private PostgresFaults() {}

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }

    /** Whether the same group may be written at once as it is. */
    static boolean isAgain(SQLException e) {
        return AGAIN.contains(state(e));
    }

    static Trouble trouble(SQLException e) {
        String state = state(e);
        String kind = state.length() < 2 ? "" : state.substring(0, 2);
        return switch (kind) {
            // data and constraints: this row alone
            case "22", "23" -> Trouble.ROW;
            // disk full, out of memory; I/O of the server; rights and names, which somebody has to mend
            case "53" -> state.equals("53300") ? Trouble.CONNECTION : Trouble.STORAGE;
            case "58", "28", "42", "3D", "3F", "25" ->
                state.startsWith("25006") || state.equals("25P02") || state.equals("25P03")
                        ? Trouble.CONNECTION
                        : Trouble.STORAGE;
            // damaged data or index
            case "XX" -> Trouble.DAMAGE;
            case "HB" ->
                switch (state) {
                    case DAMAGED -> Trouble.DAMAGE;
                    case FENCED -> Trouble.FENCED;
                    default -> Trouble.CONNECTION;
                };
            case "40", "55" -> Trouble.STORAGE; // in vain again and again
            default -> Trouble.CONNECTION;
        };
    }

    /** All but a full disk: the server, its rights, a lock. */
    static boolean isAway(SQLException e) {
        return !state(e).equals(DISK_FULL);
    }

    /**
     * Whether who cannot open the ledger may wait: nobody answers, or the server stops or starts, has no room, is a standby, or has
     * locked the tables. Not where what the hub was told about it is wrong.
     */
    static boolean isPassing(SQLException e) {
        String state = state(e);
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            // 08004 refuses the way of the login, 08P01 is no server of PostgreSQL
            case "08" -> !state.equals("08004") && !state.equals("08P01") && !isOfIdentity(e);
            case "53", "57", "40", "58" -> true;
            default -> state.equals("25006") || state.equals("55P03");
        };
    }

    /** Who answers is not who he should be: the driver has one SQLSTATE for that and for a lost connection. */
    private static boolean isOfIdentity(SQLException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof SSLException
                    || each instanceof GeneralSecurityException
                    || each instanceof FileNotFoundException) {
                return true;
            }
        }
        return said(e).contains("hostnameverifier");
    }

    /** What is wrong, and what to do. */
    static String advice(SQLException e) {
        String state = state(e);
        String said = said(e);
        if (isOfIdentity(e)) {
            return "the database cannot show that it is the one of hub.ledger.url (" + said
                    + "); mend its certificate, sslrootcert, or the host's name there";
        }
        if (e.getCause() instanceof UnknownHostException) {
            return "nobody knows the host of the database (" + e.getCause().getMessage()
                    + "); mend hub.ledger.url, or what knows names: the hub goes on by itself";
        }
        if (state.startsWith("08")) {
            return "the database does not answer (" + said
                    + "); start it, or mend the way to it: the hub goes on by itself";
        }
        return switch (state) {
            case "57P01", "57P02", "57P03" ->
                "the database is stopping or starting (" + said + "); the hub goes on by itself";
            case "53300" ->
                "the database takes no more connections; raise its max_connections, a hub needs about eight";
            case DISK_FULL -> "the database's disk is full; make room there";
            case "25006" ->
                "the database is a standby, or read-only; promote it, or let hub.ledger.url name the primary too";
            case "28000", "28P01" ->
                "the database refuses the user (" + said + "); mend hub.ledger.user and hub.ledger.password,"
                        + " or its pg_hba.conf";
            case "3D000" -> "the database of hub.ledger.url does not exist (" + said + "); create it";
            case "42501" -> "the database's user may not do that (" + said + "); make it the owner of the hub's tables";
            case "55P03", "40P01", "40001" ->
                "another session of the database holds what the ledger needs (" + said
                        + "); end it (pg_stat_activity, pg_locks)";
            case "XX001", "XX002" ->
                "the database is damaged (" + said + "); make its indexes anew (reindex database), or restore"
                        + " it from a backup";
            default -> said;
        };
    }

    /**
     * The driver's words on one line; they name hosts and tables, and no values of rows but for the key of a conflict.
     */
    private static String said(SQLException e) {
        String words = String.valueOf(e.getMessage());
        if (e.getCause() instanceof IOException because && because.getMessage() != null && !words.contains("refused")) {
            words = words + " " + because.getMessage(); // "The connection attempt failed." says nothing
        }
        int more = words.indexOf('\n');
        return (more < 0 ? words : words.substring(0, more)).strip();
    }
}
