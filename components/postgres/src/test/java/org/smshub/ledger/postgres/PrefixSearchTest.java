package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.Ground;
import org.smshub.ledger.Ledger;
import org.smshub.ledger.Parts;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.Search;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.ledger.store.sql.SqlSearch;

/**
 * {@code to=+4860*}: a range of octets, whatever the database's language is, where a comparison by the rules of a language
 * would pass over the plus. Few are found by the indexes of recipients; where there are many a statement looks at a stride of
 * rows, newest first, never at all of them.
 */
class PrefixSearchTest {

    private static final String BEGINNING = "+4860*";

    @TempDir
    Path folder;

    /** A database whose texts sort by a language, or one as it comes where the server knows no ICU. */
    private static String database() throws SQLException {
        String url = Server.database();
        String name = url.replaceFirst(".*/([^?]*)[?].*", "$1");
        try (Connection admin = Server.connect(url.replace("/" + name + "?", "/postgres?"));
                Statement sql = admin.createStatement()) {
            sql.execute("create database " + name + "_cs template template0 locale_provider icu icu_locale 'cs'");
            return url.replace("/" + name + "?", "/" + name + "_cs?");
        } catch (SQLException e) {
            System.out.println("This server knows no ICU: " + e.getMessage());
            return url;
        }
    }

    private static String id(Ledger ledger, String to) throws Exception {
        String id = Parts.id();
        Submission was = Parts.one(id, 1, 0, null).get(0);
        ledger.accept(List.of(new Submission(
                        id,
                        1,
                        1,
                        was.client(),
                        null,
                        was.sender(),
                        to,
                        was.body(),
                        was.encoding(),
                        null,
                        null,
                        null,
                        null,
                        to.length() % 2 == 0 ? "NONE" : "FINAL", // each has an index of its own
                        was.priority(),
                        was.links(),
                        was.due(),
                        null,
                        System.currentTimeMillis(),
                        null,
                        null)))
                .get();
        return id;
    }

    @Test
    void isARangeOfOctetsInAnyLanguage() throws Exception {
        String url = database();
        try (Ledger ledger = new Ledger(
                new StoreMaker.Place(folder, url, null, null), new LedgerSettings(200, 0, 0, 0), Ground.MACHINE)) {
            List<String> wanted = new ArrayList<>();
            for (String to : List.of(
                    "+4860", "4860100200", "+48600100200", "+486", "+4861", "+48609", "60100", "+485", "+48605")) {
                String id = id(ledger, to);
                if (to.startsWith("+4860")) {
                    wanted.add(0, id);
                }
            }
            Search.Filter filter = new Search.Filter(null, null, BEGINNING, null, null, null, null, null, null);
            assertThat(ledger.searches()
                            .find(filter, null, 50, Duration.ofSeconds(10))
                            .found())
                    .extracting(MessageView::id)
                    .containsExactlyElementsOf(wanted);
        }
        try (Connection connection = Server.connect(url);
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery(
                        "select collname from pg_attribute join pg_collation on"
                                + " pg_collation.oid = attcollation where attrelid = 'part'::regclass and attname = 'recipient'")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("C");
        }
    }

    /** What the search prepares for a beginning. @param order of what it finds */
    private static String statement(Connection connection, String order) throws SQLException {
        List<String> all = new ArrayList<>();
        Connection recording = (Connection) Proxy.newProxyInstance(
                PrefixSearchTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (self, method, values) -> {
                    if (method.getName().equals("prepareStatement")) {
                        all.add((String) values[0]);
                    }
                    try {
                        return method.invoke(connection, values);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        new SqlSearch(new PostgresDialect(recording, new ConcurrentHashMap<>()), false);
        return all.stream()
                .filter(sql -> sql.contains("recipient >=")
                        && sql.contains("recipient <")
                        && sql.contains("order by " + order))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void looksAtAStrideAndNotAtAll() throws Exception {
        String url = database();
        PostgresSchema.update(new Address(url, null, null).plain());
        try (Connection connection = new Address(url, null, null).searching();
                Connection filling = Server.connect(url);
                Statement fill = filling.createStatement()) {
            fill.execute(
                    "insert into part (message_id, part, parts, client, recipient, body, encoding, receipt, priority,"
                            + " links, link, state, due, accepted_at) select 'D' || lpad(n::text, 25, '0'), 1, 1, 1, '+48'"
                            + " || (500000000 + n * 7919 % 300000000), 'text', 31, 22, 1, 1, 1, 6, n, n"
                            + " from generate_series(1, 200000) n");
            fill.execute("vacuum analyze");
            for (String mode : List.of("force_generic_plan", "force_custom_plan")) {
                assertThat(plan(connection, mode, "part.id", "100001, 120001, '+4860', '+4861'"))
                        .as(mode)
                        .contains("Index Scan Backward using part_pkey")
                        .doesNotContain("Seq Scan")
                        .doesNotContain("Sort");
            }
            // as a session that searches plans: few are sorted, of many the first are read in their order
            assertThat(plan(connection, "force_custom_plan", "recipient", "'+4860', '+4861', '+4860', '+4861'"))
                    .contains("part_open", "part_quiet")
                    .doesNotContain("Seq Scan");
            assertThat(plan(connection, "force_custom_plan", "recipient", "'+48', '+49', '+48', '+49'"))
                    .contains("using part_open", "using part_quiet")
                    .doesNotContain("Seq Scan")
                    .doesNotContain("Sort");
        }
    }

    private static String plan(Connection connection, String mode, String order, String values) throws SQLException {
        int[] place = {0};
        StringBuilder numbered = new StringBuilder();
        statement(connection, order)
                .chars()
                .forEach(c -> numbered.append(c == '?' ? "$" + ++place[0] : String.valueOf((char) c)));
        StringBuilder plan = new StringBuilder();
        try (Statement explain = connection.createStatement()) {
            explain.execute("set plan_cache_mode = " + mode);
            explain.execute("prepare beginning as " + numbered);
            try (ResultSet rows = explain.executeQuery(
                    "explain (analyze, costs off, timing off, buffers off) execute beginning (" + values + ")")) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            explain.execute("deallocate beginning");
        }
        return plan.toString();
    }
}
