package org.smshub.ledger.postgres;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.smshub.ledger.store.StoreMaker;

/** Millions of messages at once, in a server that is set as docs/scaling.md advises; with it a benchmark has what lies there. */
public final class FilledLedger {

    /** Inserts rows of messages; words and what else they need, too. */
    public interface Rows {
        void insert(Statement sql) throws SQLException;
    }

    /** Of {@code part} with its indexes and all that belongs to it. */
    public record Octets(long all, long indexes) {}

    private FilledLedger() {}

    /** Restarts the server with its settings, and ready for {@link #load}. */
    public static void prepare(OwnServer server) throws Exception {
        for (String setting : List.of(
                "shared_buffers = '1GB'",
                "max_wal_size = '8GB'",
                "checkpoint_timeout = '15min'",
                "wal_compression = 'lz4'",
                "wal_level = 'minimal'",
                "max_wal_senders = 0")) {
            server.execute("alter system set " + setting);
        }
        server.stop();
        server.up();
    }

    /**
     * Makes the tables of a ledger and fills them. Made and filled in one transaction, a table needs no log; its indexes are made
     * afterwards, in one go each.
     *
     * @param folder of the data beside, empty
     */
    public static Octets load(Path folder, String url, Rows rows) throws Exception {
        StoreMaker.Place place = new StoreMaker.Place(folder, url, null, null);
        StoreMaker.of(place).open(place, System.err::println);
        try (Connection connection = DriverManager.getConnection(url);
                Statement sql = connection.createStatement()) {
            sql.execute("set maintenance_work_mem = '2GB'");
            sql.execute("set synchronous_commit = off");
            List<String> names = new ArrayList<>();
            List<String> indexes = new ArrayList<>();
            try (ResultSet row = sql.executeQuery("select indexname, indexdef from pg_indexes where tablename = 'part'"
                    + " and indexname <> 'part_pkey'")) {
                while (row.next()) {
                    names.add(row.getString(1));
                    indexes.add(row.getString(2));
                }
            }
            connection.setAutoCommit(false);
            sql.execute("truncate part");
            sql.execute("alter table part drop constraint part_pkey");
            for (String name : names) {
                sql.execute("drop index " + name);
            }
            rows.insert(sql);
            sql.execute("alter table part add primary key (id)");
            for (String index : indexes) {
                sql.execute(index);
            }
            connection.commit();
            connection.setAutoCommit(true);
            sql.execute("vacuum (freeze, analyze) part");
            sql.execute("vacuum analyze");
            try (ResultSet row = sql.executeQuery("select pg_total_relation_size('part'), pg_indexes_size('part')")) {
                row.next();
                return new Octets(row.getLong(1), row.getLong(2));
            }
        }
    }

    /** Restarts the server with a log for replicas, as one in use has it. */
    public static void end(OwnServer server) throws Exception {
        server.execute("alter system set wal_level = 'replica'");
        server.stop();
        server.up();
    }
}
