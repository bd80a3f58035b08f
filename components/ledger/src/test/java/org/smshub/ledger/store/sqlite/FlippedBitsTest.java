package org.smshub.ledger.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Engine.Trouble;
import org.smshub.ledger.store.Group;

/**
 * A bit flips in the ledger's file, or in its log: what is handed out then is what was written, to the number it was
 * written for and on one of its links; whatever is missing is said. The short form flips some hundred, one after the other, each in a
 * sound ledger; {@code -Pfull} ten thousand.
 */
class FlippedBitsTest {

    private static final int FLIPS = Boolean.getBoolean("full") ? 10_000 : 200;
    private static final int A_LEDGER = 100;
    private static final int STEPS = 25;
    private static final Pattern ANSWER = Pattern.compile("Answer \\d+\\.");

    @TempDir
    Path folder;

    private Path file;
    private WorkingLedger work;
    private Connection connection;
    private SqliteEngine engine;
    private long now;

    /** What is handed out, and in which way damage was noticed. */
    private final Set<String> handed = new TreeSet<>();

    private final Set<String> noticed = new TreeSet<>();
    private boolean mended;
    private String checked;
    private final Map<String, Integer> counts = new TreeMap<>();

    @Test
    void noBitSendsAWrongText() throws Exception {
        file = folder.resolve("ledger.db");
        for (int seed = 1; seed <= FLIPS / A_LEDGER; seed++) {
            flip(seed);
        }
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1_000_000;
        System.out.printf("FIGURE %d flipped bits: %s, CPU %d ms%n", FLIPS, counts, cpu);
        assertThat(counts.get("wrong")).isNull();
        assertThat(counts.get("sent again")).isNull();
        assertThat(counts.get("told, and nobody said why")).isNull();
        assertThat(counts.get("missing, and nobody said so")).isNull();
    }

    private void flip(int seed) throws Exception {
        Path base = Files.createDirectory(folder.resolve("base" + seed)).resolve("ledger.db");
        SqliteUnderTest.migrate(base, "latest");
        work = new WorkingLedger(seed);
        boolean closed = seed % 2 == 1;
        byte[] octets = null;
        byte[] log = new byte[0];
        try (Connection writing = WorkingLedger.connect(base, closed ? 60 : 200);
                SqliteEngine of = new SqliteEngine(writing)) {
            for (int i = 0; i < STEPS; i++) {
                work.step(of);
            }
            if (!closed) {
                octets = Files.readAllBytes(base);
                log = Files.readAllBytes(log(base));
            }
        }
        octets = closed ? Files.readAllBytes(base) : octets;
        Random random = new Random(seed);
        Set<String> sound = drain(octets, log);
        assertThat(noticed).as("nothing is flipped: %s", checked).isEmpty();
        assertThat(sound).isNotEmpty();
        for (int i = 0; i < A_LEDGER; i++) {
            byte[] flipped = octets.clone();
            byte[] flippedLog = log.clone();
            boolean inLog = log.length > 0 && random.nextBoolean();
            byte[] of = inLog ? flippedLog : flipped;
            int bit = random.nextInt(of.length * 8);
            of[bit / 8] ^= (byte) (1 << bit % 8);
            judge(
                    sound,
                    drain(flipped, flippedLog),
                    "seed " + seed + (inLog ? " log" : " file") + " bit " + bit,
                    inLog);
        }
    }

    private void judge(Set<String> sound, Set<String> found, String where, boolean inLog) throws Exception {
        for (String one : found) {
            if (one.startsWith("WRONG")) {
                count("wrong");
                System.out.println(where + ": " + one + " noticed " + noticed);
            } else if (!sound.contains(one) && !inLog) {
                again(one, where);
            }
        }
        Set<String> missing = new TreeSet<>(sound);
        missing.removeAll(found);
        if (noticed.isEmpty() && missing.isEmpty()) {
            count("harmless");
        } else if (noticed.isEmpty()) {
            count("missing, and nobody said so");
            System.out.println(where + ": missing " + missing);
        } else {
            noticed.forEach(this::count);
            count(missing.isEmpty() ? "noticed, all handed out" : "noticed");
        }
    }

    /** Nothing is sent that would not have been; of what is damaged its client may hear that it failed, or that nobody knows. */
    private void again(String one, String where) {
        if (one.startsWith("part ")) {
            count("sent again");
        } else if (noticed.isEmpty()) {
            count("told, and nobody said why");
        } else {
            count("told of what is damaged");
            return;
        }
        System.out.println(where + ": again " + one + " noticed " + noticed);
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    /** As a hub would that starts with these files. */
    private Set<String> drain(byte[] octets, byte[] log) throws Exception {
        handed.clear();
        noticed.clear();
        mended = false;
        now = work.now + 5_000;
        Files.deleteIfExists(file.resolveSibling("ledger.db-shm"));
        Files.deleteIfExists(file);
        Files.deleteIfExists(log(file));
        Files.write(file, octets);
        if (log.length > 0) {
            Files.write(log(file), log);
        }
        if (Wal.damage(log(file)) != null) {
            noticed.add("by the log");
        }
        if (open()) {
            for (String link : WorkingLedger.LINKS) {
                write(g -> g.openings.add(new Group.Opening(
                        link, WorkingLedger.account(link), new Verdict.Unknown(null, "hub:crash", "crash"))));
            }
            for (String link : WorkingLedger.LINKS) {
                send(link);
            }
            for (String client : WorkingLedger.CLIENTS) {
                tell(client);
            }
            claimUnclaimed();
            connection.close();
        }
        check();
        return new TreeSet<>(handed);
    }

    private boolean open() throws SQLException {
        try {
            connection = WorkingLedger.connect(file, 1_000);
        } catch (SQLException e) {
            noticed.add("at the start");
            return false;
        }
        try {
            engine = new SqliteEngine(connection);
            return true;
        } catch (SQLException e) {
            noticed.add("at the start");
            connection.close();
            return false;
        }
    }

    /** What could be written alone, once more after it was mended. */
    private Answers write(Consumer<Group> rows) throws Exception {
        Group group = new Group(++now);
        rows.accept(group);
        for (int i = 0; i < 2; i++) {
            try {
                Answers answers = engine.write(group);
                if (!answers.aside.isEmpty()) {
                    noticed.add("set aside");
                }
                return answers;
            } catch (SQLException e) {
                Trouble trouble = engine.trouble(e);
                noticed.add(trouble.toString());
                assertThat(engine.advice(e)).isNotEmpty();
                connection.close();
                if (!open()) {
                    break;
                }
                if (trouble == Trouble.DAMAGE && !mended) {
                    mended = true;
                    mend();
                } else if (trouble != Trouble.CONNECTION) {
                    break;
                }
            }
        }
        return new Answers();
    }

    private void mend() throws Exception {
        try {
            engine.mend();
        } catch (SQLException e) {
            connection.close();
            open();
        }
    }

    private void send(String link) throws Exception {
        for (int i = 0; i < 20; i++) {
            Answers answers = write(g -> g.claims.add(new Group.ClaimWish(link, 30, 0, Integer.MAX_VALUE)));
            List<Claim> claims = answers.claims.isEmpty() ? List.of() : answers.claims.get(0);
            if (claims.isEmpty() && !answers.more) {
                return;
            }
            for (Claim claim : claims) {
                Submission s = claim.submission();
                Submission original = work.accepted.get(WorkingLedger.key(s));
                boolean right = original != null
                        && text(original).equals(text(s))
                        && original.linkList().contains(link);
                String what = "part " + WorkingLedger.key(s);
                handed.add(right ? what : "WRONG " + what + " on " + link + " " + text(s));
            }
            write(g -> claims.forEach(c -> g.results.add(new Result(
                    c, new Verdict.Sent("x" + c.submission().messageId()), WorkingLedger.account(link), false))));
        }
        noticed.add("no end of the queue");
    }

    private static String text(Submission s) {
        String body = s.body() instanceof byte[] octets ? java.util.Arrays.toString(octets) : "'" + s.body() + "'";
        return String.join(
                "|",
                body,
                s.encoding(),
                s.recipient(),
                s.sender(),
                s.client(),
                s.clientRef(),
                java.util.Arrays.toString(s.udh()),
                s.part() + "/" + s.parts(),
                String.valueOf(s.dataCoding()),
                String.valueOf(s.protocolId()),
                String.valueOf(s.messageClass()),
                s.receipt(),
                String.valueOf(s.priority()),
                s.links(),
                String.valueOf(s.expires()),
                s.events(),
                s.fields());
    }

    private void tell(String client) throws Exception {
        long position = 0;
        for (int i = 0; i < 20; i++) {
            long from = position;
            Answers answers = write(g -> g.lanes.add(new Group.LaneWish(WorkingLedger.CONSUMER, client, from, 50)));
            List<Event> events = answers.lanes.isEmpty() ? List.of() : answers.lanes.get(0);
            if (events.isEmpty()) {
                return;
            }
            for (Event e : events) {
                position = e.id();
                boolean right = e.client().equals(client)
                        && (e.kind() == Event.Kind.RECEIPT
                                ? isReceipt(e)
                                : isMessage(e.body(), e.recipient(), e.client()));
                String what = e.kind() + " " + e.messageId() + " " + e.state();
                handed.add(right ? what : "WRONG " + e);
            }
        }
        noticed.add("no end of the events");
    }

    private boolean isReceipt(Event e) {
        Submission original = work.accepted.get(e.messageId() + "/1");
        return original != null
                && original.client().equals(e.client())
                && original.recipient().equals(e.recipient())
                && java.util.Objects.equals(original.sender(), e.sender())
                && java.util.Objects.equals(original.clientRef(), e.clientRef())
                && java.util.Objects.equals(original.fields(), e.fields())
                && original.acceptedAt() == e.acceptedAt();
    }

    /** Its text is of answers that came to this number. */
    private boolean isMessage(Object body, String recipient, String client) {
        String text = body instanceof byte[] octets ? new String(octets, StandardCharsets.US_ASCII) : (String) body;
        StringBuilder whole = new StringBuilder();
        Matcher matcher = ANSWER.matcher(text);
        while (matcher.find()) {
            IncomingPart part = work.came.get(matcher.group());
            if (part == null || !part.recipient().equals(recipient)) {
                return false;
            }
            whole.append(matcher.group());
        }
        return whole.toString().equals(text) && (client == null || !text.isEmpty());
    }

    private void claimUnclaimed() throws Exception {
        Answers answers = write(g -> g.replays.add(new Group.Replay(Kept.Kind.UNCLAIMED, null, 1_000)));
        for (Kept kept : answers.replays.isEmpty() ? List.<Kept>of() : answers.replays.get(0)) {
            boolean right = isMessage(kept.body(), kept.headerMap().get("SmsTo"), null);
            handed.add((right ? "unclaimed " : "WRONG unclaimed ") + kept.id());
        }
    }

    /** As the hub looks through its file beside all else. */
    private void check() throws Exception {
        try (Connection reading = WorkingLedger.connect(file, 1_000);
                Statement check = reading.createStatement()) {
            for (String pragma : List.of("quick_check", "integrity_check")) {
                try (ResultSet found = check.executeQuery("pragma " + pragma + "(1)")) {
                    if (!found.next() || !"ok".equals(found.getString(1))) {
                        noticed.add("by " + pragma);
                        checked = found.getString(1);
                    }
                }
            }
        } catch (SQLException e) {
            noticed.add("by the check");
            noticed.add("by the check: " + e.getMessage());
        }
    }
}
