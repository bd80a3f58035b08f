package org.smshub.ledger.store;

import com.github.f4b6a3.ulid.UlidCreator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.MessageView.Attempt;
import org.smshub.ledger.entry.MessageView.PartView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.link.IdForms;
import org.smshub.text.plan.LinkProfile;

/** Groups for an engine, in the words of a test; time goes as the test says. */
public abstract class OnAnEngine {

    static final String NUMBER = "+48600100200";
    static final Account A = new Account("a", IdForms.SAFE, false);
    static final Account B = new Account("b", IdForms.SAFE, false);
    static final long PATIENCE = 5_000;
    static final long AGAIN = 60_000;

    private EngineUnderTest under;
    Engine engine;
    Reader reader;
    long now = System.currentTimeMillis();

    /** What links carry. */
    Function<String, LinkProfile> profiles = link -> LinkProfile.STANDARD;

    protected abstract EngineUnderTest underTest() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        under = underTest();
        engine = under.open();
        reader = under.reader();
    }

    @AfterEach
    void end() throws Exception {
        reader.close();
        under.close();
    }

    void restart() throws Exception {
        engine = under.open();
    }

    Answers write(Consumer<Group> rows) {
        now++;
        Group group = new Group(now, profiles);
        rows.accept(group);
        try {
            return engine.write(group);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a test cares about of a message. */
    static final class Draft {
        String id = UlidCreator.getMonotonicUlid().toString();
        String links = "a";
        String to = NUMBER;
        String text = "text";
        String ref;
        String receipt = "FINAL";
        String events;
        int priority = 1;
        long due;
        Long expires;
        Long keep;
        int parts = 1;
        boolean claimed;
    }

    static Draft draft(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return draft;
    }

    Accept accept(Draft d) {
        List<Submission> parts = new ArrayList<>();
        for (int part = 1; part <= d.parts; part++) {
            parts.add(new Submission(
                    d.id,
                    part,
                    d.parts,
                    "client",
                    d.ref,
                    "ACME",
                    d.to,
                    d.text,
                    "GSM7",
                    null,
                    null,
                    null,
                    null,
                    d.receipt,
                    d.priority,
                    d.links,
                    d.due == 0 ? now : d.due,
                    d.expires,
                    now,
                    d.events,
                    d.keep));
        }
        return new Accept(parts, parts.get(0).firstLink(), d.claimed);
    }

    String accept(Consumer<Draft> change) {
        Draft d = draft(change);
        return write(g -> g.accepts.add(accept(d))).accepts.get(0).messageId();
    }

    String accept() {
        return accept(d -> {});
    }

    List<Claim> claim(String link, int limit) {
        return write(g -> g.claims.add(new Group.ClaimWish(link, limit, 0, Integer.MAX_VALUE)))
                .claims
                .get(0);
    }

    Claim claim() {
        List<Claim> claims = claim("a", 1);
        if (claims.isEmpty()) {
            throw new AssertionError("nothing is due on a");
        }
        return claims.get(0);
    }

    Answers result(Claim claim, Verdict verdict) {
        return result(claim, verdict, claim.link().equals("b") ? B : A, false);
    }

    Answers late(Claim claim, Verdict verdict) {
        return result(claim, verdict, claim.link().equals("b") ? B : A, true);
    }

    Answers result(Claim claim, Verdict verdict, Account account, boolean late) {
        return write(g -> g.results.add(new Result(claim, verdict, account, late)));
    }

    Claim sent(String remoteId) {
        Claim claim = claim();
        result(claim, new Verdict.Sent(remoteId));
        return claim;
    }

    static Verdict.Retry no(long due, String link) {
        return new Verdict.Retry(due, link, false, "x:08", "busy");
    }

    static Verdict.Retry tooFast(long due, String link) {
        return new Verdict.Retry(due, link, true, "x:58", "throttled");
    }

    static Verdict.Unknown silence(Long again) {
        return new Verdict.Unknown(again, "x:time-out", "no answer");
    }

    Receipt receipt(String id, PartState state) {
        return receipt(A, id, state, NUMBER);
    }

    Receipt receipt(Account account, String id, PartState state, String number) {
        return new Receipt("a", account, id == null ? List.of() : List.of(id), state, number, null, now + 1, now + 1);
    }

    boolean told(Receipt receipt) {
        return write(g -> g.receipts.add(receipt)).receipts.get(0);
    }

    boolean told(String id, PartState state) {
        return told(receipt(id, state));
    }

    Answers tidy() {
        return tidy(1_000, null);
    }

    Answers tidy(int limit, Chores.Retention retention) {
        now++;
        Group group = new Group(now);
        group.chores = new Chores(limit, now - PATIENCE, now + AGAIN, Map.of(), retention, false);
        try {
            return engine.write(group);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The patience of all receipts is over. */
    Answers afterPatience() {
        now += PATIENCE + 1;
        return tidy();
    }

    List<Event> events(String consumer) {
        return write(g -> g.lanes.add(new Group.LaneWish(consumer, "client", 0, 100)))
                .lanes
                .get(0);
    }

    List<String> toldStates() {
        return events("c").stream().map(Event::state).toList();
    }

    String state(String id) {
        return reader.find(id, null).orElseThrow().state();
    }

    PartView part(String id) {
        return reader.find(id, null).orElseThrow().parts().get(0);
    }

    List<String> history(String id) {
        return part(id).history().stream()
                .map(a -> a.outcome() + "@" + a.link())
                .toList();
    }

    static List<String> outcomes(List<Attempt> history) {
        return history.stream().map(Attempt::outcome).toList();
    }

    Map<String, Integer> move(String from, String... in) {
        return write(g -> g.moves.add(new Group.Move(from, Set.of(in), 100, false)))
                .moves
                .get(0);
    }

    Connection connection() throws Exception {
        return under.connection();
    }

    /** A statement in SQLite's words, as this engine's database has it. */
    String words(String sqlite) {
        return under.words(sqlite);
    }

    void sql(String statement) {
        try (Connection c = under.connection();
                Statement s = c.createStatement()) {
            s.execute(under.words(statement));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String query) {
        try (Connection c = under.connection();
                Statement s = c.createStatement();
                ResultSet rows = s.executeQuery(under.words(query))) {
            rows.next();
            return rows.getLong(1);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String query) {
        try (Connection c = under.connection();
                Statement s = c.createStatement();
                ResultSet rows = s.executeQuery(under.words(query))) {
            return rows.next() ? rows.getString(1) : null;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
