package org.smshub.it.console;

import java.nio.file.Files;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.smshub.ledger.postgres.FilledLedger;
import org.smshub.ledger.postgres.OwnServer;

/** The messages of {@link LargeLedger} in a PostgreSQL with the settings that docs/scaling.md advises. */
final class LargePostgres {

    private static final int STEP = 500_000;

    private LargePostgres() {}

    /** @return epoch milliseconds of its newest message */
    static long fill(OwnServer server, long messages) throws Exception {
        FilledLedger.prepare(server);
        long now = System.currentTimeMillis();
        long start = System.nanoTime();
        FilledLedger.Octets octets =
                FilledLedger.load(Files.createTempDirectory("large-postgres"), server.url(), sql -> {
                    words(sql);
                    for (long from = 0; from < messages; from += STEP) {
                        long to = Math.min(messages, from + STEP);
                        sql.execute(parts(now, messages, from, to));
                        sql.execute(attempts(now, messages, from, to));
                    }
                });
        System.out.printf(
                Locale.ROOT,
                "FIGURE %d messages in PostgreSQL in %d s, %d MiB, of which indexes are %d%n",
                messages,
                Duration.ofNanos(System.nanoTime() - start).toSeconds(),
                octets.all() >> 20,
                octets.indexes() >> 20);
        FilledLedger.end(server);
        return now;
    }

    private static void words(Statement sql) throws SQLException {
        sql.execute(
                "insert into word (id, word) values (200, 'sink'), (201, 'other'), (202, 'orange'), (203, 'seldom'),"
                        + " (210, 'sink,other'), (220, 'http-send'), (221, 'smpp-in poland')");
        sql.execute("insert into word (id, word) select 300 + i, 'client-' || i from generate_series(0, 49) i");
        sql.execute("select setval(pg_get_serial_sequence('word', 'id'), 1000)");
    }

    private static String at(long now, long messages) {
        long span = LargeLedger.SPAN.toMillis();
        return "(" + (now - span) + " + i * " + span + " / " + messages + ")";
    }

    /** A ULID: the ten characters of its time, and a number. */
    private static final String ID = IntStream.rangeClosed(0, 9)
                    .mapToObj(i -> "substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + ((at >> " + (45 - 5 * i)
                            + ") & 31)::int, 1)")
                    .collect(Collectors.joining(" || "))
            + " || lpad(i::text, 16, '0')";

    private static String rows(long now, long messages, long from, long to) {
        return " from (select i, " + at(now, messages) + " as at from generate_series(" + from + "::bigint, " + (to - 1)
                + ") i) n, ";
    }

    private static String parts(long now, long messages, long from, long to) {
        return "insert into part (state, link, priority, due, receipt, recipient, error_code, account, remote_key,"
                + " remote_id, attempts, sent_at, done_at, accepted_at, message_id, part, parts, client, client_ref, sender,"
                + " encoding, links, body, origin, fields) select " + LargeLedger.STATE + ", " + LargeLedger.LINK
                + ", 1, at, 22, '+48' || (500000000 + (i * 7919) % 300000000),"
                + " case when i % 1000 >= 940 then 'smpp:0x0b' end, " + LargeLedger.LINK
                + ", 'r' || lpad((i * 2 + p)::text, 10, '0'), 'r' || lpad((i * 2 + p)::text, 10, '0'), 1, at + 40,"
                + " at + 3000, at, " + ID + ", p, case when i % 20 = 11 then 2 else 1 end, 300 + (i * 31) % 50,"
                + " case when p = 1 then 'order-' || lpad(i::text, 9, '0') end,"
                + " case when i % 3 = 0 then 'ACME' else 'S' || i % 1000 end, 31, 210, 'Your code is ' || (i % 1000000)"
                + " || '. It is good for ten minutes.', case when i % 2 = 0 then 220 else 221 end,"
                + " case when i % 10 = 0 then 'tags=otp' when i % 5000 = 9 then 'tags=blue' end"
                + rows(now, messages, from, to) + "(values (1), (2)) v(p) where p = 1 or i % 20 = 11 order by i, p";
    }

    private static String attempts(long now, long messages, long from, long to) {
        return "insert into part_history (message_id, part, n, at, link, outcome, code, text) select " + ID
                + ", 1, k, at + 1000 * k, 'sink', 'NOT_SENT', 'smpp:0x0b', 'refused'" + rows(now, messages, from, to)
                + "(values (1), (2)) v(k) where i % 1000 >= 970 and i % 1000 < 999";
    }
}
