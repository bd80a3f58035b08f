package org.smshub.ledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smshub.ledger.store.InWords.w;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.InWords;
import org.smshub.link.IdForms;

/** An index that says something else than its table: the row decides, the damage is said, and a new index mends it. */
class SqliteIndexTest {

    private SqliteUnderTest under;
    private SqliteEngine engine;
    private int count;

    @BeforeEach
    void open() throws Exception {
        under = new SqliteUnderTest();
        engine = (SqliteEngine) under.open();
    }

    @AfterEach
    void close() throws Exception {
        under.close();
    }

    private String accept(String consumer) throws SQLException {
        String id = String.format("01J%023d", ++count);
        Submission s = new Submission(
                id,
                1,
                1,
                "client",
                null,
                null,
                "+48600100200",
                "text",
                "GSM7",
                null,
                null,
                null,
                null,
                "FINAL",
                1,
                "a,b",
                1,
                null,
                1,
                consumer,
                null);
        Group group = new Group(1_000);
        group.accepts.add(new Accept(List.of(s), "a", false));
        engine.write(group);
        return id;
    }

    private List<Claim> claim(String link) throws SQLException {
        Group group = new Group(1_000);
        group.claims.add(new Group.ClaimWish(link, 10, 0, Integer.MAX_VALUE));
        return engine.write(group).claims.get(0);
    }

    private void sql(String sql) throws Exception {
        try (Connection c = under.connection();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    /** Runs a statement as if some indexes of a table were not there. */
    private void behind(String table, String sql) throws Exception {
        engine.close();
        List<String[]> indexes = new ArrayList<>();
        try (Connection c = under.connection();
                Statement s = c.createStatement()) {
            s.execute("pragma writable_schema = on");
            try (ResultSet row = s.executeQuery("select name, rootpage, sql from sqlite_schema where type = 'index'"
                    + " and sql is not null and tbl_name = '" + table + "'")) {
                while (row.next()) {
                    indexes.add(new String[] {row.getString(1), row.getString(2), row.getString(3)});
                }
            }
            s.execute("delete from sqlite_schema where type = 'index' and sql is not null and tbl_name = '" + table
                    + "'");
        }
        try (Connection c = under.connection();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
        try (Connection c = under.connection();
                Statement s = c.createStatement()) {
            s.execute("pragma writable_schema = on");
            for (String[] index : indexes) {
                s.execute("insert into sqlite_schema (type, name, tbl_name, rootpage, sql) values ('index', '"
                        + index[0] + "', '" + table + "', " + index[1] + ", '" + index[2].replace("'", "''") + "')");
            }
        }
        engine = (SqliteEngine) under.open();
    }

    private void assertDamage(org.assertj.core.api.ThrowableAssert.ThrowingCallable write) throws Exception {
        assertThatThrownBy(write).isInstanceOfSatisfying(SQLException.class, e -> assertThat(engine.trouble(e))
                .isEqualTo(Engine.Trouble.DAMAGE));
        engine = (SqliteEngine) under.open();
        engine.mend();
    }

    @Test
    void whatTheQueueNamesAndTheRowDeniesIsNotSent() throws Exception {
        String delivered = accept(null);
        String waits = accept(null);
        behind("part", "update part set state = " + w("DELIVERED") + " where message_id = '" + delivered + "'");
        assertDamage(() -> claim("a"));
        assertThat(claim("a")).extracting(c -> c.submission().messageId()).containsExactly(waits);
        assertThat(claim("a")).isEmpty();
    }

    @Test
    void aRowThatIsOnAnotherLinkThanItsQueueSaysGoesByThatOne() throws Exception {
        String id = accept(null);
        sql(InWords.known("b"));
        behind("part", "update part set link = " + w("b") + " where message_id = '" + id + "'");
        assertDamage(() -> claim("a"));
        assertThat(claim("a")).isEmpty();
        assertThat(claim("b")).extracting(c -> c.submission().messageId()).containsExactly(id);
    }

    @Test
    void anEventThatTheIndexGivesToAnotherClientIsNotToldAndNotLost() throws Exception {
        accept("c");
        claim("a");
        Group group = new Group(1_000);
        group.openings.add(
                new Group.Opening("a", new Account("a", IdForms.SAFE, false), new Verdict.Unknown(null, "x", "x")));
        engine.write(group);
        // another client's, as far as the index knows
        sql("update event set client = 'other'");
        behind("event", "update event set client = 'client'");
        assertDamage(() -> lane("other"));
        assertThat(lane("other")).isEmpty();
        assertThat(lane("client")).hasSize(1);
    }

    private List<Event> lane(String client) throws SQLException {
        Group group = new Group(1_000);
        group.lanes.add(new Group.LaneWish("c", client, 0, 10));
        Answers answers = engine.write(group);
        return answers.lanes.get(0);
    }
}
