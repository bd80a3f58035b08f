package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.store.StoreMaker;

/** Retention on a session of its own: what ended goes, what waits stays, and so does what somebody changes meanwhile. */
class SweeperTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MESSAGES = 5_000;

    @TempDir
    Path folder;

    private String url;
    private Connection database;
    private Statement sql;

    @BeforeEach
    void anOldLedger() throws SQLException {
        url = Server.database();
        PostgresSchema.update(new Address(url, null, null).plain());
        database = Server.connect(url);
        sql = database.createStatement();
        // ids of 1970; each hundredth waits
        sql.execute("insert into part (message_id, part, parts, client, recipient, body, encoding, receipt, priority,"
                + " links, link, state, due, accepted_at, done_at) select lpad(n::text, 26, '0'), 1, 1, 100, '+48' || n, 'text',"
                + " 31, 22, 1, 160, 160, case when n % 100 = 0 then 1 else 6 end, n, n, n from generate_series(1, "
                + MESSAGES
                + ") n");
        sql.execute("insert into part_history (message_id, part, n, at, link, outcome) select message_id, 1, 1, 1, 'a',"
                + " 'NOT_SENT' from part where state = 6");
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private int count(String what) throws SQLException {
        try (ResultSet row = sql.executeQuery("select count(*) from " + what)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void aLedgerThatKeepsMessagesForATimeLosesTheOldOnes() throws Exception {
        StoreMaker.Place place = new StoreMaker.Place(folder, url, null, null);
        try (Ledger ledger = new Ledger(place, new LedgerSettings(200, 60_000, 0, 0), Ground.MACHINE)) {
            assertThat(ledger.links()).isEmpty();
            await().atMost(PATIENCE).until(() -> count("part where state = 6") == 0);
        }
        assertThat(count("part where state = 1")).isEqualTo(MESSAGES / 100);
        assertThat(count("part_history")).isZero();
    }

    @Test
    void whatIsChangedMeanwhileStays() throws Exception {
        String id = "lpad('4001', 26, '0')";
        try (Connection other = Server.connect(url);
                Statement change = other.createStatement();
                Sweeper sweeper = new Sweeper(new Address(url, null, null)::sweeping)) {
            other.setAutoCommit(false);
            change.execute("update part set state = 1 where message_id = " + id);
            sweeper.sweep(System.currentTimeMillis() - 60_000);
            await().atMost(PATIENCE)
                    .until(() ->
                            count("pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
                                    > 0);
            other.commit();
            await().atMost(PATIENCE).until(() -> count("part where state = 6") == 0);
        }
        assertThat(count("part where message_id = " + id)).isEqualTo(1);
        assertThat(count("part where state = 1")).isEqualTo(MESSAGES / 100 + 1);
    }
}
