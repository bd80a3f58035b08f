package org.smshub.ledger.store.sqlite.search;

import com.github.f4b6a3.ulid.Ulid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.store.Store;
import org.smshub.ledger.store.sql.SqlSearch;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.ledger.store.sql.dialect.Sql;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * Who was written to, by whom, and under which tags: in a file beside the ledger's, so that no accept pays for it. Rows of the
 * ledger are indexed {@value SqlSearch#SEGMENT} at a time, once all of them are there: sorted, a segment is written from its first page
 * to its last, where an index of all rows would touch a page for each. A search looks into each segment, and goes through the
 * rows behind the last.
 *
 * <p>It is made of the ledger alone: whoever deletes the file while the hub is stopped loses nothing but the time to make it.
 * One thread.
 */
public final class SearchIndex implements Store.Index {

    private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);
    private static final String FILE = "search.db";

    /** So many of the newest rows may go again, as the parts of a message that is replaced by a shorter one, and others get their ids. */
    private static final int UNSETTLED = 2_048;

    /** Of the layout below; a file with another one is made anew. */
    private static final int VERSION = 1;

    /** Ids of the order of acceptance and of the clock may differ by so much. */
    private static final long SKEW_MILLIS = 60_000;

    private static final Columns NUMBER = new Columns("n");
    private static final Columns OLDEST = new Columns("id, message_id");
    private static final Columns LAST = new Columns("last");
    private static final Columns FIELDS = new Columns("id, fields");

    private final Connection connection;
    private final PreparedStatement newest;
    private final PreparedStatement oldest;
    private final PreparedStatement next;
    private final PreparedStatement last;
    private final PreparedStatement fill;
    private final PreparedStatement tagged;
    private final PreparedStatement tag;
    private final PreparedStatement done;
    private final PreparedStatement dropPostings;
    private final PreparedStatement dropSegments;

    private SearchIndex(Connection connection) throws SQLException {
        this.connection = connection;
        newest = connection.prepareStatement("select max(id) from ledger.part");
        oldest = connection.prepareStatement("select id, message_id from ledger.part order by id limit 1");
        next = connection.prepareStatement("select max(id) + 1 from segment");
        last = connection.prepareStatement("select last from segment where id = ?");
        String rows = " from ledger.part where id >= ?1 and id < ?2 and part = 1";
        fill = connection.prepareStatement(
                "insert or ignore into posting (segment, kind, key, id) select ?3, k, v, id from ("
                        + "select " + SqlSearch.RECIPIENT + " as k, recipient as v, id" + rows
                        + " union all select " + SqlSearch.SENDER + ", sender, id" + rows + " and sender is not null"
                        + " union all select " + SqlSearch.CLIENT + ", client, id" + rows + ") order by k, v, id");
        tagged = connection.prepareStatement(
                "select id, fields" + rows + " and fields like '%" + MessageView.TAGS + "=%' order by id");
        tag = connection.prepareStatement(
                "insert or ignore into posting (segment, kind, key, id) values (?, " + SqlSearch.TAG + ", ?, ?)");
        done = connection.prepareStatement("insert into segment (id, last) values (?1, coalesce("
                + "(select message_id from ledger.part where id < ?2 order by id desc limit 1), ''))");
        dropPostings = connection.prepareStatement("delete from posting where segment < ?");
        dropSegments = connection.prepareStatement("delete from segment where id < ?");
    }

    /**
     * Opens the index of the ledger in this folder, or begins a new one.
     *
     * @param ledger the ledger's file
     */
    public static SearchIndex open(Path ledger) throws SQLException {
        Path file = file(ledger);
        try {
            return made(file, ledger);
        } catch (SQLException e) {
            LOG.warn("{} cannot be used ({}): it is made anew from the ledger", file, e.getMessage());
            try {
                for (String name : Arrays.asList(FILE, FILE + "-wal", FILE + "-shm")) {
                    Files.deleteIfExists(file.resolveSibling(name));
                }
            } catch (IOException deleting) {
                e.addSuppressed(deleting);
                throw e;
            }
            return made(file, ledger);
        }
    }

    /** Of a ledger's file. */
    public static Path file(Path ledger) {
        return ledger.resolveSibling(FILE);
    }

    private static SearchIndex made(Path file, Path ledger) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        // what a power cut takes is made again
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setBusyTimeout(5_000);
        config.setGetGeneratedKeys(false);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        Connection connection = source.getConnection();
        try (Statement s = connection.createStatement()) {
            int version;
            try (ResultSet row = s.executeQuery("pragma user_version")) {
                version = row.next() ? row.getInt(1) : 0;
            }
            if (version != VERSION) {
                s.execute("drop table if exists posting");
                s.execute("drop table if exists segment");
                s.execute("create table segment (id integer primary key, last text not null)");
                s.execute("create table posting (segment integer not null, kind integer not null, key not null,"
                        + " id integer not null, primary key (segment, kind, key, id)) without rowid");
                s.execute("pragma user_version = " + VERSION);
            }
            try (PreparedStatement attach = connection.prepareStatement("attach database ? as ledger")) {
                attach.setString(1, ledger.toAbsolutePath().toString());
                attach.execute();
            }
            return new SearchIndex(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Indexes the next rows, or drops what the retention has deleted. */
    @Override
    public boolean step() throws SQLException {
        long first = 0;
        try (Row row = Sql.query(oldest, OLDEST)) {
            if (!row.next()) {
                return false;
            }
            first = row.longer("id") / SqlSearch.SEGMENT;
            if (isOther(first, row.text("message_id"))) {
                LOG.info("Ids of the ledger began anew: so does the index of what is searched for");
                drop(Long.MAX_VALUE);
            }
        }
        drop(first);
        long from = Math.max(first, number(next)) * SqlSearch.SEGMENT;
        long to = from + SqlSearch.SEGMENT;
        if (number(newest) < to + UNSETTLED) {
            return false;
        }
        connection.setAutoCommit(false);
        try {
            long segment = from / SqlSearch.SEGMENT;
            Sql.update(fill, from, to, segment);
            tags(from, to, segment);
            Sql.update(done, segment, to);
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
        return true;
    }

    private void tags(long from, long to, long segment) throws SQLException {
        try (Row row = Sql.query(tagged, FIELDS, from, to)) {
            while (row.next()) {
                for (String word : MessageView.tags(row.text("fields"))) {
                    Sql.update(tag, segment, word.toLowerCase(Locale.ROOT), row.longer("id"));
                }
            }
        }
    }

    /** Whether the oldest row was accepted after what stood in its segment when that was indexed: all rows went meanwhile. */
    private boolean isOther(long segment, String messageId) throws SQLException {
        try (Row row = Sql.query(last, LAST, segment)) {
            return row.next()
                    && Ulid.isValid(row.text("last"))
                    && Ulid.isValid(messageId)
                    && Ulid.from(messageId).getTime()
                            > Ulid.from(row.text("last")).getTime() + SKEW_MILLIS;
        }
    }

    private void drop(long before) throws SQLException {
        if (Sql.update(dropSegments, before) > 0) {
            Sql.update(dropPostings, before);
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (Row row = Sql.query(statement, NUMBER)) {
            return row.next() ? row.longer("n") : 0;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
