package org.smshub.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.commit.LedgerSettings;
import org.smshub.ledger.crew.Crew;
import org.smshub.ledger.crew.Tasks;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Unread;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.queue.EventQueue;
import org.smshub.ledger.queue.LinkQueue;
import org.smshub.ledger.queue.LinkSettings;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.ledger.store.sqlite.Faults;
import org.smshub.ledger.store.sqlite.Faults.When;
import org.smshub.ledger.store.sqlite.SqliteEngine;
import org.smshub.ledger.store.sqlite.SqliteStoreMaker;
import org.smshub.link.IdForms;
import org.smshub.link.nature.Nature;
import org.smshub.text.Alphabet;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;
import org.sqlite.SQLiteErrorCode;

/**
 * A whole day of a small ledger (accepts, claims, results, receipts, incoming messages, failover, deadlines, retention, events), again and again: the
 * first call of the database fails, the second … to the day's last; before or after its effect, once or for good
 * until it is mended. Whoever is refused tries again. In the end nothing is lost, nothing is invented, nothing went out
 * twice, and the writer lives. Short: a call in so many; {@code -Pfull}: each, in each way, but for what a day does again and
 * again: of the same call at the same step the first {@value #SAME} and the last.
 */
class NthStatementTest {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final List<SQLiteErrorCode> CODES = List.of(
            SQLiteErrorCode.SQLITE_IOERR,
            SQLiteErrorCode.SQLITE_FULL,
            SQLiteErrorCode.SQLITE_BUSY,
            SQLiteErrorCode.SQLITE_ERROR,
            SQLiteErrorCode.SQLITE_CORRUPT);

    private static final LedgerSettings SETTINGS = new LedgerSettings(1_000, 3_600_000, 3_600_000, 3_600_000);
    private static final int SAME = 2;

    /** In the short form: one in so many. */
    private static final int SHORT = 61;

    /** Nothing fails while it is looked at what became of all. */
    private static final String QUIET = "quiet";

    private static final String CONSUMER = "webhooks";
    private static final String NUMBER = "+48600100";

    @TempDir
    Path folder;

    private Path template;
    private int runs;

    @BeforeEach
    void anEmptyLedger() throws Exception {
        template = Files.createDirectory(folder.resolve("template"));
        new Ledger(template, SETTINGS).close();
    }

    @Test
    void theDayWithoutAFault() throws Exception {
        Day day = new Day(folder.resolve("day"), 0, When.BEFORE, SQLiteErrorCode.SQLITE_IOERR, false);
        day.live();
        assertThat(day.faults.calls()).isGreaterThan(500);
    }

    @Test
    void onceBeforeItsEffect() throws Exception {
        sweep(When.BEFORE, false);
    }

    @Test
    void onceAfterItsEffect() throws Exception {
        sweep(When.AFTER, false);
    }

    @Test
    void forGoodUntilItIsMended() throws Exception {
        sweep(When.BEFORE, true);
    }

    @Test
    void forGoodAfterItsEffect() throws Exception {
        sweep(When.AFTER, true);
    }

    private void sweep(When when, boolean forGood) throws Exception {
        List<Long> calls = calls();
        int days = 0;
        for (int i = 0; i < calls.size(); i++) {
            for (int code = 0; code < CODES.size(); code++) {
                // a page that stays damaged is refused to who needs it, and no mending brings a result back
                boolean stays = forGood && CODES.get(code) == SQLiteErrorCode.SQLITE_CORRUPT;
                if (!stays && (FULL || i % CODES.size() == code)) {
                    Day day = new Day(folder.resolve("day" + ++runs), calls.get(i), when, CODES.get(code), forGood);
                    try {
                        day.live();
                        assertThat(day.faults.isMet()).as("the call is made").isTrue();
                    } catch (Throwable e) {
                        throw new AssertionError(day.toString(), e);
                    }
                    days++;
                }
            }
        }
        System.out.printf(
                "FIGURE nth call fails %s its effect, %s: %d of a day's calls, %d days%n",
                when, forGood ? "for good" : "once", calls.size(), days);
        assertThat(days).isGreaterThan(FULL ? 1_000 : 12);
    }

    /** Those that are to fail, of the calls of a day; until one fails all days are alike. */
    private List<Long> calls() throws Exception {
        Day day = new Day(folder.resolve("day" + ++runs), 0, When.BEFORE, SQLiteErrorCode.SQLITE_IOERR, false);
        Map<String, List<Long>> same = new LinkedHashMap<>();
        day.faults.watch(call -> same.computeIfAbsent(day.step + ' ' + call, c -> new ArrayList<>())
                .add(day.faults.calls()));
        day.live();
        List<Long> all = new ArrayList<>();
        same.keySet().removeIf(call -> call.startsWith(QUIET));
        for (List<Long> calls : same.values()) {
            int last = calls.size() - 1;
            for (int i = 0; i <= last; i++) {
                if (FULL ? i < SAME || i == last : calls.get(i) % SHORT == 1) {
                    all.add(calls.get(i));
                }
            }
        }
        all.sort(null);
        return all;
    }

    /** Time goes as the day says. */
    private static final class Time implements Nature {
        private long nanos;

        @Override
        public long wall() {
            return 1_790_000_000_000L + nanos / 1_000_000;
        }

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public RandomGenerator random() {
            return RandomGenerator.of("L64X128MixRandom");
        }
    }

    private final class Day {
        private final Faults faults = new Faults();
        private final Time time = new Time();
        private final Tasks tasks = new Tasks();
        private final Path data;
        private final long nth;
        private final When when;
        private final SQLiteErrorCode code;
        private final boolean forGood;
        private final Map<String, List<Claim>> claims = new LinkedHashMap<>();
        private final List<Claim> inHand = new ArrayList<>();
        private final List<Event> told = new ArrayList<>();
        private final List<Event> toHear = new ArrayList<>();
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Map<String, PartState> ends = new HashMap<>();
        private String step = "start";
        private Ledger ledger;
        private LinkQueue north;
        private LinkQueue south;
        private EventQueue queue;
        private int count;

        private Day(Path data, long nth, When when, SQLiteErrorCode code, boolean forGood) {
            this.data = data;
            this.nth = nth;
            this.when = when;
            this.code = code;
            this.forGood = forGood;
        }

        @Override
        public String toString() {
            return "call " + nth + " fails " + when + " its effect, " + (forGood ? "for good" : "once") + ", " + code
                    + ": " + faults.said();
        }

        private void live() throws Exception {
            Files.createDirectory(data);
            Files.copy(template.resolve("ledger.db"), data.resolve("ledger.db"));
            if (nth > 0) {
                faults.fail(nth, when, code, forGood);
            }
            open();
            try {
                morning();
                noon();
                evening();
                ends();
                night();
            } finally {
                ledger.close();
                try (var files = Files.list(data)) {
                    for (Path file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }
        }

        private void open() {
            Ground ground = new Ground() {
                @Override
                public Nature nature() {
                    return time;
                }

                @Override
                public StoreMaker maker(StoreMaker.Place place) {
                    return new SqliteStoreMaker() {
                        @Override
                        protected void update(DataSource file) {
                            // the template has the newest schema
                        }

                        @Override
                        protected Engine engine(Connection connection) throws SQLException {
                            try (Statement sync = connection.createStatement()) {
                                sync.execute("pragma synchronous = off"); // nobody cuts the power
                            }
                            return new SqliteEngine(faults.on(connection));
                        }
                    };
                }

                @Override
                public Crew crew() {
                    return tasks;
                }

                @Override
                public boolean hasThreads() {
                    return false;
                }
            };
            try {
                ledger = new Ledger(data, SETTINGS, ground);
            } catch (IllegalStateException e) {
                assertThat(faults.isMet()).as("starts: %s", e).isTrue();
                faults.mend(); // the operator mends it and starts again
                ledger = new Ledger(data, SETTINGS, ground);
            }
            Verdict.Unknown recovery = new Verdict.Unknown(null, "hub:crash", "crash");
            north = ledger.open(link("north"), recovery, this::take);
            south = ledger.open(link("south"), recovery, this::take);
            queue = ledger.listen(CONSUMER, 10, 86_400_000, (of, event) -> {
                told.add(event);
                toHear.add(event);
            });
        }

        private LinkSettings link(String name) {
            return new LinkSettings(name, 4, 0, 1, 60_000, 1_000, account(name));
        }

        private Account account(String name) {
            return new Account(name, IdForms.SAFE, false);
        }

        private void take(Claim claim) {
            Submission s = claim.submission();
            claims.computeIfAbsent(s.messageId() + "/" + s.part(), k -> new ArrayList<>())
                    .add(claim);
            inHand.add(claim);
        }

        /** What has failed so far fails no more. */
        private void mend() {
            if (faults.isMet()) {
                faults.mend();
            }
        }

        /** Goes on until nothing is to be done for some time. */
        private void rounds(long millis) {
            long end = time.nanos + millis * 1_000_000;
            int steps = 0;
            for (int idle = 0; time.nanos < end || idle < 2; ) {
                assertThat(++steps).as("writes without an end").isLessThan(50_000);
                long wait = ledger.step();
                boolean ran = tasks.isWaiting();
                while (tasks.isWaiting()) {
                    tasks.run(false);
                }
                for (Event event : List.copyOf(toHear)) {
                    toHear.remove(event);
                    ledger.eventResult(queue, event, null);
                    ran = true;
                }
                idle = ran || wait == 0 ? 0 : idle + 1;
                time.nanos += Math.max(1_000, Math.min(wait, Math.max(20_000_000, end - time.nanos)));
            }
        }

        /** Until it is done; a fault that stays is mended after some tries. */
        private <T> T surely(String what, Supplier<CompletableFuture<T>> ask) {
            step = what;
            for (int attempt = 1; ; attempt++) {
                CompletableFuture<T> answer = ask.get();
                rounds(20);
                for (int i = 0; i < 200 && !answer.isDone(); i++) {
                    rounds(50);
                    if (i == 50) {
                        mend();
                    }
                }
                assertThat(answer).as("an answer comes").isDone();
                if (!answer.isCompletedExceptionally()) {
                    return answer.join();
                }
                assertThat(faults.isMet()).as("refused without a fault").isTrue();
                assertThat(attempt).as("refused for ever").isLessThan(8);
                if (attempt == 3) {
                    mend();
                }
                rounds(1_100);
            }
        }

        private String accept(String name, int parts, String links, Long expires, String ref) {
            String id = String.format("01K%023d", ++count);
            names.put(id, name);
            String to = NUMBER + String.format("%03d", count);
            List<Submission> all = new ArrayList<>();
            for (int part = 1; part <= parts; part++) {
                all.add(new Submission(
                        id,
                        part,
                        parts,
                        "shop",
                        ref,
                        "ACME",
                        to,
                        "text " + name,
                        "GSM7",
                        null,
                        null,
                        null,
                        null,
                        "ALL",
                        1,
                        links,
                        time.wall(),
                        expires,
                        time.wall(),
                        CONSUMER,
                        null));
            }
            Accepted accepted = surely("accept " + name, () -> ledger.accept(all));
            assertThat(accepted.messageId()).isEqualTo(id);
            return id;
        }

        private Claim hand(String id, int part) {
            for (int i = 0; i < 100; i++) {
                for (Claim claim : inHand) {
                    if (claim.submission().messageId().equals(id)
                            && claim.submission().part() == part) {
                        inHand.remove(claim);
                        return claim;
                    }
                }
                if (i == 60) {
                    mend();
                }
                rounds(100);
            }
            throw new AssertionError(names.get(id) + " is never handed out; it is " + state(id));
        }

        private void result(String id, int part, Verdict verdict) {
            step = verdict + " of " + names.get(id) + part;
            Claim claim = hand(id, part);
            ledger.result(claim, verdict, claim.link().equals("north") ? north : south);
            rounds(10);
        }

        private String state(String id) {
            return ledger.find(id, null).map(v -> v.state()).orElse("none");
        }

        private void receipt(String id, String remoteId, PartState state) {
            surely(
                    state + " of " + names.get(id),
                    () -> ledger.receipt("north", List.of(remoteId), state, recipient(id), null, time.wall()));
            ends.put(id, state);
        }

        private String recipient(String id) {
            return NUMBER + id.substring(id.length() - 3);
        }

        private void morning() {
            String plain = accept("plain", 1, "north,south", null, null);
            result(plain, 1, new Verdict.Sent("r1"));
            receipt(plain, "r1", PartState.DELIVERED);

            String parts = accept("parts", 2, "north,south", null, "order 7");
            receiptBefore(parts);
            result(parts, 1, new Verdict.Sent("r21"));
            result(parts, 2, new Verdict.Sent("r22"));
            receipt(parts, "r22", PartState.DELIVERED);

            String refused = accept("refused", 1, "north", null, null);
            result(refused, 1, new Verdict.Failed(true, "smpp:0x0b", "no such number"));
            ends.put(refused, PartState.FAILED);

            String again = accept("again", 1, "north,south", null, null);
            result(again, 1, new Verdict.Retry(time.wall() + 500, "north", false, "smpp:0x14", "queue full"));
            result(again, 1, new Verdict.Retry(time.wall() + 500, "south", false, "smpp:0x14", "queue full"));
            result(again, 1, new Verdict.Sent("r4"));
            ends.put(again, PartState.SENT);

            String silent = accept("silent", 1, "north", null, null);
            result(silent, 1, new Verdict.Unknown(null, "smpp:time-out", "no answer"));
            receipt(silent, "r5", PartState.UNDELIVERABLE);
        }

        /** Of the first part: it overtakes its result. */
        private void receiptBefore(String id) {
            surely(
                    "early receipt",
                    () -> ledger.receipt(
                            "north", List.of("r21"), PartState.DELIVERED, recipient(id), null, time.wall()));
        }

        private void noon() {
            surely("came one", () -> ledger.incoming(incoming("one", 0, 1, 1), 60_000));
            surely("came two", () -> ledger.incoming(incoming("two ", 7, 1, 2), 60_000));
            surely("came three", () -> ledger.incoming(incoming("three", 7, 2, 2), 60_000));
            surely("came gap", () -> ledger.incoming(incoming("gap ", 8, 1, 2), 2_000));
            surely("nobody's", () -> ledger.incoming(nobodys(), 60_000));
            surely(
                    "unread",
                    () -> ledger.unread(
                            new Unread("north", "direct:read", new byte[] {1, 2}, null, "odd", time.wall())));
            List<Kept> kept = surely("replay unread", () -> ledger.replay(Kept.Kind.UNREAD, null, 10));
            for (Kept one : kept) {
                surely("forget", () -> ledger.forget(Kept.Kind.UNREAD, one.id()));
            }
            surely("replay", () -> ledger.replay(Kept.Kind.UNMATCHED, null, 10));
        }

        private void evening() {
            north.close();
            String late = accept("late", 1, "north", time.wall() + 3_000, null);
            ends.put(late, PartState.EXPIRED);
            String moves = accept("moves", 1, "north,south", null, null);
            rounds(5_000);
            surely("awake", () -> ledger.awake("south", recipient(moves)));
            step = "failover";
            rounds(62_000);
            result(moves, 1, new Verdict.Sent("r7"));
            ends.put(moves, PartState.SENT);
            step = "north again";
            ledger.open(link("north"), new Verdict.Unknown(null, "hub:crash", "crash"), this::take);
            rounds(1_000);
        }

        private IncomingPart incoming(String text, int reference, int part, int parts) {
            return came("bank", text, reference, part, parts);
        }

        private IncomingPart nobodys() {
            return came(null, "nobody's", 0, 1, 1);
        }

        private IncomingPart came(String client, String text, int reference, int part, int parts) {
            Udh udh = parts == 1 ? Udh.NONE : Udh.of(new Concatenation(reference, false, parts, part));
            byte[] octets = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            UserData data = UserData.of(Alphabet.GSM7, udh, octets);
            String consumer = client == null ? null : CONSUMER;
            return new IncomingPart("north", NUMBER, "+48700", data, null, client, consumer, time.wall(), null);
        }

        /** All is well: what was under way ends, and what was answered is there. */
        private void ends() throws Exception {
            String last = accept("last", 1, "north", null, null);
            result(last, 1, new Verdict.Sent("r9"));
            receipt(last, "r9", PartState.DELIVERED);
            step = QUIET;
            mend();
            rounds(10_000);
            assertThat(ledger.trouble()).isNull();
            assertThat(inHand).as("handed out and not asked for").isEmpty();
            names.forEach((id, name) -> {
                String is = state(id);
                String wanted = ends.containsKey(id) ? ends.get(id).name() : "?";
                assertThat(is).as(name).isEqualTo(wanted);
            });
            claims.forEach((part, handed) -> {
                String name = names.get(part.substring(0, part.indexOf('/')));
                assertThat(handed).as("handed out: " + name).hasSize(name.equals("again") ? 3 : 1);
            });
            assertThat(count("select count(*) from messages where state in ('CLAIMED', 'QUEUED')"))
                    .as("nobody has it, and it waits for ever")
                    .isZero();
            assertThat(count("select count(distinct id) from messages"))
                    .as("messages")
                    .isEqualTo(names.size());
            events();
            assertThat(count("select count(*) from unclaimed_message")).isEqualTo(1);
            assertThat(count("select count(*) from unread")).isZero();
            assertThat(ledger.waiting()).isZero();
        }

        /** The retention. */
        private void night() throws SQLException {
            step = "night";
            time.nanos += 2 * 3_600_000_000_000L;
            rounds(30_000);
            faults.mend();
            step = QUIET;
            rounds(30_000);
            assertThat(count("select count(*) from part")).as("kept for ever").isZero();
        }

        private void events() throws SQLException {
            Map<String, List<String>> finals = new HashMap<>();
            List<Object> texts = new ArrayList<>();
            Map<Long, Event> once = new LinkedHashMap<>();
            told.forEach(event -> once.put(event.id(), event)); // told again it has the same id
            for (Event event : once.values()) {
                if (event.kind() == Event.Kind.MESSAGE) {
                    texts.add(event.body());
                } else if (!event.state().equals("SENT") && !event.state().equals("UNKNOWN")) {
                    finals.computeIfAbsent(names.get(event.messageId()), n -> new ArrayList<>())
                            .add(event.state());
                }
            }
            assertThat(texts).hasSize(3).contains("one", "two three").anySatisfy(t -> assertThat(t.toString())
                    .startsWith("gap "));
            ends.forEach((id, end) -> {
                if (end.isFinal()) {
                    assertThat(finals.get(names.get(id))).as(names.get(id)).containsExactly(end.name());
                }
            });
            assertThat(count("select count(*) from event"))
                    .as("events not heard")
                    .isZero();
        }

        private long count(String query) throws SQLException {
            try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db"));
                    Statement s = c.createStatement();
                    ResultSet row = s.executeQuery(query)) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
