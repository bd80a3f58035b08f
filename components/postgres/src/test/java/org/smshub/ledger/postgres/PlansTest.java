package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The plan of every statement that writes, as its session makes it once and keeps it: on an empty ledger, where the
 * planner knows nothing, and on one that has 200,000 finished and 20,000 waiting parts. None goes through a large
 * table.
 */
class PlansTest {

    private static final Pattern THROUGH = Pattern.compile("Seq Scan on (part|event|part_history|incoming_message)\\b");

    /** What is asked once a start, or once the clock was set; it reads all queues by their links. */
    private String url;

    @BeforeEach
    void schema() throws SQLException {
        url = Server.database();
        PostgresSchema.update(new Address(url, null, null).plain());
    }

    /** What an engine prepares. */
    private static Set<String> statements(Connection connection) throws SQLException {
        Set<String> all = new LinkedHashSet<>();
        Connection recording = (Connection) Proxy.newProxyInstance(
                PlansTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, values) -> {
                    if (method.getName().equals("prepareStatement")) {
                        all.add((String) values[0]);
                    }
                    try {
                        return method.invoke(connection, values);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        new PostgresEngine(
                new WritingDialect(recording, new Sessions("plans", false), new ConcurrentHashMap<>()), null);
        all.removeIf(sql -> sql.contains("; commit") || sql.contains("pg_") || sql.contains("into node"));
        return all;
    }

    private static Map<String, String> plans() {
        return new java.util.TreeMap<>();
    }

    /** The statements of an engine that read all of a large table, with their plans. */
    static Map<String, String> throughATable(String url) throws SQLException {
        Map<String, String> through = plans();
        Address address = new Address(url, null, null);
        try (Connection connection = address.writing();
                Statement statement = connection.createStatement()) {
            for (String sql : statements(connection)) {
                String plan = plan(statement, sql);
                if (THROUGH.matcher(plan).find()) {
                    through.put(sql, plan);
                }
            }
        }
        return through;
    }

    private static String plan(Statement statement, String sql) throws SQLException {
        StringBuilder numbered = new StringBuilder();
        int count = 0;
        boolean quoted = false;
        for (char c : sql.toCharArray()) {
            quoted ^= c == '\'';
            numbered.append(c == '?' && !quoted ? "$" + ++count : String.valueOf(c));
        }
        statement.execute("prepare one as " + numbered);
        List<String> nulls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nulls.add("null");
        }
        StringBuilder plan = new StringBuilder();
        String values = count == 0 ? "" : "(" + String.join(", ", nulls) + ")";
        try (ResultSet rows = statement.executeQuery("explain (costs off) execute one" + values)) {
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
        }
        statement.execute("deallocate one");
        return plan.toString();
    }

    private void fill() throws SQLException {
        try (Connection connection = Server.connect(url);
                Statement fill = connection.createStatement()) {
            fill.execute("insert into word (word) select 'word ' || n from generate_series(1, 200) n");
            String part =
                    "insert into part (message_id, part, parts, client, client_ref, recipient, body, encoding, receipt, priority,"
                            + " links, link, state, due, accepted_at, account, remote_id, remote_key, sent_at, done_at)";
            fill.execute(part
                    + " select 'D' || lpad(n::text, 25, '0'), 1, 1, 100 + n % 50, 'r' || n, '+48' || n, 'text', 31, 22, n % 4,"
                    + " 160, 160 + n % 7, 6, n, n, 170, 'm' || n, 'm' || n, n, n from generate_series(1, 200000) n");
            fill.execute(part
                    + " select 'Q' || lpad(n::text, 25, '0'), 1, 1, 100 + n % 50, 'q' || n, '+48' || n, 'text', 31, 22, n % 4,"
                    + " 160, 160 + n % 7, 1, n, n, null, null, null, null, null from generate_series(1, 20000) n");
            fill.execute(
                    "insert into event (consumer, client, kind, message_id, recipient, happened_at, created_at, due)"
                            + " select 'hooks', 'client ' || n % 100, 'RECEIPT', 'D' || lpad(n::text, 25, '0'), '+48' || n, n, n, n"
                            + " from generate_series(1, 20000) n");
            fill.execute(
                    "insert into part_history (message_id, part, n, at, link, outcome) select 'D' || lpad(n::text, 25, '0'), 1, 1, n,"
                            + " 'a', 'NOT_SENT' from generate_series(1, 50000) n");
            fill.execute("vacuum analyze");
        }
    }

    @Test
    void onAnEmptyLedger() throws SQLException {
        assertThat(throughATable(url)).isEmpty();
    }

    @Test
    void onAFullLedger() throws SQLException {
        fill();
        assertThat(throughATable(url)).isEmpty();
    }

    /** By its priority and time, out of the index alone; and no row is sorted. */
    @Test
    void claimsReadTheirQueueInItsOrder() throws SQLException {
        for (boolean full : new boolean[] {false, true}) {
            if (full) {
                fill();
            }
            try (Connection connection = new Address(url, null, null).writing();
                    Statement statement = connection.createStatement()) {
                String claim = statements(connection).stream()
                        .filter(sql -> sql.contains("skip locked"))
                        .findFirst()
                        .orElseThrow();
                String plan = plan(statement, claim);
                assertThat(plan).contains("part_ready").doesNotContain("Sort");
                Matcher key = Pattern.compile("using part_pkey").matcher(plan);
                assertThat(key.find()).as(plan).isTrue();
            }
        }
    }

    /** Not by the index of what is claimed: it is full of the dead when the ledger is busy. */
    @Test
    void resultsFindTheirPartsByTheirIds() throws SQLException {
        for (boolean full : new boolean[] {false, true}) {
            if (full) {
                fill();
            }
            try (Connection connection = new Address(url, null, null).writing();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements(connection)) {
                    if (sql.contains("unnest(") && sql.startsWith("update part")) {
                        assertThat(plan(statement, sql))
                                .containsPattern("part_message|part_pkey")
                                .doesNotContain("part_claimed")
                                .doesNotContain("part_open");
                    }
                }
            }
        }
    }

    /** Else each change of a state would be a new entry in all of them. */
    @Test
    void noIndexKnowsWhatEachChangeOfAStateChanges() throws SQLException {
        try (Connection connection = Server.connect(url);
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select indexdef from pg_indexes where tablename = 'part'")) {
            int count = 0;
            for (; rows.next(); count++) {
                assertThat(rows.getString(1)).doesNotContainPattern("\\b(state|done_at|told|claimed_at|body)\\b");
            }
            assertThat(count).isGreaterThan(10);
        }
    }

    /** What comes of itself all the time, by the index that was made for it. */
    @Test
    void eachChoreHasItsIndex() throws SQLException {
        fill();
        Map<String, String> meant = Map.of(
                "expires <= ", "part_expiry",
                "error_code is not null and due >", "part_again",
                "link = ? and waits = 2", "part_claimed");
        try (Connection connection = new Address(url, null, null).writing();
                Statement statement = connection.createStatement()) {
            Set<String> all = statements(connection);
            for (Map.Entry<String, String> one : meant.entrySet()) {
                List<String> those = all.stream()
                        .filter(sql -> sql.contains(one.getKey()) && sql.contains("waits = "))
                        .toList();
                assertThat(those).as(one.getKey()).isNotEmpty();
                for (String sql : those) {
                    assertThat(plan(statement, sql)).as(sql).containsPattern(one.getValue() + "|part_ready");
                }
            }
        }
    }
}
