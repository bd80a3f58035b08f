package org.smshub.ledger.store.sql;

import com.github.f4b6a3.ulid.Ulid;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.entry.MessageView;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Search;
import org.smshub.ledger.entry.Submission;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.text.TextException;

/**
 * Looks for messages on a reading connection of its own. From the newest row down, some of them at a time: each question says
 * first which rows there are to look at, by whatever leads to them soonest, and then holds each message against all that was
 * asked. One question at a time.
 */
public class SqlSearch implements Search {

    private static final Logger LOG = LoggerFactory.getLogger(SqlSearch.class);

    /** Rows of the index's segments, by their ids. */
    public static final int SEGMENT = 8_192;

    public static final int RECIPIENT = 1;
    public static final int SENDER = 2;
    public static final int CLIENT = 3;
    public static final int TAG = 4;

    /** Rows that are gone through in one statement, where nothing leads to those that are looked for. */
    private static final int STRIDE = 20_000;

    /** So many times more of them, where an index leads there. */
    private static final int FAR = 50;

    /** Segments of the index that are looked into in one statement. */
    private static final int SEGMENTS = 64;

    /** The same where a beginning is looked for. */
    private static final int BEGINNINGS = 4;

    private static final int CANDIDATES = 500;

    /** So few that wait are sorted; among more the newest are soon found. */
    private static final int FEW = 5_000;

    /** Messages to a number, or to numbers that begin so, that are sorted; of more the newest are soon found. */
    private static final int NUMBERS = 2_000;

    private static final long SKEW_MILLIS = 60_000;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private static final Columns ROW = new Columns("id, message_id");
    private static final Columns NUMBER = new Columns("n");
    private static final Columns COUNT = new Columns("hour, state, messages");
    private static final Columns MESSAGE = new Columns("message_id");
    private static final Columns RECEIVED = new Columns(
            "id, message_id, client, link, recipient, sender, body, encoding," + " udh, class, received_at, kept_at");

    /** A message is told once: by the first of its parts that is so. */
    private static final String FIRST_OF_STATE = " and (part.part = 1 or not exists (select 1 from part o"
            + " where o.message_id = part.message_id and o.part < part.part and o.state = part.state))";

    private static final String FIRST_OF_LINK = " and (part.part = 1 or not exists (select 1 from part o"
            + " where o.message_id = part.message_id and o.part < part.part and o.link = part.link))";

    /** Rows to look at. @param down all from here on were gone through */
    private record Chunk(List<Hit> hits, long down) {}

    private record Hit(long id, String messageId) {}

    private interface Source {
        /** Rows with ids below, the newest first. */
        Chunk below(long before) throws SQLException;
    }

    private final Dialect dialect;
    private final SqlReader views;
    private final Words words;
    private final boolean indexed;
    private final Prepared bounds;
    private final Prepared from;
    private final Prepared all;
    private final Prepared ofRef;
    private final Prepared byRef;
    private final Prepared ofState;
    private final Prepared ofLink;
    private final Prepared ended;
    private final Prepared waiting;
    private final Prepared ofNumber;
    private final Prepared ofBeginning;
    private final Prepared tailRecipient;
    private final Prepared tailBeginning;
    private final Prepared tailSender;
    private final Prepared tailClient;
    private final Prepared tailTag;
    private final Prepared sealed;
    private final Prepared postings;
    private final Prepared postingsBeginning;
    private final Prepared counts;
    private final Prepared received;
    private final Prepared receivedOfClient;
    private final Prepared receivedOfSender;
    private final Prepared lastReceived;
    private final Prepared receivedById;
    private final Prepared parts;

    /**
     * @param dialect on a connection for reading; closed by {@link #close}
     * @param indexed whether what leads to messages by these keys stands in {@code search.posting}, by segments of rows
     */
    public SqlSearch(Dialect dialect, boolean indexed) throws SQLException {
        this.dialect = dialect;
        this.indexed = indexed;
        views = new SqlReader(dialect);
        words = new Words(dialect);
        String row = "select part.id, part.message_id from part where part.id >= ?1 and part.id < ?2";
        String newest = " order by part.id desc limit " + CANDIDATES;
        bounds = dialect.prepare("select coalesce(max(id), 0) from part");
        from = dialect.prepare("select id from part where message_id >= ? order by message_id limit 1");
        all = dialect.prepare(row + " and part.part = 1" + newest);
        ofRef = dialect.prepare(
                "select id, message_id from part where part = 1 and client_ref is not null and client_ref = ?1 and"
                        + " client in (select id from word where ?2 is null or word = ?2) order by id desc");
        byRef = dialect.prepare("select message_id from part where part = 1 and client_ref is not null"
                + " and client = (select id from word where word = ?) and client_ref >= ? and client_ref < ?"
                + " order by id desc limit ?");
        ofState = dialect.prepare(row + " and part.state in (?3, ?4)" + FIRST_OF_STATE + newest);
        ofLink = dialect.prepare(row + " and part.link = ?3" + FIRST_OF_LINK + newest);
        ended = words.prepare("select part.id, part.message_id from part where state > 6 and state = ?3"
                + " and part.id >= ?1 and part.id < ?2" + FIRST_OF_STATE + newest);
        waiting = words.prepare(
                "select id, message_id from (select * from (select id, message_id from part where state = #QUEUED"
                        + " limit "
                        + (FEW + 1)
                        + ") union all select * from (select id, message_id from part where state = #CLAIMED limit "
                        + (FEW + 1) + ")) order by id");
        ofNumber = indexed ? null : numbers("recipient = ?1");
        ofBeginning = indexed ? null : numbers("recipient >= ?1 and recipient < ?2");
        tailRecipient = dialect.prepare(row + " and part.recipient = ?3 and part.part = 1" + newest);
        tailBeginning =
                dialect.prepare(row + " and part.recipient >= ?3 and part.recipient < ?4 and part.part = 1" + newest);
        tailSender = dialect.prepare(row + " and part.sender = ?3 and part.part = 1" + newest);
        tailClient = dialect.prepare(row + " and part.client = ?3 and part.part = 1" + newest);
        tailTag = dialect.prepare(
                row + " and part.fields like '%" + MessageView.TAGS + "=%' and ?3 <> '' and part.part = 1" + newest);
        sealed = indexed
                ? dialect.prepare("select coalesce(max(id) + 1, 0) from search.segment")
                : dialect.prepare("select 0");
        postings = indexed
                ? dialect.prepare("select part.id, part.message_id from search.segment s cross join search.posting p"
                        + " on p.segment = s.id and p.kind = ?1 and p.key = ?2 and p.id < ?3 cross join part on part.id"
                        + " = p.id where s.id >= ?4 and s.id < ?5 and part.part = 1 order by s.id desc,"
                        + " p.id desc limit " + CANDIDATES)
                : null;
        postingsBeginning = indexed
                ? dialect.prepare("select part.id, part.message_id from search.segment s cross join search.posting p"
                        + " on p.segment = s.id and p.kind = ?1 and p.key >= ?2 and p.key < ?6 and p.id < ?3 cross join"
                        + " part on part.id = p.id where s.id >= ?4 and s.id < ?5 and part.part = 1 order by s.id desc,"
                        + " p.id desc limit " + CANDIDATES)
                : null;
        counts = dialect.prepare("select accepted_at / " + HOUR
                + ", coalesce((select word from word where id = state), state), count(*) from part where id >= ?1 and"
                + " id < ?2 and part = 1 and (?3 is null or client = ?3) and (?4 is null or link = ?4) and accepted_at"
                + " >= ?5 and accepted_at < ?6 group by 1, 2");
        received = received("(?3 is null or client = ?3) and ?4 is null");
        receivedOfClient = received("client = ?3 and ?4 is null");
        receivedOfSender = received("(?3 is null or client = ?3) and sender = ?4");
        lastReceived = dialect.prepare("select coalesce(max(id), 0) from incoming_message");
        parts = dialect.prepare("select " + SqlParts.SUBMISSION + " from part where message_id = ?1"
                + " and (?2 is null or client = (select id from word where word = ?2)) order by part");
        receivedById = dialect.prepare(
                "select " + RECEIVED + " from incoming_message where message_id = ?1 and (?2 is null or client = ?2)");
    }

    /** Where each part stands in one of two indexes of recipients, by whether a receipt is wanted. */
    private Prepared numbers(String which) throws SQLException {
        String some = "select * from (select id, message_id from part where " + which
                + " and receipt %s #NONE and part = 1" + " order by recipient limit " + (NUMBERS + 1) + ")";
        return words.prepare(String.format(some, "<>") + " union all " + String.format(some, "="));
    }

    private Prepared received(String whose) throws SQLException {
        return dialect.prepare("select " + RECEIVED + " from incoming_message where id >= ?1 and id < ?2 and "
                + whose + " and (?5 is null or recipient = ?5) and (?6 is null or link = ?6)"
                + " and kept_at >= ?7 and kept_at < ?8 order by id desc limit ?9");
    }

    private interface Query<T> {
        T run() throws SQLException;
    }

    private <T> T read(Query<T> query) {
        try {
            return query.run();
        } catch (SQLException e) {
            throw new IllegalStateException("The ledger cannot be read: " + dialect.advice(e), e);
        }
    }

    @Override
    public Page<MessageView> find(Filter filter, String cursor, int limit, Duration budget) {
        return read(() -> {
            long low = low(filter.since());
            long high = high(filter.until(), position(cursor));
            return messages(filter, source(filter, low, high), low, high, limit, budget);
        });
    }

    private Page<MessageView> messages(Filter filter, Source source, long low, long high, int limit, Duration budget)
            throws SQLException {
        long start = System.nanoTime();
        List<MessageView> found = new ArrayList<>();
        long before = high;
        while (before > low) {
            Chunk chunk = source.below(before);
            for (Hit hit : chunk.hits()) {
                before = hit.id();
                MessageView view = views.view(hit.messageId(), null, false).orElse(null);
                if (view != null && filter.matches(view)) {
                    found.add(view);
                }
                if (found.size() >= limit || System.nanoTime() - start > budget.toNanos()) {
                    return new Page<>(found, cursor(before));
                }
            }
            before = Math.min(before, chunk.down());
            if (before > low && System.nanoTime() - start > budget.toNanos()) {
                return new Page<>(found, cursor(before));
            }
        }
        return new Page<>(found, null);
    }

    /** What leads soonest to the messages. */
    private Source source(Filter f, long low, long high) throws SQLException {
        if (f.ref() != null) {
            return before -> new Chunk(hits(ofRef, before, f.ref(), f.client()), low);
        }
        List<Hit> those = numbers(f);
        if (those != null) {
            return before ->
                    new Chunk(those.stream().filter(hit -> hit.id() < before).toList(), low);
        }
        if (f.to() != null && f.beginning() == null) {
            return keyed(RECIPIENT, tailRecipient, f.to(), low);
        }
        if (f.tag() != null) {
            return keyed(TAG, tailTag, f.tag().toLowerCase(Locale.ROOT), low);
        }
        if (f.from() != null) {
            return keyed(SENDER, tailSender, f.from(), low);
        }
        PartState state = f.state() == null || f.state().equals("ACCEPTED") ? null : PartState.read(f.state());
        if (f.state() != null && state != null && state.isFinal() && state != PartState.DELIVERED) {
            int number = words.number(state);
            return before -> full(hits(ended, Long.MAX_VALUE, low, before, number), low);
        }
        if (f.state() != null && (state == null || state == PartState.QUEUED)) {
            List<Hit> few = few();
            if (few != null) {
                return before ->
                        new Chunk(few.stream().filter(hit -> hit.id() < before).toList(), low);
            }
        }
        // a short one is that of many: whatever else leads to fewer comes first
        if (f.beginning() != null) {
            return beginning(f.beginning(), low);
        }
        if (f.client() != null) {
            int client = words.known(f.client());
            return keyed(CLIENT, tailClient, client, low);
        }
        if (f.state() != null) {
            int one = words.number(state == null ? PartState.QUEUED : state);
            int two = state == PartState.QUEUED ? words.number(PartState.CLAIMED) : one;
            return before -> stride(ofState, before, low, one, two);
        }
        if (f.link() != null) {
            int link = words.known(f.link());
            return before -> stride(ofLink, before, low, link);
        }
        return before -> stride(all, before, low);
    }

    /** Messages to a number or a beginning of one, the newest first; null = they are many, or are found by another index. */
    private List<Hit> numbers(Filter f) throws SQLException {
        if (indexed || f.to() == null) {
            return null;
        }
        List<Hit> all = f.beginning() == null
                ? hits(ofNumber, Long.MAX_VALUE, f.to())
                : hits(ofBeginning, Long.MAX_VALUE, f.beginning(), behind(f.beginning()));
        all.sort(Comparator.comparingLong(Hit::id).reversed());
        return all.size() > NUMBERS ? null : all;
    }

    /** The first text behind those that begin so. */
    private static String behind(String beginning) {
        int last = beginning.length() - 1;
        return beginning.substring(0, last) + (char) (beginning.charAt(last) + 1);
    }

    /** Messages of which something waits, the newest first; null = they are many. */
    private List<Hit> few() throws SQLException {
        Map<String, Hit> first = new LinkedHashMap<>();
        List<Hit> parts = hits(waiting, Long.MAX_VALUE);
        parts.forEach(hit -> first.putIfAbsent(hit.messageId(), hit));
        List<Hit> newest = new ArrayList<>(first.values());
        Collections.reverse(newest);
        return parts.size() > FEW ? null : newest;
    }

    /** By the index, and by going through what it does not have yet. */
    private Source keyed(int kind, Prepared tail, Object key, long low) throws SQLException {
        long end = number(sealed) * SEGMENT;
        return before -> {
            if (before > end) {
                return stride(tail, before, Math.max(low, end), key);
            }
            long segment = (before - 1) / SEGMENT;
            long first = Math.max(low / SEGMENT, segment - SEGMENTS + 1);
            List<Hit> hits = hits(postings, Long.MAX_VALUE, kind, key, before, first, segment + 1);
            return full(hits, Math.max(low, first * SEGMENT));
        };
    }

    /** By the index, whose keys are sorted within a segment: few segments at once, for a short beginning is that of many. */
    private Source beginning(String beginning, long low) throws SQLException {
        long end = number(sealed) * SEGMENT;
        String behind = behind(beginning);
        return before -> {
            if (before > end) {
                return stride(tailBeginning, before, Math.max(low, end), beginning, behind);
            }
            long segment = (before - 1) / SEGMENT;
            long first = Math.max(low / SEGMENT, segment - BEGINNINGS + 1);
            List<Hit> hits =
                    hits(postingsBeginning, Long.MAX_VALUE, RECIPIENT, beginning, before, first, segment + 1, behind);
            return full(hits, Math.max(low, first * SEGMENT));
        };
    }

    private Chunk stride(Prepared statement, long before, long low, Object... more) throws SQLException {
        long down = Math.max(low, before - STRIDE);
        Object[] values = new Object[more.length + 2];
        values[0] = down;
        values[1] = before;
        System.arraycopy(more, 0, values, 2, more.length);
        return full(hits(statement, Long.MAX_VALUE, values), down);
    }

    /** As many as a statement gives: there may be more above {@code down}. */
    private static Chunk full(List<Hit> hits, long down) {
        return new Chunk(
                hits, hits.size() == CANDIDATES ? hits.get(hits.size() - 1).id() : down);
    }

    private static List<Hit> hits(Prepared statement, long before, Object... values) throws SQLException {
        List<Hit> hits = new ArrayList<>();
        try (Row row = statement.query(ROW, values)) {
            while (row.next()) {
                if (row.longer("id") < before) {
                    hits.add(new Hit(row.longer("id"), row.text("message_id")));
                }
            }
        }
        return hits;
    }

    private static long number(Prepared statement, Object... values) throws SQLException {
        try (Row row = statement.query(NUMBER, values)) {
            return row.next() ? row.longer("n") : -1;
        }
    }

    /** The first row to look at. */
    private long low(Long since) throws SQLException {
        if (since == null) {
            return 0;
        }
        long first = number(from, Ulid.min(Math.max(0, since - SKEW_MILLIS)).toString());
        return first < 0 ? Long.MAX_VALUE : first;
    }

    /** The row behind the last to look at. */
    private long high(Long until, long before) throws SQLException {
        long newest = number(bounds) + 1;
        long first = until == null
                ? -1
                : number(from, Ulid.min(Math.max(0, until + SKEW_MILLIS)).toString());
        return Math.min(before, first < 0 ? newest : first);
    }

    private static String cursor(long before) {
        return Long.toString(before, Character.MAX_RADIX);
    }

    private static long position(String cursor) {
        if (cursor == null) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(cursor, Character.MAX_RADIX);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cursor is what came as next with the page before");
        }
    }

    @Override
    public List<String> byRef(String client, String beginning, int limit) {
        return read(() -> {
            List<String> ids = new ArrayList<>();
            String end = beginning + Character.MAX_VALUE;
            try (Row row = byRef.query(MESSAGE, client, beginning, end, limit)) {
                while (row.next()) {
                    ids.add(row.text("message_id"));
                }
            }
            return ids;
        });
    }

    @Override
    public List<Submission> parts(String messageId, String client) {
        return read(() -> {
            List<Submission> found = new ArrayList<>();
            Sum sum = new Sum();
            try (Row row = parts.query(SqlParts.SUBMISSION, messageId, client)) {
                while (row.next()) {
                    found.add(SqlParts.submission(row, words, sum));
                }
            } catch (IllegalArgumentException | TextException e) {
                return null; // its claim tells more
            }
            return found;
        });
    }

    @Override
    public Page<Count> counts(Filter f, String cursor, Duration budget) {
        return read(() -> {
            long start = System.nanoTime();
            List<Count> found = new ArrayList<>();
            long low = low(f.since());
            long before = high(f.until(), position(cursor));
            Integer client = f.client() == null ? null : Integer.valueOf(words.known(f.client()));
            Integer link = f.link() == null ? null : Integer.valueOf(words.known(f.link()));
            long since = f.since() == null ? 0 : f.since();
            long until = f.until() == null ? Long.MAX_VALUE : f.until();
            while (before > low) {
                long down = Math.max(low, before - STRIDE);
                try (Row row = counts.query(COUNT, down, before, client, link, since, until)) {
                    while (row.next()) {
                        add(found, row.longer("hour") * HOUR, row.text("state"), row.longer("messages"));
                    }
                }
                before = down;
                if (before > low && System.nanoTime() - start > budget.toNanos()) {
                    return new Page<>(found, cursor(before));
                }
            }
            return new Page<>(found, null);
        });
    }

    private static void add(List<Count> counts, long hour, String word, long messages) {
        PartState read = PartState.read(word);
        String state = MessageView.outside(read == null ? PartState.FAILED : read, false);
        for (int i = 0; i < counts.size(); i++) {
            Count count = counts.get(i);
            if (count.hour() == hour && count.state().equals(state)) {
                counts.set(i, new Count(hour, state, count.messages() + messages));
                return;
            }
        }
        counts.add(new Count(hour, state, messages));
    }

    @Override
    public Page<Received> incoming(Filter f, String cursor, int limit, Duration budget) {
        return read(() -> {
            long start = System.nanoTime();
            List<Received> found = new ArrayList<>();
            Prepared way = f.from() != null ? receivedOfSender : f.client() != null ? receivedOfClient : received;
            // one of the two has an index, in the order of ids
            long stride = way == received ? STRIDE : STRIDE * FAR;
            long before = Math.min(position(cursor), number(lastReceived) + 1);
            while (before > 0) {
                long down = Math.max(0, before - stride);
                long last = down;
                try (Row row = way.query(
                        RECEIVED,
                        down,
                        before,
                        f.client(),
                        f.from(),
                        f.to(),
                        f.link(),
                        f.since() == null ? 0L : f.since(),
                        f.until() == null ? Long.MAX_VALUE : f.until(),
                        limit - found.size())) {
                    while (row.next()) {
                        found.add(received(row));
                        last = found.size() == limit ? row.longer("id") : down;
                    }
                }
                before = last;
                if (before > 0 && (found.size() == limit || System.nanoTime() - start > budget.toNanos())) {
                    return new Page<>(found, cursor(before));
                }
            }
            return new Page<>(found, null);
        });
    }

    @Override
    public Received incoming(String id, String client) {
        return read(() -> {
            try (Row row = receivedById.query(RECEIVED, id, client)) {
                return row.next() ? received(row) : null;
            }
        });
    }

    private static Received received(Row row) throws SQLException {
        return new Received(
                row.text("message_id"),
                row.text("client"),
                row.text("recipient"),
                row.text("sender"),
                row.object("body"),
                row.text("encoding"),
                row.octets("udh"),
                row.numberOrNull("class"),
                row.text("link"),
                row.longer("received_at"),
                row.longer("kept_at"));
    }

    @Override
    public void close() {
        views.close(); // closes the connection
        try {
            dialect.close();
        } catch (SQLException e) {
            LOG.debug("A reading connection did not close", e);
        }
    }
}
