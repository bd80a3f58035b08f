package org.smshub.ledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.commit.LedgerSettings;

/**
 * A large ledger of an older hub moves into the new layout: killed in the middle it goes on, and the disk does not fill.
 * The short form takes some ten thousand parts, {@code -Pfull} a million.
 */
class OldRowsTest {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int COUNT = FULL ? 1_000_000 : 30_000;
    private static final int PORTION = FULL ? 5_000 : 500;

    private static final List<String> COLUMNS = List.of(
            "message_id",
            "part",
            "parts",
            "client",
            "client_ref",
            "sender",
            "recipient",
            "hex(body)",
            "typeof(body)",
            "encoding",
            "hex(udh)",
            "class",
            "data_coding",
            "protocol_id",
            "receipt",
            "priority",
            "links",
            "link",
            "state",
            "due",
            "expires",
            "attempts",
            "doubt",
            "remote_id",
            "error_code",
            "error_text",
            "accepted_at",
            "claimed_at",
            "sent_at",
            "done_at",
            "events",
            "told",
            "account",
            "remote_key",
            "throttles",
            "keep_text",
            "doubt_account");
    private static final List<String> WORDS = List.of(
            "client", "encoding", "receipt", "links", "link", "state", "events", "told", "account", "doubt_account");

    @TempDir
    Path folder;

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("ledger.db"));
    }

    private void run(String... statements) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }

    private long number(String query) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement();
                ResultSet row = s.executeQuery(query)) {
            return row.getLong(1);
        }
    }

    /** As schema version 3 has it: messages of two parts, in each state, texts and octets. */
    private void fill() throws SQLException {
        SqliteUnderTest.migrate(folder.resolve("ledger.db"), "3");
        run(
                "pragma journal_mode = wal",
                "pragma synchronous = off",
                "insert into part (message_id, part, parts, client, client_ref, sender, recipient, body, encoding, udh, class,"
                        + " data_coding, protocol_id, receipt, priority, links, link, state, due, expires, attempts, doubt,"
                        + " remote_id, error_code, error_text, accepted_at, claimed_at, sent_at, done_at, events, told, account,"
                        + " remote_key, throttles, keep_text, doubt_account) with recursive n(i) as (select 0 union all"
                        + " select i + 1 from n where i < " + (COUNT - 1)
                        + ") select printf('01J%023d', i / 2), 1 + i % 2, 2,"
                        + " 'client ' || (i / 2 % 300), iif(i % 4 = 0, 'ref ' || i, null), iif(i % 5, 'Żółw', null),"
                        + " '+48600' || i, iif(i % 10, 'A text of about forty characters, number ' || i, x'00ff'),"
                        + " iif(i % 10, iif(i % 3, 'GSM7', 'UCS2'), 'BINARY'), iif(i % 9, null, x'0500037f0201'),"
                        + " iif(i % 11, null, 0), iif(i % 13, null, 246), iif(i % 17, null, 64),"
                        + " iif(i % 3, iif(i % 2, 'FINAL', 'ALL'), 'NONE'), i % 4, iif(i % 2, 'north', 'north,south'),"
                        + " iif(i % 2, 'north', 'south'), " + oneOf("i % 12", states()) + ", 1790000000000 + i,"
                        + " iif(i % 7, null, 1790000900000), i % 3, i % 12 = 4, iif(i % 2, null, printf('%08x', i)),"
                        + " iif(i % 6, null, 'smpp:0x08'), iif(i % 6, null, 'busy'), 1790000000000 + i, 1790000000001 + i,"
                        + " iif(i % 2, null, 1790000000002 + i), iif(i % 12 < 5, null, 1790000000003 + i),"
                        + " iif(i % 4, null, 'webhook'), iif(i % 8, null, 'DELIVERED'), iif(i % 2, null, 'centre'),"
                        + " iif(i % 2, null, 'k' || i), i % 2, iif(i % 6, null, i % 12), iif(i % 12 = 4, 'centre', null) from n");
    }

    private static List<String> states() {
        return List.of(
                "QUEUED",
                "CLAIMED",
                "SENT",
                "BUFFERED",
                "UNKNOWN",
                "DELIVERED",
                "UNDELIVERABLE",
                "EXPIRED",
                "REJECTED",
                "DELETED",
                "FAILED",
                "CANCELLED");
    }

    private static String oneOf(String number, List<String> words) {
        StringBuilder sql = new StringBuilder("case " + number);
        for (int i = 0; i < words.size(); i++) {
            sql.append(" when ")
                    .append(i)
                    .append(" then '")
                    .append(words.get(i))
                    .append('\'');
        }
        return sql.append(" end").toString();
    }

    /** Of all rows in the order of their ids. */
    private long digest(boolean inWords) throws SQLException {
        String columns = String.join(
                ", ",
                COLUMNS.stream()
                        .map(c ->
                                inWords && WORDS.contains(c) ? "(select word from word where id = part." + c + ")" : c)
                        .toList());
        long digest = 0;
        try (Connection c = connect();
                Statement s = c.createStatement();
                ResultSet row = s.executeQuery(
                        "select " + columns + " from part order by " + (inWords ? "id" : "message_id, part"))) {
            while (row.next()) {
                for (int i = 1; i <= COLUMNS.size(); i++) {
                    String value = row.getString(i);
                    digest = digest * 31 + (value == null ? 7 : value.hashCode());
                }
            }
        }
        return digest;
    }

    private long size() throws Exception {
        long size = 0;
        for (String file : List.of("ledger.db", "ledger.db-wal")) {
            Path path = folder.resolve(file);
            size += Files.exists(path) ? Files.size(path) : 0;
        }
        return size;
    }

    private boolean isLeft() throws SQLException {
        return number("select count(*) from sqlite_schema where name = 'part_before'") > 0;
    }

    /** A process that moves the parts until it is killed after so many portions. Gives how many had moved by then. */
    private long moveAndKill(int portions) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Mover.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long moved = -1;
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int i = 0; i <= portions; i++) {
                String line = lines.readLine();
                assertThat(line).as("it moves").isNotNull();
                moved = Long.parseLong(line);
            }
        } finally {
            process.destroyForcibly(); // SIGKILL
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        return moved;
    }

    /** Says how many parts have moved, after each portion. */
    static final class Mover {

        private Mover() {}

        public static void main(String[] folder) throws SQLException {
            SqliteSchema.update(SqliteStore.source(Path.of(folder[0]), false), PORTION, (done, all) -> {
                System.out.println(done);
                System.out.flush();
            });
        }
    }

    @Test
    void killedInTheMiddleItGoesOnAndNothingIsLost() throws Exception {
        fill();
        long digest = digest(false);
        run("pragma wal_checkpoint(truncate)");
        long before = size();
        AtomicLong largest = new AtomicLong();
        int kills = 3;
        for (int kill = 1; kill <= kills; kill++) {
            assertThat(moveAndKill(kill * 4)).isPositive();
            largest.accumulateAndGet(size(), Math::max);
            assertThat(isLeft()).as("killed in the middle").isTrue();
            assertThat(number("select (select count(*) from part) + (select count(*) from part_before)"))
                    .isEqualTo(COUNT);
            assertThat(number("select count(*) from part where (message_id, part) in"
                            + " (select message_id, part from part_before)"))
                    .as("here or there")
                    .isZero();
        }
        long start = System.nanoTime();
        SqliteSchema.update(SqliteStore.source(folder, false), PORTION, (done, all) -> {
            try {
                largest.accumulateAndGet(size(), Math::max);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(isLeft()).isFalse();
        assertThat(digest(true)).isEqualTo(digest);
        assertThat(number("select count(*) from pragma_integrity_check where integrity_check <> 'ok'"))
                .isZero();
        assertThat(largest.get()).as("extra disk").isLessThan(before + (64 << 20));
        if (FULL) {
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE %d parts move in %.1f s (after three kills); file and log %d MiB before, at most %d meanwhile, %d of"
                            + " them free pages after%n",
                    COUNT,
                    seconds,
                    before >> 20,
                    largest.get() >> 20,
                    number("select freelist_count * page_size from pragma_freelist_count, pragma_page_size") >> 20);
        }
        // and the hub starts with it
        new Ledger(folder, new LedgerSettings(5_000, 0, 0, 0)).close();
        assertThat(number("select count(*) from messages where state = 'DELIVERED'"))
                .isEqualTo(COUNT / 12);
    }

    @Test
    void whatAFaultHasLeftGoesOnAtTheNextStart() throws Exception {
        fill();
        long digest = digest(false);
        int[] portions = {0};
        assertThatThrownBy(() -> SqliteSchema.update(SqliteStore.source(folder, false), 5_000, (done, all) -> {
                    if (++portions[0] == 3) {
                        throw new IllegalStateException("no more");
                    }
                }))
                .hasMessage("no more");
        assertThat(isLeft()).isTrue();
        SqliteSchema.update(SqliteStore.source(folder, false));
        assertThat(isLeft()).isFalse();
        assertThat(digest(true)).isEqualTo(digest);
    }
}
