package org.smshub.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The outbox of events on the writing connection; its rows are written in the transaction of what they tell. */
final class EventStore {

    /** Whose queue got an event. */
    record Lane(String consumer, String client) {}

    private static final String COLUMNS =
            "consumer, client, kind, message_id, recipient, sender, client_ref, state, error_code, body, encoding, udh,"
                    + " class, link, happened_at, accepted_at";

    /** Ends an update: the message, and who hears of it. */
    static final String TOLD = " returning message_id, events";

    private final PreparedStatement parts;
    private final PreparedStatement first;
    private final PreparedStatement told;
    private final PreparedStatement insert;
    private final PreparedStatement next;
    private final PreparedStatement heard;
    private final PreparedStatement later;
    private final PreparedStatement lanes;
    private final PreparedStatement aged;
    private Set<Lane> written = new LinkedHashSet<>();

    EventStore(Connection connection) throws SQLException {
        parts = connection.prepareStatement(
                "select state, error_code, done_at, sent_at from part where message_id = ? order by part");
        first = connection.prepareStatement("select receipt, events, client, client_ref, sender, recipient,"
                + " accepted_at, told from part where message_id = ? and part = 1 and events is not null");
        told = connection.prepareStatement("update part set told = ? where message_id = ? and part = 1");
        insert = connection.prepareStatement("insert into event (" + COLUMNS + ", created_at, due)"
                + " values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
        next = connection.prepareStatement("select " + COLUMNS + ", id, due, attempts from event"
                + " where consumer = ? and client = ? and id > ? order by id limit ?");
        heard = connection.prepareStatement("delete from event where id = ?");
        later = connection.prepareStatement("update event set attempts = attempts + 1, due = ? where id = ?");
        lanes = connection.prepareStatement("select distinct client from event where consumer = ?");
        aged = connection.prepareStatement("delete from event where id in (select id from event"
                + " where consumer = ? and created_at < ? order by created_at limit 1000) returning client");
    }

    /** Runs an update that ends with {@link #TOLD} and writes the events; how many parts it changed. */
    int updateAndTell(PreparedStatement statement, long now, Object... values) throws SQLException {
        Sql.set(statement, values);
        Set<String> messages = Set.of();
        int changed = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                changed++;
                if (rows.getString(2) != null) {
                    messages = messages.isEmpty() ? new LinkedHashSet<>() : messages;
                    messages.add(rows.getString(1));
                }
            }
        }
        for (String message : messages) {
            changed(message, now);
        }
        return changed;
    }

    /** A part of this message has another state: writes the event its sender asked for, if the message has it now. */
    void changed(String messageId, long now) throws SQLException {
        List<PartState> states = new ArrayList<>();
        Map<PartState, String> errors = new EnumMap<>(PartState.class);
        long at = 0;
        parts.setString(1, messageId);
        try (ResultSet row = parts.executeQuery()) {
            while (row.next()) {
                PartState state = PartState.valueOf(row.getString("state"));
                states.add(state);
                errors.putIfAbsent(state, row.getString("error_code"));
                at = Math.max(at, Math.max(row.getLong("done_at"), row.getLong("sent_at")));
            }
        }
        PartState state = MessageView.stateOf(states);
        first.setString(1, messageId);
        try (ResultSet row = first.executeQuery()) {
            if (!row.next()
                    || !isWanted(state, row.getString("receipt"))
                    || state.name().equals(row.getString("told"))) {
                return;
            }
            write(receipt(messageId, state, errors.get(state), at == 0 ? now : at, row), now);
        }
        told.setString(1, state.name());
        told.setString(2, messageId);
        told.executeUpdate();
    }

    private static boolean isWanted(PartState state, String wanted) {
        return switch (wanted) {
            case "FINAL" -> state.isFinal();
            case "ALL" -> state.isFinal() || state == PartState.SENT || state == PartState.BUFFERED;
            default -> false;
        };
    }

    private static Event receipt(String messageId, PartState state, String errorCode, long at, ResultSet row)
            throws SQLException {
        return new Event(
                0,
                row.getString("events"),
                row.getString("client"),
                Event.Kind.RECEIPT,
                messageId,
                row.getString("recipient"),
                row.getString("sender"),
                row.getString("client_ref"),
                state.name(),
                errorCode,
                null,
                null,
                null,
                null,
                null,
                at,
                row.getLong("accepted_at"),
                0,
                0);
    }

    void write(Event e, long now) throws SQLException {
        int i = 0;
        insert.setString(++i, e.consumer());
        insert.setString(++i, e.client());
        insert.setString(++i, e.kind().name());
        insert.setString(++i, e.messageId());
        insert.setString(++i, e.recipient());
        insert.setString(++i, e.sender());
        insert.setString(++i, e.clientRef());
        insert.setString(++i, e.state());
        insert.setString(++i, e.errorCode());
        Sql.setBody(insert, ++i, e.body());
        insert.setString(++i, e.encoding());
        insert.setBytes(++i, e.udh());
        Sql.setInteger(insert, ++i, e.messageClass());
        insert.setString(++i, e.link());
        insert.setLong(++i, e.happenedAt());
        if (e.acceptedAt() == null) {
            insert.setNull(++i, Types.INTEGER);
        } else {
            insert.setLong(++i, e.acceptedAt());
        }
        insert.setLong(++i, now);
        insert.setLong(++i, now);
        insert.executeUpdate();
        written.add(new Lane(e.consumer(), e.client()));
    }

    /** The oldest events of a client after {@code position}. */
    List<Event> next(String consumer, String client, long position, int limit) throws SQLException {
        next.setString(1, consumer);
        next.setString(2, client);
        next.setLong(3, position);
        next.setInt(4, limit);
        List<Event> events = new ArrayList<>();
        try (ResultSet row = next.executeQuery()) {
            while (row.next()) {
                String encoding = row.getString(11);
                events.add(new Event(
                        row.getLong(17),
                        row.getString(1),
                        row.getString(2),
                        Event.Kind.valueOf(row.getString(3)),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9),
                        "BINARY".equals(encoding) ? row.getBytes(10) : row.getString(10),
                        encoding,
                        row.getBytes(12),
                        Sql.integer(row, 13),
                        row.getString(14),
                        row.getLong(15),
                        Sql.longer(row, 16),
                        row.getLong(18),
                        row.getInt(19)));
            }
        }
        return events;
    }

    /** The event was heard, or never will be. */
    void heard(long id) throws SQLException {
        heard.setLong(1, id);
        heard.executeUpdate();
    }

    /** The event was not heard: again at {@code due}. */
    void later(long id, long due) throws SQLException {
        later.setLong(1, due);
        later.setLong(2, id);
        later.executeUpdate();
    }

    /** The clients for whom something waits. */
    List<String> clients(String consumer) throws SQLException {
        lanes.setString(1, consumer);
        List<String> clients = new ArrayList<>();
        try (ResultSet row = lanes.executeQuery()) {
            while (row.next()) {
                clients.add(row.getString(1));
            }
        }
        return clients;
    }

    /** Drops what was written before; how many of each client. */
    Map<String, Integer> drop(String consumer, long createdBefore) throws SQLException {
        aged.setString(1, consumer);
        aged.setLong(2, createdBefore);
        Map<String, Integer> dropped = new LinkedHashMap<>();
        try (ResultSet row = aged.executeQuery()) {
            while (row.next()) {
                dropped.merge(row.getString(1), 1, Integer::sum);
            }
        }
        return dropped;
    }

    /** Whose queues got something since this was asked last. */
    Set<Lane> written() {
        if (written.isEmpty()) {
            return Set.of();
        }
        Set<Lane> lately = written;
        written = new LinkedHashSet<>();
        return lately;
    }
}
