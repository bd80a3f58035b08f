package org.smshub.ledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.ledger.store.sql.dialect.Sql;

/**
 * Moves the parts of schema version 3 (table {@code part_before}) into those of version 4, in the order of their ids. A
 * portion is a transaction: it lies here or there, and takes the pages that the one before has left, so that the file
 * does not grow and a process that ends in between loses nothing.
 */
final class OldRows {

    private static final Columns EXISTS = new Columns("n");
    private static final Columns KEY = new Columns("message_id, part");

    private static final List<String> SAME = List.of(
            "priority",
            "due",
            "expires",
            "recipient",
            "remote_key",
            "doubt",
            "keep_text",
            "attempts",
            "throttles",
            "remote_id",
            "claimed_at",
            "sent_at",
            "done_at",
            "accepted_at",
            "message_id",
            "part",
            "parts",
            "client_ref",
            "sender",
            "udh",
            "class",
            "data_coding",
            "protocol_id",
            "body");
    private static final List<String> WORDS =
            List.of("link", "receipt", "account", "doubt_account", "told", "client", "encoding", "links", "events");

    /** In a state that none is: as the hub has read it all along. */
    private static final String BROKEN = "w.id is null";

    private final Connection connection;
    private final int portion;

    /**
     * @param connection in autocommit mode
     * @param portion rows a transaction
     */
    OldRows(Connection connection, int portion) {
        this.connection = connection;
        this.portion = portion;
    }

    interface Listener {
        /** After each portion, and once before the first. */
        void moved(long done, long all);
    }

    /** Moves what has not been moved; nothing where there is nothing. */
    void move(Listener listener) throws SQLException {
        if (number("select count(*) from sqlite_schema where name = 'part_before'") == 0) {
            return;
        }
        long all = number("select count(*) from part_before");
        long done = 0;
        if (all > 0) {
            listener.moved(0, all);
        }
        try (PreparedStatement last = connection.prepareStatement(
                        "select message_id, part from part_before" + " order by message_id, part limit 1 offset ?");
                PreparedStatement words = connection.prepareStatement(words());
                PreparedStatement move = connection.prepareStatement(move());
                PreparedStatement drop = connection.prepareStatement("delete from part_before" + UP_TO)) {
            while (done < all) {
                String id;
                int part;
                try (Row row = Sql.query(last, KEY, Math.min(portion, all - done) - 1)) {
                    row.next();
                    id = row.text("message_id");
                    part = row.number("part");
                }
                run("begin immediate");
                try {
                    Sql.update(words, id, part);
                    int moved = Sql.update(move, id, part);
                    int dropped = Sql.update(drop, id, part);
                    if (moved != dropped) {
                        throw new SQLException(moved + " parts for " + dropped + " up to " + id);
                    }
                    run("commit");
                    done += moved;
                } catch (SQLException e) {
                    undo(e);
                    throw e;
                }
                listener.moved(done, all);
            }
        }
        run("drop table part_before");
    }

    private static final String UP_TO = " where (message_id, part) <= (?1, ?2)";

    private static String words() {
        StringBuilder sql = new StringBuilder("insert into word (word) select word from (");
        for (String column : WORDS) {
            sql.append(sql.charAt(sql.length() - 1) == '(' ? "" : " union ")
                    .append("select cast(")
                    .append(column)
                    .append(" as text) as word from part_before")
                    .append(UP_TO);
        }
        return sql.append(") where word is not null and word not in (select word from word)")
                .toString();
    }

    private static String move() {
        StringBuilder into = new StringBuilder("insert into part (state, error_code, error_text");
        StringBuilder from =
                new StringBuilder(") select coalesce(w.id, 11), iif(" + BROKEN + ", 'hub:unreadable', error_code), iif("
                        + BROKEN + ", 'its state ' || state || ' is none', error_text)");
        for (String column : SAME) {
            into.append(", ").append(column);
            from.append(", ").append(column);
        }
        for (String column : WORDS) {
            into.append(", ").append(column);
            from.append(", (select id from word where word = cast(")
                    .append(column)
                    .append(" as text))");
        }
        return into + "" + from + " from part_before left join word w on w.word = upper(trim(state)) and w.id <= 12"
                + UP_TO + " order by message_id, part";
    }

    private long number(String query) throws SQLException {
        try (Statement s = connection.createStatement();
                Row row = new Row(s.executeQuery(query), EXISTS)) {
            row.next();
            return row.longer("n");
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement s = connection.createStatement()) {
            s.execute(sql);
        }
    }

    private void undo(SQLException why) {
        try {
            run("rollback");
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }
}
