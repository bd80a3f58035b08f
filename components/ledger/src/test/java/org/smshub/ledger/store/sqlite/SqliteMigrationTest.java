package org.smshub.ledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.MessageView.PartView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Chores;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Reader;
import org.smshub.ledger.store.sql.dialect.Sql;
import org.smshub.link.IdForms;

/** A ledger that an older hub filled goes on where it stopped. */
class SqliteMigrationTest {

    private static final Account A = new Account("a", IdForms.SAFE, false);
    private static final long NOW = 1_790_000_000_000L;

    @TempDir
    Path temporary;

    private Path folder;

    private Path file;
    private SqliteUnderTest under;

    @BeforeEach
    void makeFolder() throws Exception {
        folder = Files.createDirectory(temporary.resolve("data"));
    }

    @AfterEach
    void close() throws Exception {
        under.close();
    }

    /** As the statements of schema version 2 wrote them. */
    private void part(Connection c, String id, String state, String remoteId, int doubt) throws Exception {
        try (PreparedStatement insert = c.prepareStatement(
                "insert into part (message_id, part, parts, client, client_ref,"
                        + " sender, recipient, body, encoding, udh, class, data_coding, protocol_id, receipt, priority, links, due,"
                        + " expires, accepted_at, events, link, state, attempts, claimed_at, remote_id, doubt, sent_at)"
                        + " values (?,1,1,'client',?,'ACME',?,'text','GSM7',null,null,null,null,'FINAL',1,'a,b',0,null,?,null,'a',?,1,?,?,?,?)")) {
            Sql.set(
                    insert,
                    id,
                    "ref " + id,
                    "+48600" + id.hashCode(),
                    NOW - 1_000,
                    state,
                    NOW - 900,
                    remoteId,
                    doubt,
                    remoteId == null ? null : NOW - 800);
            insert.executeUpdate();
        }
    }

    private void fill() throws Exception {
        file = folder.resolve("ledger.db");
        SqliteUnderTest.migrate(file, "2");
        under = new SqliteUnderTest(file);
        try (Connection c = under.connection();
                Statement s = c.createStatement()) {
            part(c, "waits", "QUEUED", null, 0);
            part(c, "flies", "CLAIMED", null, 0);
            part(c, "doubtful", "UNKNOWN", null, 1);
            part(c, "plain", "SENT", "r1", 0);
            part(c, "hex", "SENT", "39f99dd5", 0);
            part(c, "upper", "SENT", "ABCDEF01", 0);
            part(c, "zeros", "SENT", "0870928761", 0);
            part(c, "short", "SENT", "007", 0);
            part(c, "long", "SENT", "39f99dd539f99dd539f99dd5", 0);
            part(c, "uuid", "SENT", "0E99-AA", 0);
            part(c, "blank", "SENT", "", 0);
            part(c, "done", "DELIVERED", "r2", 0);
            part(c, "edited", "cancelled", null, 0);
            part(c, "nonsense", "lost", null, 0);
            s.execute(
                    "insert into unmatched_receipt (link, remote_id, state, recipient, error_code, done_at, received_at,"
                            + " settled) values ('a', 'r9', 'DELIVERED', '+1', null, 1, " + (NOW - 100_000) + ", 0),"
                            + " ('a', 'r8', 'DELIVERED', '+1', null, 1, 1, 1), ('a', '39f99dd6', 'DELIVERED', null, null, 1, "
                            + NOW
                            + ", 0)");
            s.execute("insert into unclaimed_message values ('01H', 'a', '+1', '+2', 'text', 'GSM7', null, null, 1)");
        }
    }

    /** What it wrote nobody would find. */
    @Test
    void anOlderHubCannotWriteIntoTheNewLayout() throws Exception {
        fill();
        SqliteUnderTest.migrate(file, "latest");
        under.open();
        try (Connection c = under.connection()) {
            assertThatThrownBy(() -> part(c, "new", "QUEUED", null, 0)).hasMessageContaining("CHECK constraint failed");
        }
    }

    /** Forms by SQL are those of the code. */
    @Test
    void idsHaveTheKeysThatTheCodeGivesThem() throws Exception {
        fill();
        SqliteUnderTest.migrate(file, "latest");
        try (Connection c = under.connection();
                Statement s = c.createStatement();
                ResultSet row = s.executeQuery(
                        "select (select word from word where id = account), remote_id, remote_key from part where remote_id <> ''"
                                + " union all select account, ids, remote_key from unmatched_receipt")) {
            int seen = 0;
            while (row.next()) {
                seen++;
                assertThat(row.getString(1)).isEqualTo("a");
                String id = row.getString(2);
                boolean asItIs = id.length() > 15 || id.equals("0E99-AA"); // what SQL does not turn matches as text
                assertThat(row.getString(3)).as(id).isEqualTo(asItIs ? id : IdForms.SAFE.key(id));
            }
            assertThat(seen).isEqualTo(11);
        }
        under.open();
    }

    @Test
    void everyReceiptFindsWhatWasSentBefore() throws Exception {
        fill();
        SqliteUnderTest.migrate(file, "latest");
        Engine engine = under.open();
        Reader reader = under.reader();
        Map<String, String> receipts = Map.of(
                "plain", "r1",
                "hex", "972660181",
                "upper", "ABCDEF01",
                "zeros", "870928761",
                "short", "007",
                "long", "39f99dd539f99dd539f99dd5",
                "uuid", "0E99-AA",
                "done", "r2");
        for (Map.Entry<String, String> e : receipts.entrySet()) {
            Group group = new Group(NOW);
            group.receipts.add(new Receipt(
                    "a",
                    A,
                    List.of(e.getValue()),
                    PartState.DELIVERED,
                    "+48600" + e.getKey().hashCode(),
                    null,
                    NOW,
                    NOW));
            assertThat(engine.write(group).receipts).as(e.getKey()).containsExactly(true);
            assertThat(reader.find(e.getKey(), null).orElseThrow().state())
                    .as(e.getKey())
                    .isEqualTo("DELIVERED");
        }
        reader.close();
    }

    @Test
    void whatWaitsFliesOrIsInDoubtGoesOn() throws Exception {
        fill();
        SqliteUnderTest.migrate(file, "latest");
        Engine engine = under.open();
        Reader reader = under.reader();
        assertThat(reader.waitingLinks()).containsExactly("a");
        Group group = new Group(NOW);
        group.openings.add(new Group.Opening("a", A, new Verdict.Unknown(null, "hub:crash", "crash")));
        group.claims.add(new Group.ClaimWish("a", 10, 0, Integer.MAX_VALUE));
        group.receipts.add(new Receipt(
                "a", A, List.of("r77"), PartState.DELIVERED, "+48600" + "doubtful".hashCode(), null, NOW, NOW));
        group.chores = new Chores(100, NOW, NOW, Map.of(), null, false);
        Answers answers = engine.write(group);
        assertThat(answers.recovered).containsExactly(1);
        assertThat(answers.claims.get(0))
                .singleElement()
                .satisfies(c -> assertThat(c.submission().messageId()).isEqualTo("waits"));
        assertThat(reader.find("flies", "client").orElseThrow().state()).isEqualTo("UNKNOWN");
        assertThat(reader.find("doubtful", "client").orElseThrow().state()).isEqualTo("DELIVERED");
        PartView done = reader.find("done", "client").orElseThrow().parts().get(0);
        assertThat(done.attempts()).isEqualTo(1);
        assertThat(done.history()).singleElement().satisfies(a -> assertThat(a.outcome())
                .isEqualTo("SENT"));
        assertThat(reader.counts()).isEqualTo(new Reader.Counts(2, 1, 0));
        assertThat(reader.find("edited", "client").orElseThrow().state()).isEqualTo("CANCELLED");
        PartView nonsense =
                reader.find("nonsense", "client").orElseThrow().parts().get(0);
        assertThat(nonsense.state()).isEqualTo("FAILED");
        assertThat(nonsense.errorText()).contains("lost");
        reader.close();
    }

    @Test
    void theViewsShowWords() throws Exception {
        fill();
        SqliteUnderTest.migrate(file, "latest");
        under.open();
        try (Connection c = under.connection();
                Statement s = c.createStatement()) {
            try (ResultSet row = s.executeQuery("select time, outcome, link from attempt where message_id = 'plain'")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1))
                        .isEqualTo(Instant.ofEpochMilli(NOW - 800).toString());
                assertThat(row.getString(2)).isEqualTo("SENT");
                assertThat(row.getString(3)).isEqualTo("a");
            }
            try (ResultSet row = s.executeQuery("select * from messages where id = 'plain'")) {
                assertThat(row.next()).isTrue();
                Map<String, String> words = Map.of(
                        "client", "client",
                        "client_ref", "ref plain",
                        "link", "a",
                        "links", "a,b",
                        "sender", "ACME",
                        "state", "SENT",
                        "encoding", "GSM7",
                        "receipt", "FINAL",
                        "body", "text",
                        "sent", Instant.ofEpochMilli(NOW - 800).toString());
                for (Map.Entry<String, String> word : words.entrySet()) {
                    assertThat(row.getString(word.getKey())).as(word.getKey()).isEqualTo(word.getValue());
                }
            }
        }
    }
}
