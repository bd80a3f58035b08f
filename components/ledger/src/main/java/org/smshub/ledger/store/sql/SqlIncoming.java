package org.smshub.ledger.store.sql;

import com.github.f4b6a3.ulid.Ulid;
import com.github.f4b6a3.ulid.UlidCreator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.IncomingPart;
import org.smshub.ledger.entry.KeepText;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.Unread;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Chores;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Incoming;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Insert;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.link.nature.Rare;
import org.smshub.link.passing.Fields;
import org.smshub.text.Alphabet;
import org.smshub.text.plan.Joined;
import org.smshub.text.plan.Reassembler;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.InformationElement;
import org.smshub.text.udh.NationalShift;
import org.smshub.text.udh.Udh;

/**
 * Incoming messages on the writing connection: parts wait here until their message is whole or its time is over, then
 * the message becomes an event of its client, or stays visible as unclaimed.
 */
public class SqlIncoming implements Incoming {

    private static final Columns KEY = new Columns("recipient, sender, reference, wide, parts");
    private static final Columns WRITTEN =
            KEY.and("part, alphabet, udh, body, class, link, client, consumer, received_at, fields, due, sum");
    private static final Columns OVER = KEY.and("whole");
    private static final String OF_KEY = " recipient = ? and sender = ? and reference = ? and wide = ? and parts = ?";

    private static final Columns KEPT =
            new Columns("message_id, client, link, recipient, sender, body, encoding, udh, class,"
                    + " fields, received_at, kept_at, gone_at");
    private static final Columns UNREAD = new Columns("id, link, route, octets, headers, reason, received_at");

    /** A long message on its way. */
    private record Key(String recipient, String sender, int reference, boolean wide, int parts) {}

    private final SqlEvents events;
    private final Aside aside;
    private final Sum sum;
    private final Insert insert;
    private final Dialect dialect;
    private final Prepared clock;
    private final Prepared same;
    private final Prepared read;
    private final Prepared touch;
    private final Prepared whole;
    private final Prepared forget;
    private final Prepared drop;
    private final Prepared over;
    private final Insert kept;
    private final Prepared purgeKept;
    private final Prepared purgeGone;
    private final Insert unclaimed;
    private final Prepared oldestUnclaimed;
    private final Prepared oldestUnread;
    private final Prepared forgetUnclaimed;
    private final Prepared forgetUnread;
    private final Prepared purgeUnclaimed;
    private final Prepared purgeUnread;

    public SqlIncoming(Common common, SqlEvents events) throws SQLException {
        dialect = common.dialect();
        this.events = events;
        aside = common.aside();
        sum = common.sum();
        insert = new Insert(
                dialect,
                "incoming_part",
                WRITTEN,
                " on conflict (recipient, sender, reference, wide, parts, part) do update set alphabet = excluded.alphabet,"
                        + " udh = excluded.udh, body = excluded.body, class = excluded.class, link = excluded.link,"
                        + " client = excluded.client, consumer = excluded.consumer,"
                        + " received_at = excluded.received_at, fields = excluded.fields, due = excluded.due,"
                        + " sum = excluded.sum, whole = 0");
        clock = dialect.prepare("update incoming_part set due = due + ?");
        same = dialect.prepare("select " + WRITTEN + " from incoming_part where" + OF_KEY + " and part = ?");
        read = dialect.prepare(
                "select " + WRITTEN + " from incoming_part where" + OF_KEY + " and whole = 0 order by part");
        touch = dialect.prepare("update incoming_part set due = ? where" + OF_KEY);
        whole = dialect.prepare("update incoming_part set whole = 1, due = ? where" + OF_KEY);
        forget = dialect.prepare("delete from incoming_part where" + OF_KEY + " and whole = 1");
        drop = dialect.prepare("delete from incoming_part where" + OF_KEY + " and part = ?");
        over = dialect.prepare("select " + OVER + " from incoming_part where due <= ? order by due limit ?");
        kept = new Insert(dialect, "incoming_message", KEPT, "");
        purgeKept = dialect.prepare(
                "delete from incoming_message where id in"
                        + " (select id from (select id, kept_at from incoming_message order by id limit ?2) where kept_at < ?1)");
        purgeGone = dialect.prepare("delete from incoming_message where id in"
                + " (select id from incoming_message where gone_at is not null and gone_at <= ? limit ?)");
        unclaimed = new Insert(dialect, "unclaimed_message", KeptRows.UNCLAIMED, "");
        oldestUnclaimed = dialect.prepare("select " + KeptRows.UNCLAIMED + " from unclaimed_message"
                + " where ?1 is null or link = ?1 order by message_id limit ?2");
        oldestUnread = dialect.prepare("select " + UNREAD + " from unread"
                + " where route is not null and (?1 is null or link = ?1) order by id limit ?2");
        forgetUnclaimed = dialect.prepare("delete from unclaimed_message where message_id = ?");
        forgetUnread = dialect.prepare("delete from unread where id = ?");
        // ids are in the order in which they came
        purgeUnclaimed = dialect.prepare("delete from unclaimed_message where message_id in"
                + " (select message_id from unclaimed_message where message_id < ? order by message_id limit ?)");
        purgeUnread = dialect.prepare("delete from unread where id in"
                + " (select id from (select id, kept_at from unread order by id limit ?2) where kept_at < ?1)");
    }

    @Override
    public void clock(Group group) throws SQLException {
        if (group.clockStep != 0) {
            clock.update(group.clockStep);
        }
    }

    @Override
    public void add(Group group, Answers answers) throws SQLException {
        for (Group.IncomingEntry entry : group.incoming) {
            add(entry.part(), entry.timeoutMillis(), group.now, answers);
        }
    }

    private void add(IncomingPart part, long timeoutMillis, long now, Answers answers) throws SQLException {
        Concatenation place = part.place();
        if (place == null) {
            goesOn(part, List.of(part.data()), now, answers);
            return;
        }
        Key key = new Key(
                part.recipient(),
                part.sender() == null ? "" : part.sender(),
                place.reference(),
                place.wide(),
                place.parts());
        dialect.turn(key.toString());
        if (isDouble(key, place.part(), part.data())) {
            return;
        }
        keyed(forget, 1, key).update(); // another message with the reference of one that went on
        insert(key, place.part(), part, now + timeoutMillis);
        List<IncomingPart> parts = read(key, now, answers);
        if (parts.size() == place.parts()) {
            isWhole(key, parts, now, answers);
        } else {
            touch.set(1, now + timeoutMillis);
            keyed(touch, 2, key).update();
        }
    }

    private boolean isDouble(Key key, int part, UserData data) throws SQLException {
        keyed(same, 1, key).set(6, part);
        try (Row row = same.query(WRITTEN)) {
            return row.next() && data(row).equals(data);
        } catch (RuntimeException e) {
            return false; // cannot be read: this one takes its place
        }
    }

    /** Messages whose time is over go on with gaps; what was whole some minutes ago is forgotten. */
    @Override
    public void tidy(Group group, Answers answers) throws SQLException {
        Chores chores = group.chores;
        Set<Key> late = new LinkedHashSet<>();
        Set<Key> done = new LinkedHashSet<>();
        int seen = 0;
        try (Row row = over.query(OVER, group.now, chores.limit())) {
            while (row.next()) {
                seen++;
                Key key = new Key(
                        row.text("recipient"),
                        row.text("sender"),
                        row.number("reference"),
                        row.flag("wide"),
                        row.number("parts"));
                (row.flag("whole") ? done : late).add(key);
            }
        }
        answers.more |= seen == chores.limit();
        for (Key key : late) {
            List<IncomingPart> parts = read(key, group.now, answers);
            if (!parts.isEmpty()) {
                isWhole(key, parts, group.now, answers);
            }
        }
        for (Key key : done) {
            keyed(forget, 1, key).update();
        }
        answers.more |= purgeGone.update(group.now, chores.limit()) == chores.limit();
        if (chores.retention() != null) {
            answers.more |= purgeKept.update(chores.retention().messages(), chores.limit()) == chores.limit();
            long before = chores.retention().kept();
            int purged = purgeUnclaimed.update(Ulid.min(Math.max(0, before)).toString(), chores.limit());
            int unread = purgeUnread.update(before, chores.limit());
            answers.more |= purged == chores.limit() || unread == chores.limit();
            answers.purged += purged + unread;
        }
    }

    private void isWhole(Key key, List<IncomingPart> parts, long now, Answers answers) throws SQLException {
        goesOn(parts.get(0), parts.stream().map(IncomingPart::data).toList(), now, answers);
        Rare.hit("incoming.whole");
        whole.set(1, now + Reassembler.MEMORY.toMillis());
        keyed(whole, 2, key).update();
    }

    private void insert(Key key, int number, IncomingPart part, long due) throws SQLException {
        insert.set("recipient", key.recipient())
                .set("sender", key.sender())
                .set("reference", key.reference())
                .set("wide", key.wide())
                .set("parts", key.parts())
                .set("part", number)
                .set("alphabet", part.data().alphabet().name())
                .set("udh", part.data().udh().bytes())
                .set("body", part.data().body())
                .set("class", part.messageClass())
                .set("link", part.link())
                .set("client", part.client())
                .set("consumer", part.consumer())
                .set("received_at", part.receivedAt())
                .set("fields", part.fields())
                .set("due", due)
                .set("sum", sum.of(part, key.reference(), key.wide(), key.parts(), number))
                .run();
    }

    private record Broken(int part, String link, byte[] udh, byte[] body, RuntimeException why) {}

    /** The parts that are there; one that cannot be read goes aside, as if it had not come. */
    private List<IncomingPart> read(Key key, long now, Answers answers) throws SQLException {
        List<IncomingPart> parts = new ArrayList<>();
        List<Broken> broken = new ArrayList<>();
        keyed(read, 1, key);
        try (Row row = read.query(WRITTEN)) {
            while (row.next()) {
                try {
                    IncomingPart part = new IncomingPart(
                            row.text("link"),
                            key.recipient(),
                            key.sender().isEmpty() ? null : key.sender(),
                            data(row),
                            row.numberOrNull("class"),
                            row.text("client"),
                            row.text("consumer"),
                            row.longer("received_at"),
                            row.text("fields"));
                    int now32 = sum.of(part, key.reference(), key.wide(), key.parts(), row.number("part"));
                    Sum.check(now32, row.numberOrNull("sum"));
                    parts.add(part);
                } catch (RuntimeException e) {
                    broken.add(
                            new Broken(row.number("part"), row.text("link"), row.octets("udh"), row.octets("body"), e));
                }
            }
        }
        for (Broken b : broken) {
            putAside(key, b, now, answers);
        }
        return parts;
    }

    private void putAside(Key key, Broken broken, long now, Answers answers) throws SQLException {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("table", "incoming_part");
        headers.put("reference", key.reference());
        headers.put("part", broken.part());
        headers.put("parts", key.parts());
        headers.put("SmsUdh", hex(broken.udh()));
        aside.row(broken.link(), Kept.headers(headers), broken.body(), broken.why(), now, answers);
        keyed(drop, 1, key).set(6, broken.part());
        drop.update();
    }

    private static UserData data(Row row) throws SQLException {
        byte[] body = row.octets("body");
        return UserData.of(
                Alphabet.valueOf(row.text("alphabet")),
                Udh.parse(row.octets("udh")),
                body == null ? new byte[0] : body);
    }

    private static Prepared keyed(Prepared statement, int from, Key key) throws SQLException {
        statement.set(from, key.recipient());
        statement.set(from + 1, key.sender());
        statement.set(from + 2, key.reference());
        statement.set(from + 3, key.wide());
        statement.set(from + 4, key.parts());
        return statement;
    }

    /**
     * What the parts are together.
     *
     * @param body text, or octets: binary, or units of an alphabet that are no clean text
     * @param coded whether the data coding that came still says what it is
     * @param missing the numbers of those that are not there; null = all are
     */
    private record Whole(Object body, String encoding, byte[] udh, boolean coded, String missing) {

        static Whole of(List<UserData> parts) {
            UserData first = parts.get(0);
            Joined joined = Joined.of(parts);
            String missing = joined.isWhole()
                    ? null
                    : joined.missing().stream().map(String::valueOf).collect(Collectors.joining(","));
            if (first.alphabet() == Alphabet.BINARY && joined.text().isEmpty()) {
                return new Whole(joined.binary(), Alphabet.BINARY.name(), rest(first.udh(), false), true, missing);
            }
            boolean one = joined.isWhole()
                    && parts.stream()
                            .allMatch(p -> p.alphabet() == first.alphabet()
                                    && p.udh().locking() == first.udh().locking()
                                    && p.udh().singleShift() == first.udh().singleShift());
            boolean gsm = first.alphabet() == Alphabet.GSM7;
            if (one) {
                byte[] units = joined(parts);
                String text = first.udh().encoding(first.alphabet()).exact(units, 0);
                return new Whole(
                        text == null ? units : text, first.alphabet().name(), rest(first.udh(), gsm), true, null);
            }
            return new Whole(joined.text(), Alphabet.UCS2.name(), rest(first.udh(), false), false, missing);
        }

        /** The units of all, in the order of their numbers. */
        private static byte[] joined(List<UserData> parts) {
            ByteArrayOutputStream units = new ByteArrayOutputStream();
            parts.stream()
                    .sorted(Comparator.comparingInt(p ->
                            p.udh().concatenation().map(Concatenation::part).orElse(1)))
                    .forEach(p -> units.writeBytes(p.body()));
            return units.toByteArray();
        }
    }

    private void goesOn(IncomingPart first, List<UserData> parts, long now, Answers answers) throws SQLException {
        Whole whole = Whole.of(parts);
        Object body = whole.body();
        String encoding = whole.encoding();
        byte[] udh = whole.udh();
        String fields = whole.coded() ? first.fields() : uncoded(first.fields());
        String id = UlidCreator.getMonotonicUlid().toString();
        if (first.client() == null) {
            keep(id, first, fields, body, encoding, udh);
            answers.unclaimed = id;
            return;
        }
        Fields said = Fields.parse(fields);
        String texts = said.get(KeepText.FIELD);
        if (texts != null) {
            fields = said.only(field -> !field.name().equals(KeepText.FIELD)).orNull();
        }
        keep(id, first, fields, body, encoding, udh, texts, now);
        events.write(
                new Event(
                        0,
                        first.consumer(),
                        first.client(),
                        Event.Kind.MESSAGE,
                        id,
                        first.recipient(),
                        first.sender(),
                        null,
                        null,
                        null,
                        body,
                        encoding,
                        udh,
                        first.messageClass(),
                        first.link(),
                        first.receivedAt(),
                        null,
                        whole.missing() == null
                                ? fields
                                : Fields.parse(fields)
                                        .with(Fields.MISSING, whole.missing())
                                        .toString(),
                        0,
                        0),
                now,
                answers);
    }

    private static String uncoded(String fields) {
        return fields == null
                ? null
                : Fields.parse(fields)
                        .only(field -> !field.name().equals(Fields.DATA_CODING))
                        .orNull();
    }

    /** For whoever looks for it when its client has heard of it. @param texts how long its client keeps texts, or null */
    private void keep(
            String id,
            IncomingPart first,
            String fields,
            Object body,
            String encoding,
            byte[] udh,
            String texts,
            long now)
            throws SQLException {
        boolean days = texts != null && Character.isDigit(texts.charAt(0));
        kept.set("message_id", id)
                .set("client", first.client())
                .set("link", first.link())
                .set("recipient", first.recipient())
                .set("sender", first.sender())
                .body("body", texts == null || days ? body : null)
                .set("encoding", encoding)
                .set("udh", udh)
                .set("class", first.messageClass())
                .set("fields", fields)
                .set("received_at", first.receivedAt())
                .set("kept_at", now)
                .set("gone_at", days ? Long.valueOf(now + TimeUnit.DAYS.toMillis(Long.parseLong(texts))) : null)
                .run();
    }

    private void keep(String id, IncomingPart first, String fields, Object body, String encoding, byte[] udh)
            throws SQLException {
        unclaimed
                .set("message_id", id)
                .set("link", first.link())
                .set("recipient", first.recipient())
                .set("sender", first.sender())
                .body("body", body)
                .set("encoding", encoding)
                .set("udh", udh)
                .set("class", first.messageClass())
                .set("received_at", first.receivedAt())
                .set("fields", fields)
                .set(
                        "sum",
                        sum.of(
                                id,
                                first.link(),
                                first.recipient(),
                                first.sender(),
                                body,
                                encoding,
                                udh,
                                first.messageClass(),
                                first.receivedAt(),
                                fields))
                .run();
    }

    /**
     * What the header says beside the joining, such as ports; null when nothing.
     *
     * @param tables whether those of the alphabet still count
     */
    private static byte[] rest(Udh udh, boolean tables) {
        InformationElement[] others = udh.elements().stream()
                .filter(e -> !(e instanceof Concatenation) && (tables || !(e instanceof NationalShift)))
                .toArray(InformationElement[]::new);
        return others.length == 0 ? null : Udh.of(others).bytes();
    }

    @Override
    public void unread(Group group) throws SQLException {
        for (Unread unread : group.unread) {
            aside.keep(unread, group.now);
        }
    }

    @Override
    public void replay(Group group, Group.Replay replay, Answers answers) throws SQLException {
        boolean ofClaims = replay.kind() == Kept.Kind.UNCLAIMED;
        List<Kept> oldest = new ArrayList<>();
        List<Kept> broken = new ArrayList<>();
        try (Row row = (ofClaims ? oldestUnclaimed : oldestUnread)
                .query(ofClaims ? KeptRows.UNCLAIMED : UNREAD, replay.link(), replay.limit())) {
            while (row.next()) {
                Kept one = ofClaims ? KeptRows.unclaimed(row) : KeptRows.unread(row);
                (ofClaims && !KeptRows.isSound(row, sum) ? broken : oldest).add(one);
            }
        }
        for (Kept one : broken) {
            byte[] octets = one.body() instanceof byte[] body
                    ? body
                    : String.valueOf(one.body()).getBytes(StandardCharsets.UTF_8);
            String headers = Kept.headers(Map.of("table", "unclaimed_message", "message_id", one.id()));
            aside.row(one.link(), headers, octets, Sum.damage(), group.now, answers);
            forgetUnclaimed.update(one.id());
        }
        answers.replays.add(oldest);
    }

    @Override
    public void forget(Group group) throws SQLException {
        for (Group.Forget forget : group.forgets) {
            (forget.kind() == Kept.Kind.UNCLAIMED ? forgetUnclaimed : forgetUnread).update(forget.id());
        }
    }

    private static String hex(byte[] octets) {
        return octets == null ? null : HexFormat.of().formatHex(octets);
    }
}
