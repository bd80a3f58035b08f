package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.ledger.store.StoreMaker.Place;
import org.smshub.ledger.store.sql.SqlStore;
import org.smshub.ledger.store.sql.move.Mover;
import org.smshub.ledger.store.sqlite.SqliteStore;

/** A ledger goes from SQLite to PostgreSQL and back, and is the same, whatever odd things stand in it. */
class MoverTest {

    private static final LedgerSettings SETTINGS = new LedgerSettings(5_000, 0, 0, 0);
    private static final int MANY = 4_500;

    @TempDir
    Path folder;

    private Path first;
    private Path second;
    private Place database;

    @BeforeEach
    void fill() throws Exception {
        first = Files.createDirectory(folder.resolve("first"));
        second = Files.createDirectory(folder.resolve("second"));
        database = new Place(first, Server.database(), null, null);
        try (Ledger ledger = new Ledger(first, SETTINGS)) {
            List<List<Submission>> some = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                some.add(List.of(part(String.format("01J%023d", i), "text " + i + "\0\uFFFE ł", "GSM7")));
            }
            some.add(List.of(part(String.format("01J%023d", 20), new byte[] {0, -1, 127}, "BINARY")));
            for (var one : ledger.acceptAll(some)) {
                one.get(10, TimeUnit.SECONDS);
            }
        }
        try (Connection connection = SqliteStore.source(first, false).getConnection();
                Statement write = connection.createStatement()) {
            // a body of octets that is erased, a state that is none, a sum that is negative
            write.execute("update part set body = x'', keep_text = 1, sum = -5 where id = 21");
            write.execute("update part set state = 77, udh = x'', fields = '' where id = 3");
            write.execute(
                    "insert into part_history (message_id, part, n, at, link, outcome) values ('a', 0, 1, 1, 'l', 'TOLD')");
            write.execute(
                    "insert into event (id, consumer, client, kind, message_id, recipient, body, encoding, happened_at,"
                            + " created_at, due, sum) values (7, 'c', 'client', 'MESSAGE', 'm', '+1', x'00ff', 'BINARY', 1, 2, 3, -1)");
            write.execute("update sqlite_sequence set seq = 1000 where name = 'event'");
            write.execute("insert into ended_subscription values ('c', 'client', 'http://a/', 5)");
            write.execute(
                    "insert into unmatched_receipt (id, account, link, remote_key, ids, state, done_at, received_at, last_part)"
                            + " values (3, 'a', 'l', 'k', 'k' || char(10) || 'K', 'DELIVERED', 1, 2, 9)");
            write.execute("insert into unmatched_receipt_other (account, remote_key, receipt) values ('a', 'K', 3)");
            write.execute(
                    "insert into incoming_part (sender, recipient, reference, wide, parts, part, alphabet, udh, body, link,"
                            + " received_at, due) values ('', '+1', 1, 0, 2, 1, 'GSM7', x'0500', x'', 'l', 1, 2)");
            write.execute(
                    "insert into incoming_message (message_id, client, link, recipient, encoding, received_at, kept_at)"
                            + " values ('i', 'client', 'l', '+1', 'GSM7', 1, 2)");
            write.execute("insert into unclaimed_message (message_id, link, recipient, body, encoding, received_at)"
                    + " values ('u', 'l', '+1', '', 'UCS2', 1)");
            write.execute(
                    "insert into unread (link, octets, reason, received_at, kept_at) values ('l', x'00', 'why', 1, 2)");
            write.execute("insert into budget (link, day, spent) values (1, 20000, 3)");
        }
        try (Connection connection = SqliteStore.source(first, false).getConnection();
                PreparedStatement line = connection.prepareStatement(
                        "insert into part_history (message_id, part, n, at, link, outcome) values (?, 1, ?, 1, 'l', 'NOT_SENT')")) {
            connection.setAutoCommit(false);
            for (int i = 0; i < MANY; i++) {
                line.setString(1, "m" + i / 50);
                line.setInt(2, i % 50);
                line.addBatch();
            }
            line.executeBatch();
            connection.commit();
        }
    }

    private static Submission part(String id, Object body, String encoding) {
        return new Submission(
                id,
                1,
                1,
                "client",
                "ref " + id,
                "ACME",
                "+48600100200",
                body,
                encoding,
                null,
                null,
                null,
                null,
                "FINAL",
                1,
                "north",
                1,
                null,
                1,
                "app",
                null);
    }

    private static SqlStore open(Place place) throws Exception {
        return (SqlStore) StoreMaker.of(place).open(place, damage -> {
            throw new AssertionError(damage);
        });
    }

    private static Map<String, Long> move(Place from, Place to) throws Exception {
        try (SqlStore source = open(from);
                SqlStore target = open(to);
                SqlStore.Whole there = source.whole();
                SqlStore.Whole here = target.whole()) {
            Map<String, Long> rows = Mover.move(there, here, (what, done, all) -> {});
            there.leave();
            return rows;
        }
    }

    private static Place file(Path folder) {
        return new Place(folder, null, null, null);
    }

    /** All rows of a ledger's file, as SQLite quotes them. */
    private static Map<String, List<String>> dump(Path file) throws Exception {
        Map<String, List<String>> all = new TreeMap<>();
        try (Connection connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement tables = connection.createStatement();
                ResultSet table =
                        tables.executeQuery("select m.name, group_concat('quote(' || c.name || ')', '||'',''||')"
                                + " from sqlite_schema m, pragma_table_info(m.name) c where m.type = 'table'"
                                + " and m.name not like 'flyway_%' group by 1")) {
            while (table.next()) {
                List<String> rows = new ArrayList<>();
                try (Statement ask = connection.createStatement();
                        ResultSet row = ask.executeQuery(
                                "select " + table.getString(2) + " from " + table.getString(1) + " order by 1")) {
                    while (row.next()) {
                        rows.add(row.getString(1));
                    }
                }
                all.put(table.getString(1), rows);
            }
        }
        return all;
    }

    @Test
    void toPostgreSqlAndBackItIsTheSame() throws Exception {
        Map<String, List<String>> before = dump(first.resolve("ledger.db"));
        Map<String, Long> rows = move(file(first), database);
        assertThat(rows)
                .containsEntry("part", 21L)
                .containsEntry("part_history", MANY + 1L)
                .containsEntry("event", 1L);
        assertThat(rows.values()).doesNotContain(0L);
        assertThat(first.resolve("ledger.db")).doesNotExist();
        assertThat(dump(first.resolve("ledger.db.moved"))).isEqualTo(before);
        move(database, file(second));
        assertThat(dump(second.resolve("ledger.db"))).isEqualTo(before);
        assertThatThrownBy(() -> open(database))
                .hasMessageContaining("was moved")
                .hasMessageContaining("drop table moved");
    }

    @Test
    void aHubGoesOnThere() throws Exception {
        move(file(first), database);
        try (Ledger ledger = new Ledger(database, SETTINGS, Ground.MACHINE)) {
            assertThat(ledger.find(String.format("01J%023d", 5), null)).isPresent();
            String again = ledger.accept(List.of(part("01K00000000000000000000000", "x", "GSM7")))
                    .get(10, TimeUnit.SECONDS)
                    .messageId();
            assertThat(again).isEqualTo("01K00000000000000000000000");
        }
        try (Connection connection = Server.connect(database.url());
                Statement ask = connection.createStatement();
                ResultSet row = ask.executeQuery("select max(id), nextval('event_id_seq') from part")) {
            row.next();
            assertThat(row.getLong(1)).isEqualTo(22);
            assertThat(row.getLong(2)).isEqualTo(1001);
        }
    }

    @Test
    void whatIsThereIsNotOverwritten() throws Exception {
        move(file(first), database);
        Files.move(first.resolve("ledger.db.moved"), first.resolve("ledger.db"));
        Map<String, List<String>> before = dump(first.resolve("ledger.db"));
        assertThatThrownBy(() -> move(file(first), database))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not empty");
        assertThat(dump(first.resolve("ledger.db"))).isEqualTo(before);
    }

    @Test
    void nothingIsThereWhenItBreaksOff() throws Exception {
        try (SqlStore source = open(file(first));
                SqlStore target = open(database);
                SqlStore.Whole there = source.whole();
                SqlStore.Whole here = target.whole()) {
            assertThatThrownBy(() -> Mover.move(there, here, (what, done, all) -> {
                        if (what.equals("compare event")) {
                            throw new IllegalStateException("broken off");
                        }
                    }))
                    .hasMessage("broken off");
        }
        assertThat(move(file(first), database)).containsEntry("part", 21L);
    }

    /** What is read again is held against what was read first: a row that changes on the way is noticed. */
    @Test
    void aRowThatChangesOnTheWayIsNoticed() throws Exception {
        try (SqlStore source = open(file(first));
                SqlStore target = open(database);
                SqlStore.Whole there = source.whole();
                SqlStore.Whole here = target.whole()) {
            boolean[] done = {false};
            assertThatThrownBy(() -> Mover.move(there, here, (what, rows, all) -> {
                        if (what.equals("compare word") && !done[0]) {
                            done[0] = true;
                            try {
                                here.dialect()
                                        .prepare("update event set recipient = '+2'")
                                        .update();
                            } catch (java.sql.SQLException e) {
                                throw new IllegalStateException(e);
                            }
                        }
                    }))
                    .hasMessageContaining("table event")
                    .hasMessageContaining("nothing was moved");
        }
    }

    @Test
    void aHubThatWorksWithItIsNotDisturbed() throws Exception {
        Place other = new Place(second, database.url(), null, null);
        try (SqlStore theirs = open(other);
                Engine engine = theirs.engine();
                SqlStore target = open(database)) {
            assertThatThrownBy(target::whole).hasMessageContaining("Another hub works with this ledger");
            assertThat(engine).isNotNull();
        }
    }
}
