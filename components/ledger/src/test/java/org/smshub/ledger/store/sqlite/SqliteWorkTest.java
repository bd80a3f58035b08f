package org.smshub.ledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smshub.ledger.store.InWords.w;

import com.github.f4b6a3.ulid.Ulid;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Chores;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.InWords;
import org.smshub.ledger.store.sql.SqlReader;
import org.smshub.link.IdForms;
import org.sqlite.ProgressHandler;

/**
 * How much work a group is, not how long it takes: SQLite's plans, and the instructions of its virtual machine, which are
 * the same on every machine.
 */
class SqliteWorkTest {

    private static final int STEP = 20;
    private static final long NOW = 2_000_000_000_000L;

    private final List<String> prepared = new ArrayList<>();
    private final AtomicLong instructions = new AtomicLong();
    private SqliteUnderTest under;
    private Connection connection;
    private SqliteEngine engine;

    @BeforeEach
    void open() throws Exception {
        under = new SqliteUnderTest();
        under.open();
        connection = under.connection();
        engine = new SqliteEngine(recording(connection));
        ProgressHandler.setHandler(connection, STEP, new ProgressHandler() {
            @Override
            protected int progress() {
                instructions.addAndGet(STEP);
                return 0;
            }
        });
    }

    @AfterEach
    void close() throws Exception {
        engine.close();
        under.close();
    }

    private Connection recording(Connection of) {
        return (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        prepared.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(of, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void sql(String statement) throws SQLException {
        try (Connection uncounted = under.connection();
                Statement s = uncounted.createStatement()) {
            s.execute(statement);
        }
    }

    private long number(String query) throws SQLException {
        try (Statement s = connection.createStatement();
                ResultSet rows = s.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Answers answers;

    /** Instructions that the group took. */
    private long work(Consumer<Group> rows) throws SQLException {
        Group group = new Group(NOW);
        rows.accept(group);
        long before = instructions.get();
        answers = engine.write(group);
        return instructions.get() - before;
    }

    private static Consumer<Group> sweep(int limit, Chores.Retention retention) {
        return g -> g.chores = new Chores(limit, NOW - 5_000, NOW + 60_000, Map.of("c", 0L), retention, false);
    }

    private static Accept accept(String link) {
        return new Accept(
                List.of(new Submission(
                        Ulid.fast().toString(),
                        1,
                        1,
                        "client",
                        null,
                        "ACME",
                        "+48600100200",
                        "text",
                        "GSM7",
                        null,
                        null,
                        null,
                        null,
                        "NONE",
                        1,
                        link,
                        NOW,
                        null,
                        NOW,
                        null,
                        null)),
                link,
                false);
    }

    /** What may be read from its beginning: a few rows are taken and the rest is never seen, or a person asked. */
    private static final List<String> FROM_THE_BEGINNING = List.of(
            "order by id limit", // the oldest rows
            "order by id desc limit", // the newest
            "order by message_id limit",
            "order by message_id desc limit",
            "set due = due + ?", // when the clock was set
            "set look_at = min(look_at", // the same
            "set last_part = ?", // when the newest message was deleted
            "exists(select 1 from unmatched_receipt",
            "select count(*)"); // for health, asked seldom

    @Test
    void noStatementReadsATable() throws Exception {
        try (SqlReader reader = new SqlReader(new SqliteDialect(recording(under.connection())))) {
            assertThat(reader.waitingLinks()).isEmpty();
        }
        List<String> scans = new ArrayList<>();
        assertThat(prepared).hasSizeGreaterThan(60);
        for (String sql : prepared) {
            if (sql.startsWith("begin") || sql.equals("commit") || sql.equals("rollback")) {
                continue;
            }
            try (Statement s = connection.createStatement();
                    ResultSet plan = s.executeQuery("explain query plan " + sql)) {
                while (plan.next()) {
                    String step = plan.getString("detail");
                    // an index that is read in order for its first row is no scan of the table
                    boolean scan = step.matches(
                            "SCAN (part|part_history|event|incoming_part|unmatched_receipt|unmatched_receipt_other"
                                    + "|unclaimed_message|unread|word)\\b.*");
                    if (scan && FROM_THE_BEGINNING.stream().noneMatch(sql::contains)) {
                        scans.add(step + " | " + sql);
                    }
                }
            }
        }
        assertThat(scans).isEmpty();
    }

    /** For a list of more than two, of a statement or of an index's condition: a tenth of what a message costs was that. */
    @Test
    void noChangeOfOnePartBuildsATable() throws Exception {
        List<String> changes = prepared.stream()
                .filter(sql -> sql.startsWith("update part set") && !sql.contains("(select")
                        || sql.startsWith("insert into part ") && !sql.contains(" select "))
                .toList();
        assertThat(changes).hasSizeGreaterThan(15);
        List<String> builds = new ArrayList<>();
        for (String sql : changes) {
            try (Statement s = connection.createStatement();
                    ResultSet program = s.executeQuery("explain " + sql)) {
                boolean returning = sql.contains(" returning ");
                int tables = 0;
                while (program.next()) {
                    tables += program.getString("opcode").equals("OpenEphemeral") ? 1 : 0;
                }
                if (tables > (returning ? 1 : 0)) {
                    builds.add(sql);
                }
            }
        }
        assertThat(builds).isEmpty();
    }

    @Test
    void aMillionReceiptsThatMatchNothingCostASweepAndAResultNothing() throws Exception {
        receipts(1_000, "null");
        long few = work(sweep(1_000, null));
        long fewSent = aResult();
        assertThat(few).as("instructions are counted").isPositive();
        receipts(1_000_000, "null");
        assertThat(number("select count(*) from unmatched_receipt")).isEqualTo(1_001_000);
        assertThat(work(sweep(1_000, null))).isLessThanOrEqualTo(few + 200);
        assertThat(answers.more).isFalse();
        assertThat(aResult()).isLessThanOrEqualTo(fewSent * 3 / 2 + 200);
        assertThat(work(sweep(1_000, new Chores.Retention(0, 0, 0)))).isLessThan(100_000);
    }

    @Test
    void eachReceiptCostsOneLook() throws Exception {
        receipts(5_000, String.valueOf(NOW - 10_000));
        int groups = 0;
        do {
            assertThat(work(sweep(1_000, null))).isLessThan(1_000 * 400);
            assertThat(++groups).isLessThanOrEqualTo(6);
        } while (answers.more);
        assertThat(number("select count(*) from unmatched_receipt where look_at is not null"))
                .isZero();
        assertThat(work(sweep(1_000, null))).isLessThan(2_000);
    }

    private void receipts(int count, String lookAt) throws SQLException {
        sql(
                "insert into unmatched_receipt (account, link, remote_key, ids, state, recipient, done_at, received_at, last_part, look_at)"
                        + " with recursive n(i) as (select 1 union all select i + 1 from n where i < " + count + ")"
                        + " select 'a', 'a', 'stranger' || i, 'stranger' || i, 'DELIVERED', '+4860' || (1000000 + i), 0, "
                        + NOW
                        + " - 10000, 0, " + lookAt + " from n");
    }

    /** Of a part that was accepted and claimed: what writing its result takes. */
    private long aResult() throws SQLException {
        work(g -> g.accepts.add(accept("a")));
        work(g -> g.claims.add(new Group.ClaimWish("a", 1, 0, Integer.MAX_VALUE)));
        var claim = answers.claims.get(0).get(0);
        return work(g -> g.results.add(new Result(
                claim, new Verdict.Sent(Ulid.fast().toString()), new Account("a", IdForms.SAFE, false), false)));
    }

    @Test
    void expiredPartsOfOneLinkCostAnotherNothing() throws Exception {
        work(g -> g.claims.add(new Group.ClaimWish("b", 100, 0, Integer.MAX_VALUE)));
        long alone = cycle();
        sql(InWords.known("client", "a", "a,c"));
        sql(
                "insert into part (message_id, part, parts, client, recipient, body, encoding, receipt, priority, links, link,"
                        + " state, due, expires, accepted_at) with recursive n(i) as"
                        + " (select 1 union all select i + 1 from n where i < 200000)"
                        + " select 'expired' || i, 1, 1, " + w("client") + ", '+4860' || i, 'text', " + w("GSM7") + ", "
                        + w("NONE") + ", 1, " + w("a,c") + ", " + w("a") + ", " + w("QUEUED") + ", 0, 1000, 0 from n");
        assertThat(cycle()).isLessThanOrEqualTo(alone * 2);
        long claim = work(g -> g.claims.add(new Group.ClaimWish("a", 100, 0, Integer.MAX_VALUE)));
        assertThat(claim).isLessThan(100 * 400);
        assertThat(answers.claims.get(0)).isEmpty();
        assertThat(answers.more).isTrue();
        assertThat(number("select count(*) from messages where state = 'EXPIRED'"))
                .isEqualTo(100);
        long move = work(g -> g.moves.add(new Group.Move("a", Set.of("b"), 100, false)));
        assertThat(move).isLessThan(100 * 400);
        assertThat(work(sweep(1_000, null))).isLessThan(1_000 * 400);
        assertThat(answers.more).isTrue();
    }

    private long cycle() throws SQLException {
        return work(g -> {
            g.accepts.add(accept("b"));
            g.claims.add(new Group.ClaimWish("b", 10, 0, Integer.MAX_VALUE));
        });
    }

    /** As a centre that answers each submit with the same id. */
    @Test
    void oneIdForAllCostsAReceiptNoMoreThanItsLastUses() throws Exception {
        sql(InWords.known("client", "a", "a,c"));
        sql(
                "insert into part (message_id, part, parts, client, recipient, body, encoding, receipt, priority, links, link,"
                        + " state, due, accepted_at, sent_at, account, remote_id, remote_key) with recursive n(i) as"
                        + " (select 1 union all select i + 1 from n where i < 100000)"
                        + " select printf('%06d', i), 1, 1, " + w("client") + ", '+4860' || i, 'text', " + w("GSM7")
                        + ", "
                        + w("NONE") + ", 1, " + w("a") + ", " + w("a") + ", " + w("SENT") + ", 0, 0, i, " + w("a")
                        + ", '00000000', '00000000' from n");
        Account account = new Account("a", IdForms.SAFE, false);
        long work = work(g -> {
            g.receipts.add(
                    new Receipt("a", account, List.of("00000000"), PartState.DELIVERED, "+4860100000", null, NOW, NOW));
            g.receipts.add(
                    new Receipt("a", account, List.of("00000000"), PartState.DELIVERED, "+48601", null, NOW, NOW));
        });
        assertThat(work).isLessThan(50_000);
        assertThat(number("select count(*) from messages where state = 'DELIVERED' and recipient = '+4860100000'"))
                .isEqualTo(1);
    }

    /** As a test number, or a server that all alarms go to. */
    @Test
    void aNumberWithManyMessagesCostsALookNoMoreThanItsLast() throws Exception {
        sql(InWords.known("client", "a", "a,c"));
        sql(
                "insert into part (message_id, part, parts, client, recipient, body, encoding, receipt, priority, links, link,"
                        + " state, due, accepted_at, doubt, doubt_account) with recursive n(i) as"
                        + " (select 1 union all select i + 1 from n where i < 100000)"
                        + " select printf('%06d', i), 1, 1, " + w("client") + ", '+48600', 'text', " + w("GSM7") + ", "
                        + w("FINAL") + ", 1, " + w("a") + ", " + w("a") + ", iif(i = 99999, " + w("UNKNOWN") + ", "
                        + w("SENT") + "), 0, 0, iif(i = 99999, 1, 0), " + w("a") + " from n");
        sql(
                "insert into unmatched_receipt (account, link, remote_key, ids, state, recipient, done_at, received_at, last_part, look_at)"
                        + " values ('a', 'a', 'r1', 'r1', 'DELIVERED', '+48600', 0, 1, 100000, 1)");
        assertThat(work(sweep(1_000, null))).isLessThan(50_000);
        assertThat(number("select count(*) from messages where state = 'UNKNOWN'"))
                .as("too many could be meant to be sure")
                .isEqualTo(1);
        assertThat(work(g -> g.awake.add(new Group.Number("a", "+48600")))).isLessThan(50_000);
    }

    @Test
    void aBacklogOfEventsCostsWhoAsksForItsClientsNothing() throws Exception {
        sql("insert into event (consumer, client, kind, message_id, recipient, happened_at, created_at, due)"
                + " with recursive n(i) as (select 1 union all select i + 1 from n where i < 100000)"
                + " select 'c', 'client' || (i % 3), 'RECEIPT', 'm', '+48', 0, 0, 0 from n");
        assertThat(work(g -> g.consumers.add("c"))).isLessThan(1_000);
        assertThat(answers.consumers.get(0)).containsExactly("client0", "client1", "client2");
    }

    @Test
    void theFileIsBoundedOverRoundsOfFillAndPurge() throws Exception {
        long largest = 0;
        for (int round = 0; round < 4; round++) {
            for (int i = 0; i < 40; i++) {
                work(g -> {
                    for (int n = 0; n < 250; n++) {
                        g.accepts.add(accept("a"));
                    }
                });
            }
            sql("update part set state = " + w("DELIVERED") + ", account = " + w("a")
                    + ", remote_key = message_id, accepted_at = 0, due = 0");
            long pages = number("select page_count from pragma_page_count");
            if (round == 1) {
                largest = pages;
            }
            if (round > 1) {
                assertThat(pages).isLessThanOrEqualTo(largest * 11 / 10);
            }
            int groups = 0;
            do {
                work(sweep(1_000, new Chores.Retention(NOW, 0, 0)));
                assertThat(++groups).isLessThan(20);
            } while (answers.more);
            assertThat(number("select count(*) from part")).isZero();
        }
    }
}
