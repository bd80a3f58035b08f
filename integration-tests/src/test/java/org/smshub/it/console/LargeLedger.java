package org.smshub.it.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.store.sqlite.SqliteStore;
import org.smshub.ledger.store.sqlite.search.SearchIndex;

/**
 * A ledger of many messages of a week, written by SQL into the ledger's own schema: fifty clients, four links, one in twenty of
 * two parts, six in a hundred that ended badly (with their attempts), tags, references. It is made once in a folder and copied.
 */
final class LargeLedger {

    /** Over which the messages are spread; the newest are of the moment it was made. */
    static final Duration SPAN = Duration.ofDays(7);

    private static final String MADE = "made";
    private static final int STEP = 200_000;

    private LargeLedger() {}

    /** Makes it where it is not there yet. @return epoch milliseconds of its newest message */
    static long make(Path folder, long messages) throws IOException, SQLException {
        Path made = folder.resolve(MADE);
        if (Files.exists(made)) {
            return Long.parseLong(Files.readString(made).strip());
        }
        Files.createDirectories(folder);
        new Ledger(folder, new LedgerSettings(0, 0, 0, 0)).close();
        long now = System.currentTimeMillis();
        long start = System.nanoTime();
        try (Connection connection = SqliteStore.source(folder, false).getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("pragma synchronous = off");
            sql.execute("pragma cache_size = -1000000");
            words(sql);
            long from = 0;
            while (from < messages) {
                long to = Math.min(messages, from + STEP);
                sql.execute("begin");
                sql.execute(parts(now, messages, from, to));
                sql.execute(attempts(now, messages, from, to));
                sql.execute("commit");
                from = to;
            }
            sql.execute("pragma wal_checkpoint(truncate)");
        }
        double filled = (System.nanoTime() - start) / 1e9;
        SearchIndex index = SearchIndex.open(folder.resolve("ledger.db"));
        try {
            while (index.step()) {
                // the next 8,192 rows
            }
        } finally {
            index.close();
        }
        System.out.printf(
                Locale.ROOT,
                "FIGURE %d messages in %.0f s, %d MiB, and their index of searches in %.0f s, %d MiB%n",
                messages,
                filled,
                Files.size(folder.resolve("ledger.db")) >> 20,
                (System.nanoTime() - start) / 1e9 - filled,
                Files.size(SearchIndex.file(folder.resolve("ledger.db"))) >> 20);
        Files.writeString(made, String.valueOf(now));
        return now;
    }

    private static void words(Statement sql) throws SQLException {
        sql.execute(
                "insert into word (id, word) values (200, 'sink'), (201, 'other'), (202, 'orange'), (203, 'seldom'),"
                        + " (210, 'sink,other'), (220, 'http-send'), (221, 'smpp-in poland')");
        sql.execute("insert into word (id, word) with recursive n(i) as (select 0 union all select i + 1 from n"
                + " where i < 49) select 300 + i, 'client-' || i from n");
    }

    private static String at(long now, long messages) {
        long span = SPAN.toMillis();
        return "(" + (now - span) + " + i * " + span + " / " + messages + ")";
    }

    /** A ULID: the ten characters of its time, and a number. */
    private static String id(String millis) {
        return IntStream.rangeClosed(0, 9)
                        .mapToObj(i -> "substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((" + millis + " >> "
                                + (45 - 5 * i) + ") & 31), 1)")
                        .collect(Collectors.joining(" || "))
                + " || printf('%016d', i)";
    }

    private static String numbers(long from, long to) {
        return " with recursive n(i) as (select " + from + " union all select i + 1 from n where i + 1 < " + to + ") ";
    }

    /** Word of the state: 94 % delivered, the others undeliverable, failed, expired, rejected or cancelled. */
    static final String STATE = "case when i % 1000 < 940 then 6 when i % 1000 < 970 then 7 when i % 1000 < 985 then 11"
            + " when i % 1000 < 995 then 8 when i % 1000 < 999 then 9 else 12 end";

    static final String LINK =
            "case when i % 1013 = 7 then 203 when (i / 13) % 10 < 6 then 200 when (i / 13) % 10 < 9 then 201 else 202 end";

    private static String parts(long now, long messages, long from, long to) {
        String at = at(now, messages);
        return "insert into part (state, link, priority, due, receipt, recipient, error_code, account, remote_key,"
                + " remote_id, attempts, sent_at, done_at, accepted_at, message_id, part, parts, client, client_ref, sender,"
                + " encoding, links, body, origin, fields)" + numbers(from, to) + "select " + STATE + ", " + LINK
                + ", 1, " + at + ", 22, '+48' || (500000000 + (i * 7919) % 300000000),"
                + " iif(i % 1000 < 940, null, 'smpp:0x0b'), " + LINK + ", printf('r%010d', i * 2 + p),"
                + " printf('r%010d', i * 2 + p), 1, " + at + " + 40, " + at + " + 3000, " + at + ", " + id(at)
                + ", p, iif(i % 20 = 11, 2, 1), 300 + (i * 31) % 50, iif(p = 1, printf('order-%09d', i), null),"
                + " iif(i % 3 = 0, 'ACME', 'S' || i % 1000), 31, 210, 'Your code is ' || (i % 1000000)"
                + " || '. It is good for ten minutes.', iif(i % 2 = 0, 220, 221), case when i % 10 = 0 then 'tags=otp'"
                + " when i % 5000 = 9 then 'tags=blue' end from n, (select 1 as p union all select 2)"
                + " where p = 1 or i % 20 = 11";
    }

    private static String attempts(long now, long messages, long from, long to) {
        String at = at(now, messages);
        return "insert into part_history (message_id, part, n, at, link, outcome, code, text)" + numbers(from, to)
                + "select " + id(at) + ", 1, k, " + at
                + " + 1000 * k, 'sink', 'NOT_SENT', 'smpp:0x0b', 'refused' from n,"
                + " (select 1 as k union all select 2) where i % 1000 >= 970 and i % 1000 < 999";
    }

    /** {@code java … LargeLedger FOLDER MESSAGES}. */
    public static void main(String[] arguments) throws Exception {
        make(Path.of(arguments[0]), Long.parseLong(arguments[1]));
    }
}
