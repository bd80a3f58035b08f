package org.smshub.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.sql.SqlReader;
import org.smshub.ledger.store.sqlite.SqliteDialect;
import org.smshub.ledger.store.sqlite.SqliteEngine;
import org.smshub.link.IdForms;

/** No sequence of groups leaves the state diagram, and the diagram of the README is the one that runs. */
class LifecycleProperties {

    private static final Account SHARED = new Account("centre", IdForms.SAFE, false);

    /** One thing that happens to the one part of the test. @param which of its claims so far a late answer is about */
    record Step(String what, PartState told, String remoteId, int which) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> what = Arbitraries.of(
                "claim",
                "claim",
                "sent",
                "sent-without-id",
                "retry",
                "elsewhere",
                "throttled",
                "back",
                "failed",
                "hold",
                "again",
                "receipt",
                "receipt",
                "receipt-without-id",
                "late-sent",
                "late-failed",
                "late-retry",
                "move",
                "awake",
                "time",
                "expire",
                "sweep",
                "restart",
                "reused-id");
        Arbitrary<PartState> told = Arbitraries.of(PartState.values()).filter(PartState::isToldByReceipt);
        Arbitrary<String> remoteId = Arbitraries.of("r1", "r2", "stranger", "39f99dd5", "0972660181");
        return Combinators.combine(what, told, remoteId, Arbitraries.integers().between(0, 30))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    /** The ledger, and what a test knows of its one part. */
    private static final class Run implements AutoCloseable {
        final Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        final Draft part = new Draft();
        final SqliteEngine engine;
        final SqlReader reader;
        final List<Claim> claims = new ArrayList<>();
        long now = 1_000_000;
        Claim flying;
        int attempts;

        Run() throws Exception {
            schema(connection);
            engine = new SqliteEngine(connection);
            reader = new SqlReader(new SqliteDialect(connection));
            write(g -> g.accepts.add(part.accept()));
        }

        Answers write(Consumer<Group> rows) throws SQLException {
            Group group = new Group(++now);
            rows.accept(group);
            return engine.write(group);
        }

        String text(String column) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select " + column + " from part")) {
                rows.next();
                return rows.getString(1);
            }
        }

        String word(String column) throws SQLException {
            return text("(select word from word where id = " + column + ")");
        }

        PartState state() throws SQLException {
            return PartState.valueOf(word("state"));
        }

        void result(Verdict verdict, boolean counts) throws SQLException {
            if (flying == null) {
                return;
            }
            PartState before = state();
            // of a send that a receipt has settled meanwhile, that it left is news all the same
            boolean news = before == PartState.CLAIMED
                    || verdict instanceof Verdict.Sent && before != PartState.QUEUED && text("sent_at") == null;
            write(g -> g.results.add(new Result(flying, verdict, SHARED, false)));
            attempts += counts && news ? 1 : 0;
            flying = null;
        }

        void late(Verdict verdict, int which) throws SQLException {
            if (!claims.isEmpty()) {
                Claim claim = claims.get(which % claims.size());
                if (claim != flying) {
                    write(g -> g.results.add(new Result(claim, verdict, SHARED, true)));
                }
            }
        }

        void receipt(String id, PartState state) throws SQLException {
            List<String> ids = id == null ? List.of() : List.of(id);
            Receipt receipt = new Receipt("a", SHARED, ids, state, part.to, null, now, now + 1);
            write(g -> g.receipts.add(receipt));
        }

        void tidy(long before) throws SQLException {
            write(g -> g.chores = new Chores(100, before, now + 100, Map.of(), null, false));
        }

        @Override
        public void close() throws SQLException {
            engine.close();
        }
    }

    private static final class Draft {
        final String id = "01HZZZZZZZZZZZZZZZZZZZZZZZ";
        final String to = "+48600100200";

        Accept accept() {
            return new Accept(
                    List.of(new Submission(
                            id,
                            1,
                            1,
                            "client",
                            null,
                            "ACME",
                            to,
                            "text",
                            "GSM7",
                            null,
                            null,
                            null,
                            null,
                            "ALL",
                            1,
                            "a,b",
                            0,
                            500_000_000L,
                            0,
                            "c",
                            null)),
                    "a",
                    false);
        }
    }

    @Property(tries = 600)
    void noSequenceLeavesTheDiagram(@ForAll("steps") List<Step> steps) throws Exception {
        try (Run run = new Run()) {
            PartState state = run.state();
            for (Step step : steps) {
                happens(run, step);
                PartState next = run.state();
                if (next != state) {
                    assertThat(state.next()).as("%s by %s", state, step).contains(next);
                    assertThat(state.isFinal()).as("%s is final", state).isFalse();
                }
                assertThat(Integer.parseInt(run.text("doubt")))
                        .as("doubt after %s", step)
                        .isNotNegative();
                state = next;
            }
            MessageView.PartView part =
                    run.reader.find(run.part.id, null).orElseThrow().parts().get(0);
            assertThat(part.attempts()).as("%s", part).isEqualTo(run.attempts);
        }
    }

    private static void happens(Run run, Step step) throws SQLException {
        switch (step.what()) {
            case "claim" -> {
                for (String link : List.of("a", "b")) {
                    List<Claim> claims = run.write(
                                    g -> g.claims.add(new Group.ClaimWish(link, 1, 0, Integer.MAX_VALUE)))
                            .claims
                            .get(0);
                    run.claims.addAll(claims);
                    run.flying = claims.isEmpty() ? run.flying : claims.get(0);
                }
            }
            case "sent" -> run.result(new Verdict.Sent(step.remoteId()), true);
            case "sent-without-id" -> run.result(new Verdict.Sent(null), true);
            case "retry" -> run.result(new Verdict.Retry(0, link(run), false, "x", "x"), true);
            case "elsewhere" -> run.result(new Verdict.Retry(0, other(run), false, "x", "x"), true);
            case "throttled" -> run.result(new Verdict.Retry(0, link(run), true, "x", "x"), false);
            case "back" -> run.result(new Verdict.Back(0, "x", "x"), false);
            case "failed" -> run.result(new Verdict.Failed(true, "x", "x"), true);
            case "hold" -> run.result(new Verdict.Unknown(null, "x", "x"), true);
            case "again" -> run.result(new Verdict.Unknown(0L, "x", "x"), true);
            case "late-sent" -> run.late(new Verdict.Sent(step.remoteId()), step.which());
            case "late-failed" -> run.late(new Verdict.Failed(true, "x", "x"), step.which());
            case "late-retry" -> run.late(new Verdict.Retry(0, link(run), false, "x", "x"), step.which());
            case "receipt" -> run.receipt(step.remoteId(), step.told());
            case "receipt-without-id" -> run.receipt(null, step.told());
            case "reused-id" -> {
                run.receipt("r1", step.told());
                run.receipt("r1", PartState.DELIVERED);
            }
            case "move" -> run.write(g -> g.moves.add(new Group.Move(link(run), Set.of("a", "b"), 10, false)));
            case "awake" -> run.write(g -> g.awake.add(new Group.Number("a", run.part.to)));
            case "time" -> run.now += 10_000;
            case "expire" -> {
                run.now += 1_000_000_000;
                run.tidy(0);
            }
            case "sweep" -> run.tidy(run.now);
            case "restart" -> restart(run);
            default -> throw new IllegalArgumentException(step.what());
        }
    }

    private static void restart(Run run) throws SQLException {
        boolean left = run.state() == PartState.CLAIMED;
        for (String link : List.of("a", "b")) {
            run.write(g -> g.openings.add(new Group.Opening(link, SHARED, new Verdict.Unknown(null, "x", "x"))));
        }
        run.attempts += left ? 1 : 0;
        run.flying = null;
    }

    private static String link(Run run) {
        try {
            return run.word("link");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String other(Run run) {
        return link(run).equals("a") ? "b" : "a";
    }

    private static void schema(Connection connection) throws Exception {
        for (String migration : List.of(
                "V1__ledger.sql",
                "V2__events_and_incoming.sql",
                "V3__outcomes.sql",
                "V4__rows.sql",
                "V5__budget.sql",
                "V6__sar.sql",
                "V7__fields.sql",
                "V8__conversation.sql",
                "V9__sums.sql",
                "V10__search.sql",
                "V11__subscriptions.sql",
                "V12__receipt_order.sql",
                "V13__ended.sql",
                "V14__session.sql")) {
            try (var file = SqliteEngine.class.getResourceAsStream("/org/smshub/ledger/sqlite/" + migration);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(new String(file.readAllBytes()));
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
}
