package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.f4b6a3.ulid.Ulid;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.LedgerBench;
import org.smshub.ledger.Parts;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.store.Chores;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.StoreMaker;

/**
 * A ledger with 20 million finished parts of thirty days and 2 million that wait, beside an empty one of the same server: Debian's, with
 * durable commits and the settings that docs/scaling.md advises. With -Pfull; it takes a quarter of an hour and 20 GB.
 */
class FullLedgerTest {

    private static final int FINISHED = Integer.getInteger("finished", 20_000_000);
    private static final int WAITING = FINISHED / 10;
    private static final int DAYS = 30;
    private static final long DAY_MILLIS = TimeUnit.DAYS.toMillis(1);
    private static final int ROUNDS = 5;
    private static final int GROUP = 30;
    private static final int CLAIMS = 100;

    /** Accepts a second while the retention works. */
    private static final int RATE = 500;

    private static final int LEAST_SECONDS = 5;
    private static final int MOST_SECONDS = 120;

    /** What a ledger that has just begun answers late says nothing. */
    private static final int WARM_MILLIS = 1_000;

    @TempDir
    Path folder;

    private final long now = System.currentTimeMillis();

    @Test
    @Timeout(1800)
    void isAsFastAsAnEmptyOne() throws Exception {
        assumeThat(Boolean.getBoolean("full")).as("-Pfull").isTrue();
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        try (OwnServer server = OwnServer.start()) {
            FilledLedger.prepare(server);
            server.execute("create database full_ledger");
            String full = server.url().replace("/ledger?", "/full_ledger?");
            fill(full);
            FilledLedger.end(server);
            server.execute("checkpoint");
            System.out.println("filled");
            assertThat(PlansTest.throughATable(full)).isEmpty();
            double ratio = rates(server, full);
            claims(full);
            retention(server, full);
            assertThat(ratio)
                    .as("the rate of an empty one by that of the full one")
                    .isLessThan(1.25);
        }
    }

    private StoreMaker.Place place(String url) {
        return new StoreMaker.Place(folder, url, null, null);
    }

    private void fill(String url) throws Exception {
        long start = System.nanoTime();
        FilledLedger.Octets octets = FilledLedger.load(folder, url, sql -> {
            sql.execute("insert into word (word) select 'word ' || n from generate_series(1, 200) n");
            long spread = DAYS * DAY_MILLIS / FINISHED;
            long first = now - (DAYS + 1) * DAY_MILLIS;
            sql.execute(rows(FINISHED, first, spread, "6", "at", "at", "at + 3000", "at + 5000", "'m' || n", "170"));
            // a third of them later, in the highest priority
            String due = "at + case when n % 3 = 0 then 864000000 else 0 end";
            sql.execute(rows(
                    WAITING, now - DAY_MILLIS, DAY_MILLIS / WAITING, "1", due, "null", "null", "null", "null", "null"));
        });
        say(
                "%,d finished and %,d waiting rows: %.1f GB, of which indexes are %.1f; filled in %d s",
                FINISHED,
                WAITING,
                octets.all() / 1e9,
                octets.indexes() / 1e9,
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
    }

    /**
     * @param first when the first is accepted, epoch milliseconds; each so much later than the one before
     * @param values of state, due, claimed_at, sent_at, done_at, remote_id, account
     */
    private static String rows(int count, long first, long spread, String... values) {
        StringBuilder time = new StringBuilder();
        for (int digit = 9; digit >= 0; digit--) {
            time.append("substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', ((at >> ")
                    .append(5 * digit)
                    .append(") & 31)::int + 1, 1) || ");
        }
        return "insert into part (message_id, client_ref, priority, link, recipient, client, part, parts, sender, body,"
                + " encoding, receipt, links, accepted_at, state, due, claimed_at, sent_at, done_at, remote_id, account,"
                + " remote_key) select " + time + "lpad(n::text, 16, '0'), 'ref-" + values[0] + "-' || n,"
                + " case when n % 3 = 0 then 3 else n % 3 end, 160 + n % 7, '+48' || (600000000 + n % 90000000),"
                + " 100 + n % 50, 1, 1, 'ACME', 'A text of forty-three characters, as usual.', 31, 22, 160, at, "
                + String.join(", ", values) + ", " + values[5] + " from (select n, " + first + " + n::bigint * "
                + spread
                + " as at from generate_series(1, " + count + ") n) rows";
    }

    private double rates(OwnServer server, String full) throws Exception {
        List<double[]> empty = new ArrayList<>();
        List<double[]> filled = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            server.execute("drop schema public cascade; create schema public");
            double[] one = run(server, server.url(), 0);
            double[] other = run(server, full, round + 1);
            if (round >= 0) {
                empty.add(one);
                filled.add(other);
            }
        }
        double ratio = median(filled, 1) / median(empty, 1);
        say(
                "groups of %d, empty: %.0f/s, server %.3f CPU s per 1,000; full: %.0f/s, %.3f (rate of the full one: %.2f)",
                GROUP, 1e6 / median(empty, 1), median(empty, 2), 1e6 / median(filled, 1), median(filled, 2), 1 / ratio);
        return ratio;
    }

    private double[] run(OwnServer server, String url, int round) throws Exception {
        try (Engine engine =
                StoreMaker.of(place(url)).open(place(url), System.err::println).engine()) {
            Group first = new Group(System.currentTimeMillis());
            first.chores = new Chores(1_000, 0, 0, Map.of(), null, false);
            engine.write(first);
            double before = server.cpuSeconds();
            double[] took = LedgerBench.run(engine, GROUP, true, round);
            took[2] = (server.cpuSeconds() - before) * 1_000 / LedgerBench.MESSAGES;
            return took;
        }
    }

    private static double median(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(r -> r[column]).sorted().toArray()[rows.size() / 2];
    }

    private void claims(String url) throws Exception {
        String link = one(url, "select word from word where id = 160");
        List<double[]> took = new ArrayList<>();
        try (Engine engine =
                StoreMaker.of(place(url)).open(place(url), System.err::println).engine()) {
            for (int i = 0; i < Math.min(50, WAITING / 20 / CLAIMS); i++) {
                Group group = new Group(System.currentTimeMillis());
                group.claims.add(new Group.ClaimWish(link, CLAIMS, 0, Integer.MAX_VALUE));
                long start = System.nanoTime();
                assertThat(engine.write(group).claims.get(0)).hasSize(CLAIMS);
                took.add(new double[] {(System.nanoTime() - start) / 1e6});
            }
        }
        say(
                "%d claims of a link with %,d waiting: %.1f ms, median of %d",
                CLAIMS, WAITING / 7, median(took, 0), took.size());
    }

    private void retention(OwnServer server, String url) throws Exception {
        long oldest = count(url);
        double start = server.cpuSeconds();
        double[] with = latencies(url, now - DAYS * DAY_MILLIS, MOST_SECONDS);
        double busy = server.cpuSeconds() - start;
        start = server.cpuSeconds();
        // as long: a single stall is a large part of a short time
        int seconds = Math.max(LEAST_SECONDS, (int) with[3]);
        double[] without = latencies(url, 0, seconds);
        double cpu = busy - (server.cpuSeconds() - start) * with[3] / seconds;
        long left = count(url);
        say(
                "retention of a day, %,d rows, beside %d accepts a second: %.1f s (%,d rows left), %.3f CPU s of the server per 1,000;"
                        + " accepts' p50 / p99 / most without it %.1f / %.1f / %.1f ms, with it %.1f / %.1f / %.1f ms",
                oldest,
                RATE,
                with[3],
                left,
                cpu * 1_000 / (oldest - left),
                without[0],
                without[1],
                without[2],
                with[0],
                with[1],
                with[2]);
    }

    /** Parts of the oldest day. */
    private long count(String url) throws SQLException {
        return Long.parseLong(
                one(url, "select count(*) from part where message_id < '" + Ulid.min(now - DAYS * DAY_MILLIS) + "'"));
    }

    private static String one(String url, String question) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement ask = connection.createStatement();
                ResultSet row = ask.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    /** @param before epoch milliseconds: what ended before goes; 0 = nothing. Ends when it is gone */
    private double[] latencies(String url, long before, int seconds) throws Exception {
        long keep = before == 0 ? 0 : System.currentTimeMillis() - before;
        ConcurrentLinkedQueue<Double> took = new ConcurrentLinkedQueue<>();
        double gone = 0;
        try (Ledger ledger = new Ledger(place(url), new LedgerSettings(200, keep, 0, 0), Ground.MACHINE);
                Connection asking = DriverManager.getConnection(url);
                Statement ask = asking.createStatement()) {
            // the start of a ledger reads all that waits for a later time, once
            ledger.accept(Parts.on(Parts.id(), "nowhere")).get(MOST_SECONDS, TimeUnit.SECONDS);
            long start = System.nanoTime();
            long warm = start + TimeUnit.MILLISECONDS.toNanos(WARM_MILLIS);
            long end = warm + TimeUnit.SECONDS.toNanos(seconds);
            int sent = 0;
            for (long at = start; at < end && gone == 0; at = System.nanoTime()) {
                for (; sent < (at - start) / (TimeUnit.SECONDS.toNanos(1) / RATE); sent++) {
                    long posted = System.nanoTime();
                    CompletableFuture<?> answer = ledger.accept(Parts.on(Parts.id(), "nowhere"));
                    if (posted > warm) {
                        answer.thenRun(() -> took.add((System.nanoTime() - posted) / 1e6));
                    }
                }
                if (before != 0 && sent % RATE == 0) {
                    // by the order of its ids: the first that is left
                    try (ResultSet row = ask.executeQuery(
                            "select accepted_at from part where message_id > '0' order by message_id limit 1")) {
                        row.next();
                        gone = row.getLong(1) >= before - 10_000 ? (System.nanoTime() - start) / 1e9 : 0;
                    }
                }
                LockSupport.parkNanos(500_000);
            }
        }
        double[] sorted =
                took.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return new double[] {
            sorted[sorted.length / 2], sorted[sorted.length * 99 / 100], sorted[sorted.length - 1], gone
        };
    }

    private static void say(String format, Object... values) {
        System.out.printf(Locale.ROOT, "FIGURE " + format + "%n", values);
    }
}
