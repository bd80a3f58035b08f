package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * The one writing session of a hub. An advisory lock says that it lives: whoever else comes is refused, but the hub
 * itself, whose old session the server may not know to be lost yet, ends that one and has its place. So when the lock
 * is ours the old one has written what it ever will, and the row of the hub says up to which group.
 */
final class Sessions {

    /** With the schema: which lock. */
    private static final int LOCK = 1396;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long PAUSE_MILLIS = 50;

    private static final String KEY = "(" + LOCK + ", hashtext(current_schema()))";

    private final String node;

    /** The number of the group that was tried last in this process; it is written in the group itself. */
    private long tried;

    Sessions(String node) {
        this.node = node;
    }

    /** @param seq of the last group that is written */
    record Joined(long incarnation, long seq) {}

    Joined join(Connection connection) throws SQLException {
        long start = System.nanoTime();
        while (!is(connection, "select pg_try_advisory_lock" + KEY)) {
            boolean late = System.nanoTime() - start > PATIENCE_NANOS;
            if (late) {
                throw new SQLException(
                        "Another hub works with this ledger; end it, or name another database in hub.ledger.url",
                        "55006");
            }
            endOwn(connection);
            try {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("Interrupted while the ledger was opened", "57014", e);
            }
        }
        try (PreparedStatement join = connection.prepareStatement(
                "insert into node (node, incarnation, seq, pid, at) values (?, 1, 0, pg_backend_pid(),"
                        + " clock_timestamp())"
                        + " on conflict (node) do update set incarnation = node.incarnation + 1, pid = excluded.pid,"
                        + " at = excluded.at returning incarnation, seq")) {
            join.setString(1, node);
            try (ResultSet row = join.executeQuery()) {
                row.next();
                return new Joined(row.getLong(1), row.getLong(2));
            }
        }
    }

    /** Ends the session that this hub had before, if it is the one that has the lock. */
    private void endOwn(Connection connection) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(
                "select pg_terminate_backend(l.pid) from pg_locks l join node n on n.pid = l.pid where n.node = ?"
                        + " and l.locktype = 'advisory' and l.granted and l.classid = " + LOCK
                        + " and l.objid::bigint = hashtext(current_schema())::bigint & 4294967295"
                        + " and l.database = (select oid from pg_database where datname = current_database())")) {
            end.setString(1, node);
            end.executeQuery().close();
        }
    }

    private static boolean is(Connection connection, String question) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(question);
                ResultSet row = ask.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    String node() {
        return node;
    }

    long tries(long seq) {
        tried = seq;
        return seq;
    }

    long tried() {
        return tried;
    }
}
