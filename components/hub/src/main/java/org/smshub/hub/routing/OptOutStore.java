package org.smshub.hub.routing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.smshub.ledger.store.DataFolder;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Who wants no messages, and of whom: a file of its own (SQLite) beside the ledger, and the same in memory. A change is told as
 * done when it is committed and synced; those that wait at the same moment share a commit.
 */
final class OptOutStore implements AutoCloseable {

    private static final int MOST_WAITING = 1_000;
    private static final int LAYOUT = 1;
    private static final long STOP_SECONDS = 10;

    /** @param word by which it was asked for */
    private record Change(String scope, String number, boolean out, String word, CompletableFuture<Void> done) {}

    private final Connection connection;
    private final Set<String> out = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Change> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer;
    private volatile boolean closed;

    private OptOutStore(Connection connection, boolean readOnly) throws SQLException {
        this.connection = connection;
        try (Statement all = connection.createStatement();
                ResultSet row = all.executeQuery("select scope, number from opt_out")) {
            while (row.next()) {
                out.add(key(row.getString(1), row.getString(2)));
            }
        }
        writer = new Thread(this::write, "opt-outs");
        writer.setDaemon(true);
        if (!readOnly) {
            writer.start();
        }
    }

    /** Opens the file, which is made where it is missing. */
    static OptOutStore open(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path made = new DataFolder(folder).make().file(file.getFileName().toString());
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        try {
            Connection connection = connect(config, made);
            try (Statement s = connection.createStatement()) {
                int layout;
                try (ResultSet row = s.executeQuery("pragma user_version")) {
                    layout = row.next() ? row.getInt(1) : 0;
                }
                if (layout > LAYOUT) {
                    throw new IOException(made + " is of a newer hub than this one (layout " + layout + ")");
                }
                s.execute("create table if not exists opt_out (scope text not null, number text not null,"
                        + " word text not null, at integer not null, primary key (scope, number)) without rowid");
                s.execute("pragma user_version = " + LAYOUT);
            } catch (SQLException | IOException e) {
                connection.close();
                throw e;
            }
            return new OptOutStore(connection, false);
        } catch (SQLException e) {
            throw new IOException(made + " cannot be used as the list of opt-outs: " + e.getMessage(), e);
        }
    }

    /** What is in it now, and no more; a file that is missing has nothing in it. */
    static OptOutStore look(Path file) throws IOException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(5_000);
        try {
            if (Files.exists(file) && Files.size(file) > 0) {
                config.setReadOnly(true);
                return new OptOutStore(connect(config, file), true);
            }
            Connection empty = connect(config, Path.of(":memory:"));
            try (Statement s = empty.createStatement()) {
                s.execute("create table opt_out (scope text, number text)");
            }
            return new OptOutStore(empty, true);
        } catch (SQLException e) {
            throw new IOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Connection connect(SQLiteConfig config, Path file) throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source.getConnection();
    }

    private static String key(String scope, String number) {
        return scope + ' ' + number;
    }

    /** Whether this recipient has said that it wants none of these. */
    boolean isOut(String scope, String number) {
        return !out.isEmpty() && out.contains(key(scope, number));
    }

    int size() {
        return out.size();
    }

    /**
     * Done when it is committed; fails when it cannot be, and is as it was then.
     *
     * @param isOut whether the number wants no more of the scope, or some again
     */
    CompletableFuture<Void> set(String scope, String number, boolean isOut, String word) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closed || !waiting.offer(new Change(scope, number, isOut, word, done))) {
            done.completeExceptionally(new RejectedExecutionException(
                    closed ? "The hub is stopping" : "More than " + MOST_WAITING + " opt-outs wait to be written"));
        }
        return done;
    }

    private void write() {
        List<Change> group = new ArrayList<>();
        while (!closed || !waiting.isEmpty()) {
            group.clear();
            try {
                Change first = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    group.add(first);
                    waiting.drainTo(group);
                    commit(group);
                }
            } catch (InterruptedException e) {
                closed = true;
            } catch (SQLException | RuntimeException e) {
                IOException failure = new IOException("The opt-out cannot be written: " + e.getMessage(), e);
                group.forEach(change -> change.done().completeExceptionally(failure));
            }
        }
    }

    private void commit(List<Change> group) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement put = connection.prepareStatement(
                        "insert or ignore into opt_out (scope, number, word, at) values (?, ?, ?, ?)");
                PreparedStatement drop =
                        connection.prepareStatement("delete from opt_out where scope = ? and number = ?")) {
            for (Change change : group) {
                PreparedStatement statement = change.out() ? put : drop;
                statement.setString(1, change.scope());
                statement.setString(2, change.number());
                if (change.out()) {
                    statement.setString(3, change.word());
                    statement.setLong(4, System.currentTimeMillis());
                }
                statement.executeUpdate();
            }
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            throw e;
        }
        for (Change change : group) {
            if (change.out()) {
                out.add(key(change.scope(), change.number()));
            } else {
                out.remove(key(change.scope(), change.number()));
            }
            change.done().complete(null);
        }
    }

    /** What waits is written before. */
    @Override
    public void close() {
        closed = true;
        try {
            writer.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            // nothing of it is open to anybody any more
        }
    }
}
