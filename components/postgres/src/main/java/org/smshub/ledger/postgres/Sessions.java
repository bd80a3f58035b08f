package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * The one writing session of a hub. An advisory lock says that it lives: the hub itself, whose old session the server may not know to
 * be lost yet, ends that one and has its place. So when the lock is ours the old one has written what it ever will, and the row of the
 * hub says up to which group.
 */
final class Sessions {

    /** With the hub's id: which lock. */
    static final int LOCK = 1396;

    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final long PAUSE_MILLIS = 50;

    /** One hub has the ledger alone, or several share it. */
    private static final int ALL = 0;

    private final String node;
    private final boolean shared;

    /** In this process. */
    private boolean joinedBefore;

    /** The number of the group that was tried last in this process; it is written in the group itself. */
    private long tried;

    Sessions(String node, boolean shared) {
        this.node = node;
        this.shared = shared;
    }

    boolean isShared() {
        return shared;
    }

    /** @param seq of the last group that is written @param buried another hub took this one for dead since it joined last */
    record Joined(long incarnation, long seq, boolean buried) {}

    private record Row(int id, boolean alive) {}

    Joined join(Connection connection) throws SQLException {
        int id = row(connection).id();
        long start = System.nanoTime();
        while (!is(connection, lock(id))) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                throw new SQLException(
                        shared
                                ? "Another hub works with this ledger that shares it with none (hub.nodes = false there), or has this"
                                        + " one's name (the file node in its data folder); end it, or give this one a folder of its own"
                                : "Another hub works with this ledger; end it, let both say hub.nodes = true, or name another database"
                                        + " in hub.ledger.url",
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
        boolean buried = joinedBefore && !row(connection).alive();
        joinedBefore = true;
        try (PreparedStatement join = connection.prepareStatement("update node set incarnation = incarnation + 1,"
                + " alive = true, pid = pg_backend_pid(), at = clock_timestamp() where node = ? returning incarnation, seq")) {
            join.setString(1, node);
            try (ResultSet row = join.executeQuery()) {
                row.next();
                return new Joined(row.getLong(1), row.getLong(2), buried);
            }
        }
    }

    /** Of all or none: the hub's own, and whether it shares with others. */
    private String lock(int id) {
        String all = "pg_try_advisory_lock" + (shared ? "_shared" : "") + "(" + LOCK + ", " + ALL + ")";
        return "select case when " + all + " then pg_try_advisory_lock(" + LOCK + ", " + id + ") else false end";
    }

    private Row row(Connection connection) throws SQLException {
        try (PreparedStatement make = connection.prepareStatement(
                "insert into node (node, incarnation, seq, pid, at, alive) values (?, 0, 0, pg_backend_pid(),"
                        + " clock_timestamp(), false) on conflict (node) do nothing")) {
            make.setString(1, node);
            make.executeUpdate();
        }
        try (PreparedStatement ask = connection.prepareStatement("select id, alive from node where node = ?")) {
            ask.setString(1, node);
            try (ResultSet row = ask.executeQuery()) {
                row.next();
                return new Row(row.getInt(1), row.getBoolean(2));
            }
        }
    }

    /** Ends the session that this hub had before, if it is the one that has the lock. */
    private void endOwn(Connection connection) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(
                "select pg_terminate_backend(l.pid) from pg_locks l join node n on n.pid = l.pid where n.node = ?"
                        + " and l.locktype = 'advisory' and l.granted and l.classid = " + LOCK
                        + " and l.objid = n.id"
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
