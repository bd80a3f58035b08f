package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.smshub.ledger.entry.Changed.What;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Subscription;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.Chores;
import org.smshub.ledger.store.Events;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Insert;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.ledger.store.sql.dialect.Values;
import org.smshub.link.nature.Rare;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Told;

/** The outbox of events on the writing connection. */
public class SqlEvents implements Events {

    protected static final Columns WRITTEN = new Columns(
            "consumer, client, kind, message_id, recipient, sender, client_ref, state, error_code, body, encoding, udh,"
                    + " class, link, happened_at, accepted_at, fields, created_at, due, sum");
    public static final Columns ENDED = new Columns("consumer, client, address, ended_at");
    public static final Columns READ = WRITTEN.and("id, attempts");

    /** The oldest events of a client after one. */
    public static final String NEXT =
            "select " + READ + " from event where consumer = ? and client = ? and id > ? order by id limit ?";

    protected static final Columns PARTS = new Columns("state, error_code, done_at, sent_at, receipt, events, client,"
            + " client_ref, sender, recipient, accepted_at, told, fields, sum");
    private static final Columns CLIENT = new Columns("client");
    private static final Columns STATE = new Columns("state");

    /** Events of a client that are looked at for one that waits already. */
    private static final int LOOKED_AT = 1_000;

    /** Ends an update: the message, and who hears of it. */
    public static final Columns TOLD = new Columns("message_id, events");

    protected final Dialect dialect;
    protected final Words words;
    protected final Aside aside;
    protected final Sum sum;
    private final Prepared parts;
    private final Prepared told;
    private final Insert insert;
    private final Prepared next;
    private final Prepared byId;
    private final Prepared waits;
    private final Prepared over;
    private final Prepared written;
    private final Prepared later;
    private final Prepared clients;
    private final Prepared aged;
    private final Prepared end;
    private final Prepared open;

    public SqlEvents(Common common) throws SQLException {
        Dialect dialect = common.dialect();
        this.dialect = dialect;
        words = common.words();
        aside = common.aside();
        sum = common.sum();
        parts = dialect.prepare("select " + PARTS + " from part where message_id = ? order by part");
        written = dialect.prepare("update part set told = ? where message_id = ? and part = 1");
        insert = new Insert(dialect, "event", WRITTEN, "");
        next = dialect.prepare(NEXT);
        byId = dialect.prepare("select " + READ + " from event where id = ?");
        // one row an event, however often it was told: the last answer, and behind a yes the last no before it
        told = dialect.prepare("insert into part_history (message_id, part, n, at, link, outcome, code, text, session)"
                + " select message_id, " + History.OF_THE_MESSAGE + ", id, ?2, consumer, ?3, state, ?4, ?5 from event"
                + " where id = ?1 and kind = '" + Event.Kind.RECEIPT
                + "' and exists (select 1 from part where part.message_id = event.message_id)"
                + " and (select count(*) from part_history h where h.message_id = event.message_id and h.part = "
                + History.OF_THE_MESSAGE + ") < " + History.LIMIT
                + " on conflict (message_id, part, n) do update set at = excluded.at, outcome = excluded.outcome,"
                + " text = case when excluded.outcome = '" + History.TOLD
                + "' then coalesce(excluded.text || '; ', '') || 'before: ' || part_history.text else excluded.text end,"
                + " session = excluded.session");
        // however many wait for a client
        waits = dialect.prepare(
                "select state from (select message_id, state from event where consumer = ? and client = ?"
                        + " order by id desc limit " + LOOKED_AT
                        + ") as newest where message_id = ? and state = ? limit 1");
        over = dialect.prepare("delete from event where id = ?");
        later = dialect.prepare("update event set attempts = attempts + 1, due = ? where id = ?");
        // from one client to the next, however many events each has
        clients = dialect.prepare("with recursive lane(client) as ("
                + "select min(client) from event where consumer = ?1 union all"
                + " select (select min(client) from event where consumer = ?1 and client > lane.client) from lane"
                + " where lane.client is not null) select client from lane where client is not null");
        aged = dialect.prepare("delete from event where id in (select id from event"
                + " where consumer = ? and created_at < ? order by created_at limit ?) returning client");
        end = dialect.prepare(
                ENDED.insertInto("ended_subscription")
                        + " on conflict (consumer, client) do update set address = excluded.address, ended_at = excluded.ended_at");
        open = dialect.prepare("delete from ended_subscription where consumer = ? and client = ?");
    }

    /** Runs an update that ends with {@link #TOLD} and writes the events; how many parts it changed. */
    public int updateAndTell(Prepared statement, long now, Answers answers, Object... values) throws SQLException {
        Set<String> messages = Set.of();
        int changed = 0;
        try (Row row = statement.query(TOLD, values)) {
            while (row.next()) {
                changed++;
                if (row.text("events") != null) {
                    messages = messages.isEmpty() ? new LinkedHashSet<>() : messages;
                    messages.add(row.text("message_id"));
                }
            }
        }
        for (String message : messages) {
            changed(message, now, answers);
        }
        return changed;
    }

    /** A part of this message has another state: writes the event its sender asked for, if the message has it now. */
    public void changed(String messageId, long now, Answers answers) throws SQLException {
        Message message = read(messageId, answers);
        if (message.isOthersToo()) {
            dialect.turn(messageId);
            message = read(messageId, answers);
        }
        message.tell(now, answers);
    }

    /** What has become of a message is written once more for who hears of it. */
    public What again(String messageId, long now, Answers answers) throws SQLException {
        return read(messageId, answers).again(now, answers);
    }

    private Message read(String messageId, Answers answers) throws SQLException {
        Message message = new Message(messageId);
        try (Row row = parts.query(PARTS, messageId)) {
            while (row.next()) {
                message.add(row, answers);
            }
        }
        return message;
    }

    /** A message of which a part has another state. */
    protected final class Message {

        private final String messageId;
        private final List<PartState> states = new ArrayList<>();
        private final Map<PartState, String> errors = new EnumMap<>(PartState.class);
        private long at;
        private Event first;
        private String wanted;
        private String before;
        private boolean sound = true;

        public Message(String messageId) {
            this.messageId = messageId;
        }

        /** Its next part. @param row of {@link #PARTS}, perhaps with more */
        public void add(Row row, Answers answers) throws SQLException {
            PartState state = aside.state(words.in(row, "state"), messageId, answers);
            if (states.isEmpty()) {
                wanted = words.in(row, "receipt");
                before = words.in(row, "told");
                first = receipt(messageId, row);
                sound = sum.isWho(first, wanted, row.longerOrNull("sum"));
            }
            states.add(state);
            errors.putIfAbsent(state, row.text("error_code"));
            at = Math.max(at, Math.max(row.longer("done_at"), row.longer("sent_at")));
        }

        /** Others of its parts may be in other sessions' hands: each in turn must see what those before it wrote. */
        public boolean isOthersToo() {
            return dialect.isShared() && states.size() > 1;
        }

        /** When all its parts are here. */
        public void tell(long now, Answers answers) throws SQLException {
            if (!sound) {
                untold(messageId, now, answers);
                return;
            }
            if (first == null || first.consumer() == null) {
                return;
            }
            PartState state = MessageView.stateOf(states);
            if (!state.isTold(wanted) || state.name().equals(before)) {
                return;
            }
            write(state, now, answers);
        }

        private void write(PartState state, long now, Answers answers) throws SQLException {
            long happenedAt = at == 0 || state == PartState.UNKNOWN ? now : at;
            SqlEvents.this.write(first, state.name(), errors.get(state), happenedAt, now, answers);
            told(messageId, words.number(state));
        }

        /** The same whether or not it was told. */
        What again(long now, Answers answers) throws SQLException {
            if (!sound) {
                return What.DAMAGED;
            }
            PartState state = MessageView.stateOf(states);
            if (first.consumer() == null || !state.isTold(wanted)) {
                return What.NOT_TOLD;
            }
            try (Row row = waits.query(STATE, first.consumer(), first.lane(), messageId, state.name())) {
                if (!row.next()) {
                    write(state, now, answers);
                }
            }
            return What.DONE;
        }
    }

    /** Its sender is told of this state. */
    protected void told(String messageId, int state) throws SQLException {
        written.update(state, messageId);
    }

    /** Nobody hears of it: it might be somebody else's. */
    protected void untold(String messageId, long now, Answers answers) throws SQLException {
        if (aside.isNew(messageId)) {
            aside.row(
                    "",
                    Kept.headers(Map.of("table", "part", "message_id", messageId)),
                    null,
                    new Sum.Damage("who is to hear of it is not what was written (its checksum differs)"),
                    now,
                    answers);
        }
    }

    protected Event receipt(String messageId, Row row) throws SQLException {
        return new Event(
                0,
                words.in(row, "events"),
                words.in(row, "client"),
                Event.Kind.RECEIPT,
                messageId,
                row.text("recipient"),
                row.text("sender"),
                row.text("client_ref"),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                row.longer("accepted_at"),
                row.text("fields"),
                0,
                0);
    }

    public void write(Event e, long now, Answers answers) throws SQLException {
        write(e, e.state(), e.errorCode(), e.happenedAt(), now, answers);
    }

    private void write(Event e, String state, String errorCode, long happenedAt, long now, Answers answers)
            throws SQLException {
        write(into -> values(e, state, errorCode, happenedAt, now, into));
        answers.written.add(new Answers.Lane(e.consumer(), e.lane()));
        answers.told = e;
    }

    /** Fills in a row. */
    protected interface Filled {
        void into(Values row) throws SQLException;
    }

    /** @param event the columns of {@link #WRITTEN} */
    protected void write(Filled event) throws SQLException {
        event.into(insert);
        insert.run();
    }

    private void values(Event e, String state, String errorCode, long happenedAt, long now, Values into)
            throws SQLException {
        into.set("consumer", e.consumer())
                .set("client", e.lane())
                .set("kind", e.kind().name())
                .set("message_id", e.messageId())
                .set("recipient", e.recipient())
                .set("sender", e.sender())
                .set("client_ref", e.clientRef())
                .set("state", state)
                .set("error_code", errorCode)
                .body("body", e.body())
                .set("encoding", e.encoding())
                .set("udh", e.udh())
                .set("class", e.messageClass())
                .set("link", e.link())
                .set("happened_at", happenedAt)
                .set("accepted_at", e.acceptedAt())
                .set("fields", e.fields())
                .set("created_at", now)
                .set("due", now)
                .set("sum", sum.of(e, state, errorCode, happenedAt));
    }

    @Override
    public void results(Group group) throws SQLException {
        for (Group.EventResult result : group.eventResults) {
            Told its = result.told();
            if (result.heard()) {
                told.update(
                        result.id(),
                        group.now,
                        History.TOLD,
                        its == null ? null : its.answer(),
                        its == null ? null : its.where());
            } else if (its != null) {
                Rare.hit("events.answered-no");
                told.update(result.id(), group.now, History.NOT_TOLD, its.answer(), its.where());
            }
            if (result.again() == null) {
                over.update(result.id());
            } else {
                later.update(result.again(), result.id());
            }
        }
    }

    @Override
    public void subscriptions(Group group) throws SQLException {
        for (Subscription one : group.subscriptions) {
            if (one.endedAt() == null) {
                open.update(one.consumer(), one.client());
            } else {
                end.update(one.consumer(), one.client(), one.address(), one.endedAt());
            }
        }
    }

    @Override
    public void next(Group group, Answers answers) throws SQLException {
        for (Group.LaneWish wish : group.lanes) {
            List<Event> events = new ArrayList<>();
            long position = wish.position();
            // what cannot be read goes aside, and those after it take its place
            while (events.size() < wish.limit()) {
                long read = read(wish, position, events, group.now, answers);
                if (read == position) {
                    break;
                }
                position = read;
            }
            answers.lanes.add(events);
        }
    }

    /** Adds what the lane wants from here on; the position to go on from if a row went aside, else the same. */
    protected long read(Group.LaneWish wish, long position, List<Event> events, long now, Answers answers)
            throws SQLException {
        List<Broken> broken = new ArrayList<>();
        long last = position;
        int wanted = wish.limit() - events.size();
        try (Row row = next.query(READ, wish.consumer(), wish.client(), position, wanted)) {
            while (row.next()) {
                last = row.longer("id");
                try {
                    events.add(event(row, sum));
                } catch (IllegalArgumentException | NullPointerException e) {
                    broken.add(broken(row, e));
                }
            }
        }
        for (Broken b : broken) {
            if (isSound(b.id())) {
                throw dialect.damage("the index of the table event names another event");
            }
            aside.row(b.link(), b.headers(), b.octets(), b.why(), now, answers);
            over.update(b.id());
        }
        return broken.isEmpty() ? position : last;
    }

    /** By its id alone: what an index says of it may be wrong. */
    private boolean isSound(long id) throws SQLException {
        try (Row row = byId.query(READ, id)) {
            return row.next() && event(row, sum) != null;
        } catch (IllegalArgumentException | NullPointerException e) {
            return false;
        }
    }

    protected record Broken(long id, String link, String headers, byte[] octets, RuntimeException why) {}

    private static Broken broken(Row row, RuntimeException why) throws SQLException {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("table", "event");
        for (String column : List.of("id", "kind", "consumer", "client", "message_id")) {
            headers.put(column, row.text(column));
        }
        return new Broken(row.longer("id"), row.text("link"), Kept.headers(headers), row.raw("body"), why);
    }

    /** @throws IllegalArgumentException it cannot be read, or is not what was written */
    public static Event event(Row row, Sum sum) throws SQLException {
        Event.Kind kind = Event.Kind.valueOf(row.text("kind"));
        String encoding = row.text("encoding");
        String lane = row.text("client");
        Event event = new Event(
                row.longer("id"),
                row.text("consumer"),
                Event.client(lane),
                kind,
                row.text("message_id"),
                row.text("recipient"),
                row.text("sender"),
                row.text("client_ref"),
                row.text("state"),
                row.text("error_code"),
                kind == Event.Kind.MESSAGE ? row.body("body", encoding) : null,
                encoding,
                row.octets("udh"),
                row.numberOrNull("class"),
                row.text("link"),
                row.longer("happened_at"),
                row.longerOrNull("accepted_at"),
                fields(row),
                row.longer("due"),
                row.number("attempts"));
        if (!event.lane().equals(lane)) {
            throw Sum.damage(); // it would wait for another's answer
        }
        Sum.check(sum.of(event, event.state(), event.errorCode(), event.happenedAt()), row.numberOrNull("sum"));
        return event;
    }

    /** A broken one is found here, and not in the route of its consumer each time. */
    public static String fields(Row row) throws SQLException {
        String fields = row.text("fields");
        if (fields != null) {
            Fields.parse(fields);
        }
        return fields;
    }

    @Override
    public void consumers(Group group, Answers answers) throws SQLException {
        for (String consumer : group.consumers) {
            List<String> waiting = new ArrayList<>();
            try (Row row = clients.query(CLIENT, consumer)) {
                while (row.next()) {
                    waiting.add(row.text("client"));
                }
            }
            answers.consumers.add(waiting);
        }
    }

    @Override
    public void tidy(Group group, Answers answers) throws SQLException {
        Chores chores = group.chores;
        for (Map.Entry<String, Long> consumer : chores.eventsBefore().entrySet()) {
            int gone = 0;
            try (Row row = aged.query(CLIENT, consumer.getKey(), consumer.getValue(), chores.limit())) {
                while (row.next()) {
                    gone++;
                    answers.dropped.merge(
                            new Answers.Lane(consumer.getKey(), Event.client(row.text("client"))), 1, Integer::sum);
                }
            }
            answers.more |= gone == chores.limit();
        }
    }
}
