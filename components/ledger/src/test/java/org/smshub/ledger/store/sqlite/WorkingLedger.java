package org.smshub.ledger.store.sqlite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.smshub.ledger.entry.Accept;
import org.smshub.ledger.entry.Accepted;
import org.smshub.ledger.entry.Account;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Receipt;
import org.smshub.ledger.entry.Result;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.entry.Verdict;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Chores;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.Group;
import org.smshub.link.IdForms;
import org.smshub.text.Alphabet;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A ledger at work, a group a step: what comes, goes, fails and is told; the same for the same seed. */
final class WorkingLedger {

    static final List<String> LINKS = List.of("north", "south", "east");
    static final List<String> CLIENTS = List.of("shop", "bank", "school");
    static final String CONSUMER = "webhooks";

    private static final List<String> TEXTS = List.of(
            "Your code is 493022",
            "Zażółć gęślą jaźń",
            "Réservation confirmée",
            "Парцел стигао",
            "",
            "Pick-up at 17:30");
    private static final List<String> TABLES = List.of(
            "word",
            "part",
            "part_history",
            "event",
            "incoming_part",
            "unclaimed_message",
            "unmatched_receipt",
            "unmatched_receipt_other",
            "unread",
            "budget");

    private final Random random;
    private final List<Claim> flying = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<Event> heard = new ArrayList<>();
    private final List<Submission> planned = new ArrayList<>();
    private int count;

    /** What was accepted, by {@link #key}. */
    final Map<String, Submission> accepted = new HashMap<>();

    /** What came, by its text: a message, or a part of one. */
    final Map<String, IncomingPart> came = new HashMap<>();

    long now = 1_790_000_000_000L;

    WorkingLedger(long seed) {
        this(seed, 0);
    }

    /** @param count of what it begins after, where another has worked in the file before */
    WorkingLedger(long seed, int count) {
        random = new Random(seed);
        this.count = count;
    }

    static String key(Submission s) {
        return s.messageId() + "/" + s.part();
    }

    static Account account(String link) {
        return new Account(link.equals("east") ? "south" : link, IdForms.SAFE, false);
    }

    /** As the hub opens it, but for the sync: a test copies the files itself. @param pages of the log after which it is emptied */
    static Connection connect(Path file, int pages) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        config.setBusyTimeout(5_000);
        config.setGetGeneratedKeys(false);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        Connection connection = source.getConnection();
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("pragma wal_autocheckpoint = " + pages);
        }
        return connection;
    }

    /** All that stands in its tables. */
    static String content(Connection connection) throws SQLException {
        StringBuilder all = new StringBuilder();
        try (Statement s = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet rows = s.executeQuery("select * from " + table + " order by 1, 2")) {
                    int columns = rows.getMetaData().getColumnCount();
                    while (rows.next()) {
                        all.append(table);
                        for (int i = 1; i <= columns; i++) {
                            Object value = rows.getObject(i);
                            all.append('|')
                                    .append(
                                            value instanceof byte[] o
                                                    ? java.util.HexFormat.of().formatHex(o)
                                                    : value);
                        }
                        all.append('\n');
                    }
                }
            }
        }
        return all.toString();
    }

    /** The next group; it holds a few of all kinds. */
    Group plan() {
        now += 1 + random.nextInt(2_000);
        Group group = new Group(now);
        planned.clear();
        for (int i = random.nextInt(4); i > 0; i--) {
            group.accepts.add(accept());
        }
        for (int i = random.nextInt(4); i > 0 && !flying.isEmpty(); i--) {
            Claim claim = flying.remove(random.nextInt(flying.size()));
            group.results.add(new Result(claim, verdict(claim), account(claim.link()), random.nextInt(12) == 0));
        }
        for (int i = random.nextInt(3); i > 0 && !receipts.isEmpty(); i--) {
            group.receipts.add(receipts.remove(random.nextInt(receipts.size())));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            group.incoming.add(new Group.IncomingEntry(incoming(), 60_000));
        }
        for (int i = random.nextInt(3); i > 0 && !heard.isEmpty(); i--) {
            Event event = heard.remove(0);
            group.eventResults.add(new Group.EventResult(
                    event.id(), random.nextInt(3) == 0 ? now + 5_000 : null, random.nextBoolean()));
        }
        if (random.nextInt(6) == 0) {
            group.moves.add(new Group.Move("north", Set.of("south", "east"), 3, random.nextBoolean()));
        }
        for (String link : LINKS) {
            group.claims.add(new Group.ClaimWish(link, random.nextInt(3), 0, Integer.MAX_VALUE));
        }
        if (random.nextInt(4) == 0) {
            Chores.Retention old = new Chores.Retention(now - 40_000, now - 40_000, now - 40_000);
            group.chores = new Chores(
                    20,
                    now - 5_000,
                    now + 60_000,
                    Map.of(CONSUMER, now - 60_000),
                    random.nextBoolean() ? old : null,
                    false);
        }
        for (String client : CLIENTS) {
            group.lanes.add(new Group.LaneWish(CONSUMER, client, 0, 3));
        }
        return group;
    }

    /** What the committed group brought. */
    void committed(Group group, Answers answers) {
        for (Accepted one : answers.accepts) {
            planned.stream().filter(s -> s.messageId().equals(one.messageId())).forEach(s -> accepted.put(key(s), s));
        }
        for (Result result : group.results) {
            if (result.verdict() instanceof Verdict.Sent sent && sent.remoteId() != null && random.nextInt(4) > 0) {
                receipts.add(receipt(result.claim(), sent.remoteId()));
            }
        }
        for (Accept accept : group.accepts) {
            if (accept.claimed()) {
                accept.parts().forEach(s -> flying.add(new Claim(s, accept.link(), 0, 0, 0, answers.lastReceipt)));
            }
        }
        answers.claims.forEach(flying::addAll);
        heard.clear();
        answers.lanes.forEach(heard::addAll);
    }

    Answers step(Engine engine) throws SQLException {
        Group group = plan();
        Answers answers = engine.write(group);
        committed(group, answers);
        return answers;
    }

    private Receipt receipt(Claim claim, String id) {
        PartState state = random.nextInt(3) > 0 ? PartState.DELIVERED : PartState.UNDELIVERABLE;
        String to = claim.submission().recipient();
        return new Receipt(claim.link(), account(claim.link()), List.of(id), state, to, null, now, now);
    }

    private Verdict verdict(Claim claim) {
        String id = Integer.toString(100_000_000 + ++count);
        if (random.nextInt(5) == 0) {
            receipts.add(receipt(claim, id)); // may come before
        }
        return switch (random.nextInt(9)) {
            case 0 -> new Verdict.Retry(now + 1_000, claim.link(), false, "smpp:0x58", "again");
            case 1 -> new Verdict.Failed(true, "smpp:0x0b", "no such number");
            case 2 -> new Verdict.Unknown(random.nextBoolean() ? null : now + 1_000, "smpp:time-out", "no answer");
            case 3 -> new Verdict.Back(now, null, null);
            default -> new Verdict.Sent(id);
        };
    }

    private Accept accept() {
        int n = ++count;
        String id = String.format("01K%023d", n);
        int parts = random.nextInt(5) == 0 ? 2 : 1;
        boolean binary = random.nextInt(6) == 0;
        String first = LINKS.get(random.nextInt(2));
        String client = CLIENTS.get(random.nextInt(CLIENTS.size()));
        String recipient = "+4860" + (1_000_000 + n);
        String text = TEXTS.get(random.nextInt(TEXTS.size())) + " #" + n;
        Long expires = random.nextInt(8) == 0 ? Long.valueOf(now + 20_000) : null;
        Long keep = random.nextInt(4) == 0 ? Long.valueOf(random.nextInt(2)) : null;
        String ref = random.nextBoolean() ? "order " + n : null;
        String fields = random.nextInt(6) == 0 ? "toTon=3" : null;
        List<Submission> all = new ArrayList<>();
        for (int part = 1; part <= parts; part++) {
            byte[] udh = parts == 1
                    ? null
                    : Udh.of(new Concatenation(n & 0xFF, false, parts, part)).bytes();
            all.add(new Submission(
                    id,
                    part,
                    parts,
                    client,
                    ref,
                    random.nextBoolean() ? "ACME" : null,
                    recipient,
                    binary ? (text + part).getBytes(StandardCharsets.UTF_8) : text + part,
                    binary ? "BINARY" : "UCS2",
                    udh,
                    null,
                    binary ? Integer.valueOf(4) : null,
                    null,
                    "FINAL",
                    random.nextInt(4),
                    first + ",east",
                    now,
                    expires,
                    now,
                    random.nextInt(3) > 0 ? CONSUMER : null,
                    keep,
                    null,
                    fields,
                    null));
        }
        planned.addAll(all);
        return new Accept(all, first, random.nextInt(4) == 0);
    }

    private IncomingPart incoming() {
        int n = ++count;
        boolean claimed = random.nextInt(5) > 0;
        boolean whole = random.nextBoolean();
        String text = "Answer " + n + ".";
        Udh udh = whole ? Udh.NONE : Udh.of(new Concatenation(n / 3 & 0xFF, false, 2, 1 + n % 2));
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        IncomingPart part = new IncomingPart(
                LINKS.get(random.nextInt(LINKS.size())),
                "+4870" + (whole ? n : n / 3),
                "+4880" + (whole ? n : n / 3),
                UserData.of(Alphabet.BINARY, udh, octets),
                null,
                claimed ? CLIENTS.get(n % CLIENTS.size()) : null,
                claimed ? CONSUMER : null,
                now,
                null);
        came.put(text, part);
        return part;
    }
}
