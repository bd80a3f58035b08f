package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.Parts;
import org.smshub.ledger.SetClock;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.link.nature.Nature;

/** What a start reads of a ledger in which much waits for a later time. */
class StartTest {

    private static final int WAITING = 20_000;
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final AtomicLong set = new AtomicLong();
    private String url;

    @BeforeEach
    void database() throws SQLException {
        url = Server.database();
    }

    private Ledger open() {
        return new Ledger(
                new StoreMaker.Place(folder, url, null, null), new LedgerSettings(200, 0, 0, 0), new Ground() {
                    @Override
                    public Nature nature() {
                        return new SetClock(() -> System.currentTimeMillis() + set.get());
                    }
                });
    }

    private static void accept(Ledger ledger) throws Exception {
        ledger.accept(Parts.on(Parts.id(), "nowhere")).get(30, TimeUnit.SECONDS);
    }

    private long ask(String question) throws SQLException {
        try (Connection connection = Server.connect(url);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** When its sessions have ended, they have said it. */
    private long read() throws SQLException {
        await().atMost(PATIENCE)
                .until(() -> ask(
                                "select count(*) from pg_stat_activity where application_name = 'sms-hub' and datname = current_database()")
                        == 0);
        return ask("select seq_tup_read + coalesce(idx_tup_fetch, 0) from pg_stat_user_tables where relname = 'part'");
    }

    @Test
    void nothingOfWhatWaitsForLater() throws Exception {
        try (Ledger ledger = open()) {
            accept(ledger);
        }
        try (Connection connection = Server.connect(url);
                Statement fill = connection.createStatement()) {
            fill.execute(
                    "insert into part (message_id, part, parts, client, recipient, body, encoding, receipt, priority, links, link,"
                            + " state, due, accepted_at, claimed_at, error_code) select 'Q' || lpad(n::text, 25, '0'), 1, 1, 100,"
                            + " '+48' || n, 'text', 31, 22, n % 4, links, link, 1, "
                            + (System.currentTimeMillis() + HOUR)
                            + ", accepted_at, accepted_at, 'x:1' from part, generate_series(1, " + WAITING + ") n");
            fill.execute("vacuum analyze part");
        }
        long before = read();
        try (Ledger ledger = open()) {
            accept(ledger);
        }
        assertThat(read() - before).isLessThan(WAITING / 10);
    }

    /** What a clock that was put back moved is gone through, once it is known that there is such. */
    @Test
    void whatIsOfATimeToComeWhereTheClockWasPutBack() throws Exception {
        List<Claim> handed = new CopyOnWriteArrayList<>();
        Verdict.Unknown hold = new Verdict.Unknown(null, "hub:crash", "crash");
        try (Ledger ledger = open()) {
            LinkQueue link = ledger.open(HeldLink.settings(Parts.LINK, 1, 0), hold, handed::add);
            accept(ledger);
            ledger.accept(Parts.on(Parts.id(), Parts.LINK)).get(30, TimeUnit.SECONDS);
            await().atMost(PATIENCE).until(() -> handed.size() == 1);
            long again = System.currentTimeMillis() + 600;
            ledger.result(handed.get(0), new Verdict.Retry(again, Parts.LINK, false, "x:1", null), link);
            await().atMost(PATIENCE).until(() -> ask("select count(*) from part where attempts = 1") == 1);
        }
        handed.clear();
        set.set(-5 * HOUR);
        try (Ledger ledger = open()) {
            ledger.open(HeldLink.settings(Parts.LINK, 1, 0), hold, handed::add);
            await().atMost(PATIENCE).until(() -> handed.size() == 1);
        }
    }

    /** A hub of the version before works beside the new one. */
    @Test
    void theVersionBeforeSaysHowLateItIs() throws Exception {
        try (Ledger ledger = open()) {
            accept(ledger);
            try (Connection connection = Server.connect(url);
                    Statement old = connection.createStatement()) {
                old.execute("update node set stamp = 7");
                old.execute("select written(node, incarnation, seq) from node");
            }
            assertThat(ask("select stamp from node"))
                    .isBetween(System.currentTimeMillis() - HOUR, System.currentTimeMillis() + HOUR);
        }
    }
}
