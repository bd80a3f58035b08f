package org.smshub.ledger;

import com.github.f4b6a3.ulid.UlidCreator;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.smshub.text.Alphabet;
import org.smshub.text.plan.Joined;
import org.smshub.text.plan.Reassembler;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.InformationElement;
import org.smshub.text.udh.Udh;

/**
 * Incoming messages on the writing connection: parts wait here until their message is whole or its time is over, then
 * the message becomes an event of its client, or stays visible as unclaimed.
 */
final class IncomingStore {

    private static final String KEY = " recipient = ? and sender = ? and reference = ? and wide = ? and parts = ?";
    private static final int SWEEP_LIMIT = 100;

    /** A long message on its way: its parts so far, and the first of them to say whose it is. */
    private record Key(String recipient, String sender, int reference, boolean wide, int parts) {}

    private final EventStore events;
    private final PreparedStatement insert;
    private final PreparedStatement same;
    private final PreparedStatement read;
    private final PreparedStatement touch;
    private final PreparedStatement whole;
    private final PreparedStatement forget;
    private final PreparedStatement over;
    private final PreparedStatement unclaimed;
    private final PreparedStatement countUnclaimed;

    /** Written by one thread. */
    private volatile long unclaimedCount;

    IncomingStore(Connection connection, EventStore events) throws SQLException {
        this.events = events;
        insert = connection.prepareStatement("insert or replace into incoming_part (recipient, sender, reference, wide,"
                + " parts, part, alphabet, udh, body, class, link, client, consumer, received_at, due)"
                + " values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        same = connection.prepareStatement(
                "select alphabet, udh, body, whole from incoming_part where" + KEY + " and part = ?");
        read = connection.prepareStatement("select alphabet, udh, body, class, link, client, consumer, received_at"
                + " from incoming_part where" + KEY + " and whole = 0 order by part");
        touch = connection.prepareStatement("update incoming_part set due = ? where" + KEY);
        whole = connection.prepareStatement("update incoming_part set whole = 1, due = ? where" + KEY);
        forget = connection.prepareStatement("delete from incoming_part where" + KEY + " and whole = 1");
        over = connection.prepareStatement("select distinct recipient, sender, reference, wide, parts, whole"
                + " from incoming_part where due <= ? limit " + SWEEP_LIMIT);
        unclaimed = connection.prepareStatement("insert into unclaimed_message"
                + " (message_id, link, recipient, sender, body, encoding, udh, class, received_at)"
                + " values (?,?,?,?,?,?,?,?,?)");
        countUnclaimed = connection.prepareStatement("select count(*) from unclaimed_message");
        recount();
    }

    /** Keeps a part; when its message is whole, or was never in parts, the message goes on. */
    void add(IncomingPart part, long timeoutMillis, long now) throws SQLException {
        Concatenation place = part.place();
        if (place == null) {
            goesOn(part, Joined.of(List.of(part.data())), now);
            return;
        }
        Key key = new Key(
                part.recipient(),
                part.sender() == null ? "" : part.sender(),
                place.reference(),
                place.wide(),
                place.parts());
        if (isDouble(key, place.part(), part.data())) {
            return;
        }
        forget(key); // another message with the reference of one that went on
        insert(key, place.part(), part, now + timeoutMillis);
        List<IncomingPart> parts = read(key);
        if (parts.size() == place.parts()) {
            goesOn(parts.get(0), joined(parts), now);
            keyed(whole, 2, key);
            whole.setLong(1, now + Reassembler.MEMORY.toMillis());
            whole.executeUpdate();
        } else {
            keyed(touch, 2, key);
            touch.setLong(1, now + timeoutMillis);
            touch.executeUpdate();
        }
    }

    private boolean isDouble(Key key, int part, UserData data) throws SQLException {
        keyed(same, 1, key);
        same.setInt(6, part);
        try (ResultSet row = same.executeQuery()) {
            return row.next() && data(row).equals(data);
        }
    }

    /** Messages whose time is over go on with gaps; what was whole some minutes ago is forgotten. */
    void sweep(long now) throws SQLException {
        List<Key> late = new ArrayList<>();
        List<Key> done = new ArrayList<>();
        over.setLong(1, now);
        try (ResultSet row = over.executeQuery()) {
            while (row.next()) {
                Key key = new Key(row.getString(1), row.getString(2), row.getInt(3), row.getBoolean(4), row.getInt(5));
                (row.getBoolean(6) ? done : late).add(key);
            }
        }
        for (Key key : late) {
            List<IncomingPart> parts = read(key);
            goesOn(parts.get(0), joined(parts), now);
            keyed(whole, 2, key);
            whole.setLong(1, now + Reassembler.MEMORY.toMillis());
            whole.executeUpdate();
        }
        for (Key key : done) {
            forget(key);
        }
    }

    private void forget(Key key) throws SQLException {
        keyed(forget, 1, key);
        forget.executeUpdate();
    }

    private static Joined joined(List<IncomingPart> parts) {
        return Joined.of(parts.stream().map(IncomingPart::data).toList());
    }

    private void insert(Key key, int number, IncomingPart part, long due) throws SQLException {
        keyed(insert, 1, key);
        insert.setInt(6, number);
        insert.setString(7, part.data().alphabet().name());
        insert.setBytes(8, part.data().udh().bytes());
        insert.setBytes(9, part.data().body());
        Sql.setInteger(insert, 10, part.messageClass());
        insert.setString(11, part.link());
        insert.setString(12, part.client());
        insert.setString(13, part.consumer());
        insert.setLong(14, part.receivedAt());
        insert.setLong(15, due);
        insert.executeUpdate();
    }

    private List<IncomingPart> read(Key key) throws SQLException {
        List<IncomingPart> parts = new ArrayList<>();
        keyed(read, 1, key);
        try (ResultSet row = read.executeQuery()) {
            while (row.next()) {
                parts.add(new IncomingPart(
                        row.getString(5),
                        key.recipient(),
                        key.sender().isEmpty() ? null : key.sender(),
                        data(row),
                        Sql.integer(row, 4),
                        row.getString(6),
                        row.getString(7),
                        row.getLong(8)));
            }
        }
        return parts;
    }

    private static UserData data(ResultSet row) throws SQLException {
        byte[] body = row.getBytes(3);
        return UserData.of(
                Alphabet.valueOf(row.getString(1)), Udh.parse(row.getBytes(2)), body == null ? new byte[0] : body);
    }

    private static void keyed(PreparedStatement statement, int from, Key key) throws SQLException {
        statement.setString(from, key.recipient());
        statement.setString(from + 1, key.sender());
        statement.setInt(from + 2, key.reference());
        statement.setBoolean(from + 3, key.wide());
        statement.setInt(from + 4, key.parts());
    }

    private void goesOn(IncomingPart first, Joined message, long now) throws SQLException {
        boolean binary = message.text().isEmpty() && message.binary().length > 0;
        Object body = binary ? message.binary() : message.text();
        String encoding = binary ? "BINARY" : first.data().alphabet() == Alphabet.GSM7 ? "GSM7" : "UCS2";
        byte[] udh = rest(first.data().udh());
        String id = UlidCreator.getMonotonicUlid().toString();
        if (first.client() == null) {
            keep(id, first, body, encoding, udh);
            return;
        }
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
                        0,
                        0),
                now);
    }

    private void keep(String id, IncomingPart first, Object body, String encoding, byte[] udh) throws SQLException {
        unclaimed.setString(1, id);
        unclaimed.setString(2, first.link());
        unclaimed.setString(3, first.recipient());
        unclaimed.setString(4, first.sender());
        Sql.setBody(unclaimed, 5, body);
        unclaimed.setString(6, encoding);
        unclaimed.setBytes(7, udh);
        Sql.setInteger(unclaimed, 8, first.messageClass());
        unclaimed.setLong(9, first.receivedAt());
        unclaimed.executeUpdate();
        unclaimedCount = unclaimedCount + 1;
    }

    /** What the header says beside the joining and the alphabet, such as ports; null when nothing. */
    private static byte[] rest(Udh udh) {
        InformationElement[] others = udh.elements().stream()
                .filter(e -> !(e instanceof Concatenation) && !(e instanceof org.smshub.text.udh.NationalShift))
                .toArray(InformationElement[]::new);
        return others.length == 0 ? null : Udh.of(others).bytes();
    }

    /** Counts anew, after an undone transaction. */
    void recount() throws SQLException {
        try (ResultSet row = countUnclaimed.executeQuery()) {
            row.next();
            unclaimedCount = row.getLong(1);
        }
    }

    /** Messages that nobody has claimed. */
    long unclaimed() {
        return unclaimedCount;
    }
}
