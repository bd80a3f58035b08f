package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.flywaydb.core.Flyway;

/** No sequence of events leaves the state diagram, and the diagram of the README is the one that runs. */
class LifecycleProperties {

    /** One thing that happens to the one part of the test. */
    record Event(String what, PartState told, String remoteId) {}

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<String> what = Arbitraries.of(
                "claim", "sent", "retry", "failed", "hold", "again", "receipt", "expire", "sweep", "stale-result");
        Arbitrary<PartState> told = Arbitraries.of(PartState.values()).filter(PartState::isToldByReceipt);
        Arbitrary<String> remoteId = Arbitraries.of("r1", "r2", "stranger");
        return Combinators.combine(what, told, remoteId)
                .as(Event::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(25);
    }

    @Property(tries = 400)
    void noSequenceLeavesTheDiagram(@ForAll("events") List<Event> events) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
            schema(connection);
            SqliteStore store = new SqliteStore(connection);
            String id = Parts.id();
            store.insert(Parts.one(id, 1, 0, Long.MAX_VALUE / 2), false, 0);
            Claim last = null;
            PartState state = state(connection, id);
            for (Event event : events) {
                last = apply(store, connection, event, last, id);
                PartState next = state(connection, id);
                if (next != state) {
                    assertThat(state.next()).as("%s by %s", state, event).contains(next);
                    assertThat(state.isFinal()).as("%s is final", state).isFalse();
                }
                state = next;
            }
        }
    }

    private static Claim apply(SqliteStore store, Connection connection, Event event, Claim last, String id)
            throws SQLException {
        long now = System.currentTimeMillis();
        switch (event.what()) {
            case "claim" -> {
                List<Claim> claims = store.claim(Parts.LINK, 1, now);
                return claims.isEmpty() ? last : claims.get(0);
            }
            case "sent" -> result(store, last, new Verdict.Sent(event.remoteId()));
            case "retry" -> result(store, last, new Verdict.Retry(0, Parts.LINK, "x", "x"));
            case "failed" -> result(store, last, new Verdict.Failed("x", "x"));
            case "hold" -> result(store, last, new Verdict.Unknown(null, "x", "x"));
            case "again" -> result(store, last, new Verdict.Unknown(0L, "x", "x"));
            case "stale-result" -> {
                result(store, last, new Verdict.Sent("r9"));
                result(store, last, new Verdict.Failed("x", "x"));
            }
            case "receipt" -> store.receipts.receipt(Parts.receipt(event.remoteId(), event.told()));
            case "expire" -> store.expire(Long.MAX_VALUE);
            case "sweep" -> store.receipts.resolveDoubts(Long.MAX_VALUE);
            default -> throw new IllegalArgumentException(event.what());
        }
        return last;
    }

    private static void result(SqliteStore store, Claim claim, Verdict verdict) throws SQLException {
        if (claim != null) {
            store.result(claim, verdict, System.currentTimeMillis());
        }
    }

    private static PartState state(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select state from part where message_id = ?")) {
            select.setString(1, id);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return PartState.valueOf(rows.getString(1));
            }
        }
    }

    private static void schema(Connection connection) throws Exception {
        for (String migration : List.of("V1__ledger.sql", "V2__events_and_incoming.sql")) {
            String sql = new String(LifecycleProperties.class
                    .getResourceAsStream("sqlite/" + migration)
                    .readAllBytes());
            try (var statement = connection.createStatement()) {
                statement.executeUpdate(sql);
            }
        }
    }

    @Example
    void theDiagramOfTheReadmeIsTheOneThatRuns() throws Exception {
        Pattern arrow = Pattern.compile("^\\s*([A-Z]+) --> ([A-Z]+)", Pattern.MULTILINE);
        Map<PartState, Set<PartState>> drawn = new EnumMap<>(PartState.class);
        Matcher matcher = arrow.matcher(Files.readString(Path.of("README.md")));
        while (matcher.find()) {
            drawn.computeIfAbsent(PartState.valueOf(matcher.group(1)), s -> new TreeSet<>())
                    .add(PartState.valueOf(matcher.group(2)));
        }
        List<String> differences = new ArrayList<>();
        for (PartState state : PartState.values()) {
            Set<PartState> declared = new TreeSet<>(state.next());
            Set<PartState> shown = drawn.getOrDefault(state, Set.of());
            if (!declared.equals(shown)) {
                differences.add(state + ": code " + declared + ", README " + shown);
            }
        }
        assertThat(differences).isEmpty();
    }

    @Example
    void everyMigrationRunsOnAnEmptyFile() throws Exception {
        Path file = Files.createTempFile("ledger", ".db");
        Flyway.configure()
                .dataSource("jdbc:sqlite:" + file, null, null)
                .locations("classpath:org/smshub/ledger/sqlite")
                .load()
                .migrate();
        Files.delete(file);
    }
}
