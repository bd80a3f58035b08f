package org.smshub.ledger.store.sql;

import com.github.f4b6a3.ulid.Ulid;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.entry.Backlogged;
import org.smshub.ledger.entry.Event;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.MessageView.Attempt;
import org.smshub.ledger.entry.MessageView.PartView;
import org.smshub.ledger.entry.MessageView.Step;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Subscription;
import org.smshub.ledger.store.EventsReader;
import org.smshub.ledger.store.Reader;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.text.plan.Piece;

/** Looks things up in a ledger on SQLite. */
public class SqlReader implements Reader, EventsReader {

    private static final Logger LOG = LoggerFactory.getLogger(SqlReader.class);

    private static final Columns PART =
            new Columns("part, client, client_ref, recipient, sender, encoding, accepted_at,"
                    + " due, expires, state, link, remote_id, attempts, error_code, error_text, sent_at, done_at,"
                    + " priority, receipt, links, fields, origin, session, body");
    private static final Columns HISTORY = new Columns("part, at, link, outcome, code, text, session");
    private static final Columns UNMATCHED =
            new Columns("id, link, ids, state, recipient, error_code, done_at, received_at");
    private static final Columns UNREAD = new Columns("id, link, route, octets, headers, reason, received_at");
    private static final Columns COUNTS = new Columns("unmatched, unclaimed, unread");
    private static final Columns ACCEPTED = new Columns("messages");
    private static final Columns EVENTS = new Columns("consumer, count");
    private static final int MOST_URGENT = 3;
    private static final Columns WAITING = new Columns("count, oldest");
    private static final Columns LINK = new Columns("link");
    private static final Columns CONVERSATION = new Columns("client_ref");

    private static final String IS_UNMATCHED = " where settled = 0 and known = 0 and look_at is null";

    private final Dialect dialect;
    private final Prepared byId;
    private final Prepared history;
    private final Prepared unmatched;
    private final Prepared unclaimed;
    private final Prepared unread;
    private final Prepared counts;
    private final Prepared waitingLinks;
    private final Prepared backlog;
    private final Prepared eventsWaiting;
    private final Prepared accepted;
    private final Prepared conversation;
    private final Prepared after;
    private final Prepared waiting;
    private final Prepared callbacks;
    private final Prepared ended;

    /** @param dialect on a connection for reading; closed by {@link #close} */
    public SqlReader(Dialect dialect) throws SQLException {
        this.dialect = dialect;
        byId = dialect.prepare("select "
                + Words.inWords(PART, "client", "encoding", "state", "link", "receipt", "links", "origin", "session")
                + " from part where message_id = ?1"
                + " and (?2 is null or client = (select id from word where word = ?2)) order by part");
        history = dialect.prepare("select " + HISTORY + " from part_history where message_id = ? order by part, n");
        unmatched = dialect.prepare(
                "select " + UNMATCHED + " from unmatched_receipt" + IS_UNMATCHED + " order by id desc limit ?");
        unclaimed = dialect.prepare(
                "select " + KeptRows.UNCLAIMED + " from unclaimed_message order by message_id desc limit ?");
        unread = dialect.prepare("select " + UNREAD + " from unread order by id desc limit ?");
        counts = dialect.prepare("select (select count(*) from unmatched_receipt" + IS_UNMATCHED
                + "), (select count(*) from unclaimed_message), (select count(*) from unread)");
        accepted = dialect.prepare("select count(*) from part where part = 1"
                + " and client = (select id from word where word = ?1) and message_id >= ?2 and message_id < ?3");
        conversation = dialect.prepare("select client_ref from part where part = 1"
                + " and client_ref >= 'mail:' and client_ref < 'mail;'"
                + " and client = (select id from word where word = ?1) and recipient = ?2 order by id desc limit 1");
        after = dialect.prepare(SqlEvents.NEXT);
        waiting = dialect.prepare("select count(*), min(created_at) from"
                + " (select created_at from event where consumer = ? and client = ? order by id limit ?)");
        callbacks = dialect.prepare("select count(*), min(created_at) from"
                + " (select created_at from event where consumer = ? and client > ? and client < ? limit ?)");
        ended = dialect.prepare("select " + SqlEvents.ENDED + " from ended_subscription where consumer = ?");
        Words words = new Words(dialect);
        backlog = words.prepare("select count(*) as count, min(due) as oldest from (select due from part where link ="
                + " (select id from word where word = ?) and state = #QUEUED and priority = ? order by due limit "
                + Backlogged.MOST + ")");
        // from one consumer to the next
        eventsWaiting = dialect.prepare("with recursive of(consumer) as (select min(consumer) from event"
                + " union all select (select min(consumer) from event where consumer > of.consumer) from of"
                + " where of.consumer is not null) select consumer, (select count(*) from (select id from event"
                + " where consumer = of.consumer limit 100000)) as count from of where consumer is not null");
        // from one link to the next, however much waits on each
        String queued = words.coded("select min(link) from part where state = #QUEUED");
        waitingLinks = dialect.prepare("with recursive waits(link) as (" + queued + " union all"
                + " select (" + queued + " and link > waits.link) from waits where waits.link is not null)"
                + " select word from waits, word where id = waits.link order by word");
    }

    @Override
    public long accepted(String client, long from, long until) {
        return read(() -> {
            // ids lie in the order of acceptance
            try (Row row = accepted.query(
                    ACCEPTED, client, Ulid.min(from).toString(), Ulid.min(until).toString())) {
                row.next();
                return row.longer("messages");
            }
        });
    }

    @Override
    public Optional<String> conversation(String client, String number) {
        return read(() -> {
            try (Row row = conversation.query(CONVERSATION, client, number)) {
                return row.next() ? Optional.of(row.text("client_ref")) : Optional.<String>empty();
            }
        });
    }

    private interface Query<T> {
        T run() throws SQLException;
    }

    private synchronized <T> T read(Query<T> query) {
        try {
            return query.run();
        } catch (SQLException e) {
            throw new IllegalStateException("The ledger cannot be read: " + dialect.advice(e), e);
        }
    }

    @Override
    public Optional<MessageView> find(String messageId, String client) {
        return read(() -> view(messageId, client, true));
    }

    /** @param counted how many of its history are attempts */
    private record Past(List<Attempt> lines, int counted, boolean late) {
        static final Past NONE = new Past(List.of(), 0, false);
    }

    /** @param whole with its text and its history */
    public Optional<MessageView> view(String messageId, String client, boolean whole) throws SQLException {
        Map<Integer, Past> pasts = pasts(messageId);
        List<PartView> parts = new ArrayList<>();
        List<PartState> states = new ArrayList<>();
        Told told = null;
        Bodies bodies = new Bodies();
        long now = System.currentTimeMillis();
        MessageView view = null;
        boolean early = false;
        try (Row row = byId.query(PART, messageId, client)) {
            while (row.next()) {
                PartState state = PartState.read(row.text("state"));
                state = state == null ? PartState.FAILED : state;
                states.add(state);
                PartView part = part(row, state, pasts.getOrDefault(row.number("part"), Past.NONE), now);
                parts.add(part);
                told = told == null ? new Told(row) : told;
                if (whole) {
                    bodies.add(row.object("body"));
                }
                early = part.state().equals("ACCEPTED");
                view = new MessageView(
                        messageId,
                        row.text("client"),
                        MessageView.ownRef(row.text("client_ref")),
                        row.text("recipient"),
                        row.text("sender"),
                        MessageView.outside(MessageView.stateOf(states), early),
                        Piece.alphabet(row.text("encoding")),
                        MessageView.iso(row.longer("accepted_at")),
                        early ? MessageView.iso(row.longer("due")) : null,
                        MessageView.iso(row.longerOrNull("expires")),
                        row.number("priority"),
                        row.text("receipt"),
                        List.of(String.valueOf(row.text("links")).split(",")),
                        told.tags(),
                        told.input(),
                        told.rule(),
                        bodies.text(),
                        bodies.data(),
                        parts,
                        null);
            }
        }
        return Optional.ofNullable(
                view == null || !whole
                        ? view
                        : view.with(steps(view, pasts.getOrDefault(History.OF_THE_MESSAGE, Past.NONE))));
    }

    /** What stands in the first part of a message for all of it. */
    private record Told(List<String> tags, String input, String rule) {

        Told(Row row) throws SQLException {
            this(MessageView.tags(row.text("fields")), row.text("origin"));
        }

        private Told(List<String> tags, String origin) {
            this(tags.isEmpty() ? null : tags, word(origin, 0), word(origin, 1));
        }

        private static String word(String origin, int place) {
            String[] words = origin == null ? new String[0] : origin.split(" ", 2);
            return words.length > place ? words[place] : null;
        }
    }

    /** The bodies of the parts, as far as they are kept, put together. */
    private static final class Bodies {

        private final StringBuilder text = new StringBuilder();
        private final StringBuilder hex = new StringBuilder();

        void add(Object body) {
            if (body instanceof byte[] octets) {
                hex.append(HexFormat.of().formatHex(octets));
            } else {
                text.append(body);
            }
        }

        String text() {
            return text.isEmpty() || !hex.isEmpty() ? null : text.toString();
        }

        String data() {
            return hex.isEmpty() || !text.isEmpty() ? null : hex.toString();
        }
    }

    /** @param place where it stands among the others */
    private record Dated(Instant place, Step step) {

        static Dated of(Step step) {
            return new Dated(Instant.parse(step.at()), step);
        }

        Dated notBefore(String at) {
            Instant first = Instant.parse(at);
            return first.isAfter(place) ? new Dated(first, step) : this;
        }
    }

    /** The history of a message, of what is known of it and its parts. */
    private static List<Step> steps(MessageView view, Past told) {
        List<Step> steps = new ArrayList<>();
        String at = view.acceptedAt();
        String links = String.join(",", view.links());
        String rule = view.rule() == null ? links : links + " by " + view.rule();
        steps.add(Step.of(at, "ACCEPTED", null, view.input()));
        steps.add(Step.of(at, "ROUTED", null, rule));
        steps.add(
                Step.of(at, "PLANNED", view.encoding(), "parts " + view.parts().size()));
        List<Dated> later = new ArrayList<>();
        for (PartView part : view.parts()) {
            for (Attempt attempt : part.history()) {
                later.add(Dated.of(new Step(
                        attempt.at(),
                        "ATTEMPT",
                        part.part(),
                        attempt.link(),
                        attempt.session(),
                        attempt.outcome(),
                        attempt.code() == null ? attempt.text() : attempt.code(),
                        null,
                        null)));
            }
            if (part.doneAt() != null) {
                // what the centre tells of a part that it has is a receipt; all else is the hub's own end of it
                boolean receipt = part.sentAt() != null;
                Dated end = Dated.of(new Step(
                        part.doneAt(),
                        receipt ? "RECEIPT" : "ENDED",
                        part.part(),
                        part.link(),
                        null,
                        part.state(),
                        part.errorCode(),
                        null,
                        null));
                // a centre's clock is another, and its times of receipts are whole minutes or seconds
                later.add(receipt ? end.notBefore(part.sentAt()) : end);
            }
        }
        for (Attempt line : told.lines()) {
            later.add(Dated.of(new Step(
                    line.at(),
                    line.outcome(),
                    null,
                    null,
                    null,
                    line.code(),
                    line.link(),
                    line.session(),
                    line.text())));
        }
        later.sort(Comparator.comparing(Dated::place));
        later.forEach(dated -> steps.add(dated.step()));
        return steps;
    }

    private static PartView part(Row row, PartState state, Past past, long now) throws SQLException {
        Long sentAt = row.longerOrNull("sent_at");
        List<Attempt> lines = past.lines();
        boolean plain = sentAt != null && !past.late();
        if (plain) {
            lines = new ArrayList<>(lines);
            lines.add(new Attempt(MessageView.iso(sentAt), row.text("link"), row.text("session"), "SENT", null, null));
            lines.sort(Comparator.comparing(a -> Instant.parse(a.at())));
        }
        // parts from before there was a history know only their number
        int attempts = Math.max(past.counted() + (plain ? 1 : 0), row.number("attempts"));
        boolean early = attempts == 0 && lines.isEmpty() && row.longer("due") > now && row.text("error_code") == null;
        return new PartView(
                row.number("part"),
                MessageView.outside(state, early),
                row.text("link"),
                row.text("remote_id"),
                attempts,
                row.text("error_code"),
                row.text("error_text"),
                MessageView.iso(sentAt),
                MessageView.iso(row.longerOrNull("done_at")),
                lines);
    }

    private Map<Integer, Past> pasts(String messageId) throws SQLException {
        Map<Integer, Past> pasts = new HashMap<>();
        try (Row row = history.query(HISTORY, messageId)) {
            while (row.next()) {
                Attempt line = new Attempt(
                        MessageView.iso(row.longer("at")),
                        row.text("link"),
                        row.text("session"),
                        row.text("outcome"),
                        row.text("code"),
                        row.text("text"));
                Past past = pasts.computeIfAbsent(row.number("part"), p -> new Past(new ArrayList<>(), 0, false));
                past.lines().add(line);
                boolean counts =
                        line.outcome().equals("NOT_SENT") || line.outcome().equals("UNKNOWN");
                pasts.put(
                        row.number("part"),
                        new Past(
                                past.lines(),
                                past.counted() + (counts ? 1 : 0),
                                past.late() || line.outcome().equals("LATE")));
            }
        }
        return pasts;
    }

    @Override
    public List<Kept> kept(Kept.Kind kind, int limit) {
        return read(() -> switch (kind) {
            case UNMATCHED -> kept(unmatched, UNMATCHED, KeptRows::unmatched, limit);
            case UNCLAIMED -> kept(unclaimed, KeptRows.UNCLAIMED, KeptRows::unclaimed, limit);
            case UNREAD -> kept(unread, UNREAD, KeptRows::unread, limit);
        });
    }

    private interface Reading {
        Kept of(Row row) throws SQLException;
    }

    private static List<Kept> kept(Prepared statement, Columns columns, Reading reading, int limit)
            throws SQLException {
        List<Kept> kept = new ArrayList<>();
        try (Row row = statement.query(columns, limit)) {
            while (row.next()) {
                kept.add(reading.of(row));
            }
        }
        return kept;
    }

    @Override
    public Counts counts() {
        return read(() -> {
            try (Row row = counts.query(COUNTS)) {
                row.next();
                return new Counts(row.longer("unmatched"), row.longer("unclaimed"), row.longer("unread"));
            }
        });
    }

    @Override
    public List<String> waitingLinks() {
        return read(() -> {
            List<String> links = new ArrayList<>();
            try (Row row = waitingLinks.query(LINK)) {
                while (row.next()) {
                    links.add(row.text("link"));
                }
            }
            return links;
        });
    }

    @Override
    public List<Backlogged> backlog() {
        List<Backlogged> all = new ArrayList<>();
        for (String link : waitingLinks()) {
            for (int priority = 0; priority <= MOST_URGENT; priority++) {
                int of = priority;
                Backlogged one = read(() -> {
                    try (Row row = backlog.query(WAITING, link, of)) {
                        row.next();
                        return new Backlogged(link, of, row.number("count"), row.longerOrNull("oldest"));
                    }
                });
                if (one.count() > 0) {
                    all.add(one);
                }
            }
        }
        return all;
    }

    @Override
    public Map<String, Integer> eventsWaiting() {
        return read(() -> {
            Map<String, Integer> all = new TreeMap<>();
            try (Row row = eventsWaiting.query(EVENTS)) {
                while (row.next()) {
                    all.put(row.text("consumer"), row.number("count"));
                }
            }
            return all;
        });
    }

    @Override
    public Page after(String consumer, String client, long id, int limit) {
        return read(() -> {
            List<Event> events = new ArrayList<>();
            Sum sum = new Sum();
            long last = id;
            int count = 0;
            try (Row row = after.query(SqlEvents.READ, consumer, client, id, limit)) {
                while (row.next()) {
                    count++;
                    last = row.longer("id");
                    try {
                        events.add(SqlEvents.event(row, sum));
                    } catch (IllegalArgumentException | NullPointerException e) {
                        LOG.error("Event {} cannot be read and is not told: {}", last, e.getMessage());
                    }
                }
            }
            return new Page(events, last, count == limit);
        });
    }

    @Override
    public Waiting waiting(String consumer, String client, int most) {
        List<String> lanes = Event.callbacks(client);
        return read(() -> {
            try (Row row = Event.isOfMessages(consumer)
                    ? callbacks.query(WAITING, consumer, lanes.get(0), lanes.get(1), most)
                    : waiting.query(WAITING, consumer, client, most)) {
                row.next();
                return new Waiting(row.number("count"), row.longerOrNull("oldest"));
            }
        });
    }

    @Override
    public List<Subscription> ended(String consumer) {
        return read(() -> {
            List<Subscription> all = new ArrayList<>();
            try (Row row = ended.query(SqlEvents.ENDED, consumer)) {
                while (row.next()) {
                    all.add(new Subscription(
                            row.text("consumer"), row.text("client"), row.text("address"), row.longer("ended_at")));
                }
            }
            return all;
        });
    }

    @Override
    public synchronized void close() {
        try {
            dialect.close();
        } catch (SQLException e) {
            LOG.debug("The reading connection did not close", e);
        }
    }
}
