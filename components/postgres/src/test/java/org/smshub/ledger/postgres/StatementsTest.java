package org.smshub.ledger.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.smshub.ledger.store.sql.Roles;
import org.smshub.ledger.store.sql.SqlEngine;
import org.smshub.ledger.store.sql.SqlReader;
import org.smshub.ledger.store.sql.SqlSearch;
import org.smshub.ledger.store.sql.dialect.Prepared;

/**
 * Every statement that the ledger prepares, in PostgreSQL's words: a server has looked at it, and knows the type of
 * each of its values.
 */
class StatementsTest {

    private static String url;

    @BeforeAll
    static void schema() throws SQLException {
        url = Server.database();
        PostgresSchema.update(new Address(url, null, null).plain());
    }

    private static final class Recording extends PostgresDialect {

        private final Set<String> statements = new LinkedHashSet<>();

        Recording(Connection connection) {
            super(connection, new ConcurrentHashMap<>());
        }

        @Override
        public Prepared prepare(String sql) throws SQLException {
            statements.add(sql);
            return super.prepare(sql);
        }
    }

    @Test
    void eachIsUnderstood() throws SQLException {
        Set<String> all = new LinkedHashSet<>();
        try (Recording dialect = new Recording(Server.connect(url))) {
            new SqlEngine(dialect, new Roles());
            all.addAll(dialect.statements);
        }
        try (Recording dialect = new Recording(Server.connect(url))) {
            new SqlReader(dialect);
            new SqlSearch(dialect, false);
            all.addAll(dialect.statements);
        }
        assertThat(all).hasSizeGreaterThan(150);
        Map<String, String> left = new TreeMap<>();
        for (String sql : all) {
            String words = Translation.of(sql).sql();
            for (String word :
                    Set.of("iif(", "instr(", "typeof(", "substr(", "?1", "?2", " char(", "sqlite_", "rowid")) {
                if (words.contains(word)) {
                    left.put(word, words);
                }
            }
        }
        assertThat(left).as("words that SQLite alone has").isEmpty();
    }

    @Test
    void whatIsSaidOtherwise() {
        assertThat(Translation.of("select 1 from part where link = ?1 and (?2 is null or client = ?2) limit ?3"))
                .isEqualTo(new Translation.Result(
                        "select 1 from part where link = ? and (?::text is null or client = ?) limit ?",
                        List.of(1, 2, 2, 3)));
        assertThat(
                        words(
                                "update part set done_at = iif(doubt > 0, null, ?), doubt = max(doubt - 1, 0) where a is ? and b is not ?"))
                .isEqualTo("update part set done_at = case when doubt > 0 then null else ?::bigint end,"
                        + " doubt = greater(doubt - 1, 0) where a is not distinct from ? and b is distinct from ?");
        assertThat(words("select max(state in (1, 2)), max(due), count(*) from (select 1 from part) where +link = 7"))
                .isEqualTo("select max(case when state in (1, 2) then 1 else 0 end), max(due), count(*)"
                        + " from (select 1 from part) as q1 where link = 7");
        assertThat(
                        words(
                                "select substr(ltrim(recipient, '+0'), -7), instr(char(10) || ids, ?) from event where x is null"))
                .isEqualTo(
                        "select right(ltrim(recipient, '+0'), 7), strpos(chr(10) || ids, ?) from event where x is null");
        assertThat(words(
                        "update part set body = case when keep_text <= 1 then case typeof(body) when 'blob' then x'' else '' end"
                                + " else body end"))
                .isEqualTo("update part set body = case when keep_text <= 1 then erased(body) else body end");
    }

    @Test
    void statesAreKnownToIndexesByAnotherName() {
        assertThat(
                        words(
                                "update part set state = 1, due = ? where id in (select id from part p where p.state = 1 and due <= ?)"))
                .isEqualTo("update part set state = 1, due = ? where id in (select id from part p where p.waits = 1"
                        + " and due <= ?)");
        assertThat(words("select 1 from part where link = ?1 and state = 2"))
                .isEqualTo("select 1 from part where link = ? and waits = 2");
        assertThat(words("update part set state = 3 where message_id = ? and part = ? and state = 2"))
                .as("found by its id, and by no index of what is claimed")
                .endsWith("and state = 2");
        assertThat(words("select id from part where state > 6 and state = ?3"))
                .isEqualTo("select id from part where ended = ?");
    }

    private static String words(String sqlite) {
        return Translation.of(sqlite).sql().replaceAll("(max|count|greater|ltrim|right|strpos|chr|erased) \\(", "$1(");
    }

    @Test
    void textsComeBackAsTheyWere() {
        for (String text : List.of("", "zażółć", "a\0b", "\uFFFE", "\uFFFEx00ff", "\0\uFFFE0\uFFFE1", "\uFFFE0")) {
            assertThat(Texts.stored(text)).doesNotContain("\0");
            assertThat(Texts.read(Texts.stored(text))).isEqualTo(text);
            assertThat(Texts.readBody(Texts.storedBody(text))).isEqualTo(text);
        }
        assertThat((byte[]) Texts.readBody(Texts.storedBody(new byte[] {0, -1, 7})))
                .containsExactly(0, -1, 7);
        assertThat((byte[]) Texts.readBody(Texts.storedBody(new byte[0]))).isEmpty();
    }
}
