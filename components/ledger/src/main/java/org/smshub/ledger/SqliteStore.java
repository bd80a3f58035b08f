package org.smshub.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The statements of the ledger on one connection. Used by the group commit's thread alone; every statement is guarded
 * by the state it expects, so that no sequence of calls leaves the diagram of {@link PartState}.
 *
 * <p>States stand in the SQL as literals: a parameter would keep SQLite from using the partial indexes.
 */
final class SqliteStore implements AutoCloseable {

    private static final String COLUMNS =
            "message_id, part, parts, client, client_ref, sender, recipient, body, encoding,"
                    + " udh, class, data_coding, protocol_id, receipt, priority, links, due, expires, accepted_at, events";

    private static final String PROBE = "probe";

    /** Ends an update: the message, and who hears of it. */
    private static final String TOLD = " returning message_id, events";

    final EventStore events;
    final IncomingStore incoming;
    private final Connection connection;

    private final PreparedStatement dropProbe;
    private final PreparedStatement begin;
    private final PreparedStatement commit;
    private final PreparedStatement rollback;
    private final PreparedStatement insert;
    private final PreparedStatement firstId;
    private final PreparedStatement claim;
    private final PreparedStatement nextDue;
    private final PreparedStatement sent;
    private final PreparedStatement sentLate;
    private final PreparedStatement retry;
    private final PreparedStatement failed;
    private final PreparedStatement unknown;
    private final PreparedStatement unknownAgain;
    private final PreparedStatement receipt;
    private final PreparedStatement receiptKnown;
    private final PreparedStatement keepUnmatched;
    private final PreparedStatement takeUnmatched;
    private final PreparedStatement agedUnmatched;
    private final PreparedStatement settleUnmatched;
    private final PreparedStatement resolveDoubt;
    private final PreparedStatement expire;
    private final PreparedStatement leftInFlight;
    private final PreparedStatement countUnmatched;

    /** Rows of unmatched_receipt, so that the usual result need not look there. Written by one thread. */
    private volatile long unmatched;

    SqliteStore(Connection connection) throws SQLException {
        this.connection = connection;
        begin = prepare("begin immediate");
        commit = prepare("commit");
        rollback = prepare("rollback");
        insert = prepare("insert into part (" + COLUMNS + ", link, state, attempts, claimed_at)"
                + " values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                + " on conflict (client, client_ref) where part = 1 and client_ref is not null do nothing");
        firstId = prepare("select message_id, parts, encoding from part"
                + " where client = ? and client_ref = ? and part = 1 and client_ref is not null");
        claim = prepare("update part set state = 'CLAIMED', claimed_at = ?, attempts = attempts + 1"
                + " where (message_id, part) in (select message_id, part from part where link = ? and state = 'QUEUED'"
                + " and priority = ? and due <= ? and (expires is null or expires > ?)"
                + " order by due, message_id, part limit ?) returning " + COLUMNS + ", attempts, doubt");
        nextDue = prepare(
                "select min(due) from (select min(due) as due from part where link = ?1 and state = 'QUEUED' and priority = 3"
                        + " union all select min(due) from part where link = ?1 and state = 'QUEUED' and priority = 2"
                        + " union all select min(due) from part where link = ?1 and state = 'QUEUED' and priority = 1"
                        + " union all select min(due) from part where link = ?1 and state = 'QUEUED' and priority = 0)");
        sent = prepare(
                "update part set state = 'SENT', remote_id = ?, sent_at = ?, error_code = null, error_text = null"
                        + " where message_id = ? and part = ? and state = 'CLAIMED'");
        // a receipt of an earlier send settled the part while this send was under way: only its id is news
        sentLate = prepare("update part set remote_id = ?, sent_at = ? where message_id = ? and part = ?");
        retry = prepare("update part set state = 'QUEUED', due = ?, attempts = iif(link = ?, attempts, 0), link = ?,"
                + " error_code = ?, error_text = ? where message_id = ? and part = ? and state = 'CLAIMED'");
        failed = prepare(
                "update part set state = iif(doubt > 0, 'UNKNOWN', 'FAILED'), error_code = ?, error_text = ?, done_at = ?"
                        + " where message_id = ? and part = ? and state = 'CLAIMED'");
        unknown = prepare("update part set state = 'UNKNOWN', doubt = doubt + 1, error_code = ?, error_text = ?"
                + " where message_id = ? and part = ? and state = 'CLAIMED'");
        unknownAgain =
                prepare("update part set state = 'QUEUED', doubt = doubt + 1, due = ?, error_code = ?, error_text = ?"
                        + " where message_id = ? and part = ? and state = 'CLAIMED'");
        // centres and modems use an id again: the part that was sent last is meant
        receipt = prepare("update part set state = ?, done_at = ?, error_code = ? where (message_id, part) ="
                + " (select message_id, part from part where link = ? and remote_id = ?"
                + " and state in ('SENT', 'BUFFERED', 'UNKNOWN') order by sent_at desc limit 1)" + TOLD);
        receiptKnown = prepare("select 1 from part where link = ? and remote_id = ? limit 1");
        keepUnmatched = prepare("insert into unmatched_receipt"
                + " (link, remote_id, state, recipient, error_code, done_at, received_at) values (?,?,?,?,?,?,?)"
                + " on conflict (link, remote_id, state) do nothing");
        takeUnmatched = prepare("delete from unmatched_receipt where link = ? and remote_id = ? and settled = 0"
                + " returning state, recipient, error_code, done_at, received_at, id");
        agedUnmatched = prepare("select id, link, remote_id, state, recipient, error_code, done_at, received_at"
                + " from unmatched_receipt u where settled = 0 and received_at <= ? and exists"
                + " (select 1 from part p where p.link = u.link and p.recipient = u.recipient and p.doubt > 0)"
                + " order by id limit 1000");
        settleUnmatched = prepare("update unmatched_receipt set settled = 1 where id = ?");
        dropProbe = prepare("delete from unmatched_receipt where link = '' and remote_id = ?");
        resolveDoubt = prepare("update part set doubt = doubt - 1, remote_id = coalesce(remote_id, ?),"
                + " state = iif(state in ('QUEUED', 'CLAIMED', 'SENT', 'BUFFERED', 'UNKNOWN'), ?, state),"
                + " done_at = iif(state in ('QUEUED', 'CLAIMED', 'SENT', 'BUFFERED', 'UNKNOWN'), ?, done_at)"
                + " where (message_id, part) = (select message_id, part from part"
                + " where link = ? and recipient = ? and doubt > 0 and accepted_at <= ?"
                + " order by state in ('DELIVERED', 'UNDELIVERABLE', 'EXPIRED', 'REJECTED', 'DELETED'), claimed_at, part"
                + " limit 1)" + TOLD);
        expire = prepare(
                "update part set state = iif(doubt > 0, 'UNKNOWN', 'EXPIRED'), done_at = ? where (message_id, part) in"
                        + " (select message_id, part from part where state = 'QUEUED' and expires is not null and expires <= ? limit 1000)"
                        + TOLD);
        leftInFlight = prepare("select message_id, part, events from part where link = ? and state = 'CLAIMED'");
        countUnmatched = prepare("select count(*) from unmatched_receipt where settled = 0");
        events = new EventStore(connection);
        incoming = new IncomingStore(connection, events);
        recount();
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** The first answer to this client's reference, or null when the message is new and its parts were written. */
    Accepted insert(List<Submission> parts, boolean claimed, long now) throws SQLException {
        for (Submission s : parts) {
            int i = 0;
            insert.setString(++i, s.messageId());
            insert.setInt(++i, s.part());
            insert.setInt(++i, s.parts());
            insert.setString(++i, s.client());
            insert.setString(++i, s.clientRef());
            insert.setString(++i, s.sender());
            insert.setString(++i, s.recipient());
            setBody(insert, ++i, s.body());
            insert.setString(++i, s.encoding());
            insert.setBytes(++i, s.udh());
            setInteger(insert, ++i, s.messageClass());
            setInteger(insert, ++i, s.dataCoding());
            setInteger(insert, ++i, s.protocolId());
            insert.setString(++i, s.receipt());
            insert.setInt(++i, s.priority());
            insert.setString(++i, s.links());
            insert.setLong(++i, s.due());
            if (s.expires() == null) {
                insert.setNull(++i, Types.INTEGER);
            } else {
                insert.setLong(++i, s.expires());
            }
            insert.setLong(++i, s.acceptedAt());
            insert.setString(++i, s.events());
            insert.setString(++i, s.firstLink());
            insert.setString(++i, claimed ? "CLAIMED" : "QUEUED");
            insert.setInt(++i, claimed ? 1 : 0);
            if (claimed) {
                insert.setLong(++i, now);
            } else {
                insert.setNull(++i, Types.INTEGER);
            }
            if (insert.executeUpdate() == 0) {
                return first(s.client(), s.clientRef());
            }
        }
        return null;
    }

    static void setInteger(PreparedStatement statement, int index, Integer value) throws SQLException {
        if (value == null) {
            statement.setNull(index, Types.INTEGER);
        } else {
            statement.setInt(index, value);
        }
    }

    /** Octets or text. */
    static void setBody(PreparedStatement statement, int index, Object body) throws SQLException {
        if (body instanceof byte[] octets) {
            statement.setBytes(index, octets);
        } else {
            statement.setString(index, (String) body);
        }
    }

    private Accepted first(String client, String ref) throws SQLException {
        firstId.setString(1, client);
        firstId.setString(2, ref);
        try (ResultSet rows = firstId.executeQuery()) {
            rows.next();
            return new Accepted(rows.getString(1), rows.getInt(2), rows.getString(3), true);
        }
    }

    /** Up to {@code limit} due parts of the link, the most urgent first, then by time; now marked as in flight. */
    List<Claim> claim(String link, int limit, long now) throws SQLException {
        List<Claim> claims = new ArrayList<>();
        for (int priority = 3; priority >= 0 && claims.size() < limit; priority--) {
            claim.setLong(1, now);
            claim.setString(2, link);
            claim.setInt(3, priority);
            claim.setLong(4, now);
            claim.setLong(5, now);
            claim.setInt(6, limit - claims.size());
            List<Claim> some = new ArrayList<>();
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    some.add(new Claim(submission(rows), link, rows.getInt(21), rows.getInt(22)));
                }
            }
            // RETURNING gives no order
            some.sort(Comparator.comparingLong((Claim c) -> c.submission().due())
                    .thenComparing(c -> c.submission().messageId())
                    .thenComparingInt(c -> c.submission().part()));
            claims.addAll(some);
        }
        return claims;
    }

    private static Submission submission(ResultSet row) throws SQLException {
        String encoding = row.getString(9);
        return new Submission(
                row.getString(1),
                row.getInt(2),
                row.getInt(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                "BINARY".equals(encoding) ? row.getBytes(8) : row.getString(8),
                encoding,
                row.getBytes(10),
                integer(row, 11),
                integer(row, 12),
                integer(row, 13),
                row.getString(14),
                row.getInt(15),
                row.getString(16),
                row.getLong(17),
                longer(row, 18),
                row.getLong(19),
                row.getString(20));
    }

    static Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    static Long longer(ResultSet row, int column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** When the next part of this link is due, epoch milliseconds; {@code Long.MAX_VALUE} when none waits. */
    long nextDue(String link) throws SQLException {
        nextDue.setString(1, link);
        try (ResultSet rows = nextDue.executeQuery()) {
            Long due = rows.next() ? longer(rows, 1) : null;
            return due == null ? Long.MAX_VALUE : due;
        }
    }

    /**
     * Writes what became of a claimed part.
     *
     * @return the receipts that overtook this result and were applied with it
     */
    int result(Claim claim, Verdict verdict, long now) throws SQLException {
        String id = claim.submission().messageId();
        int part = claim.submission().part();
        int early = 0;
        if (verdict instanceof Verdict.Sent v) {
            if (update(sent, v.remoteId(), now, id, part) == 0) {
                update(sentLate, v.remoteId(), now, id, part);
            }
            tell(claim, now);
            early = unmatched > 0 && v.remoteId() != null ? applyEarly(claim.link(), v.remoteId(), now) : 0;
        } else if (verdict instanceof Verdict.Retry v) {
            update(retry, v.due(), v.link(), v.link(), v.errorCode(), v.errorText(), id, part);
        } else if (verdict instanceof Verdict.Failed v) {
            update(failed, v.errorCode(), v.errorText(), now, id, part);
            tell(claim, now);
        } else if (verdict instanceof Verdict.Unknown v) {
            if (v.again() == null) {
                update(unknown, v.errorCode(), v.errorText(), id, part);
            } else {
                update(unknownAgain, v.again(), v.errorCode(), v.errorText(), id, part);
            }
        }
        return early;
    }

    private void tell(Claim claim, long now) throws SQLException {
        if (claim.submission().events() != null) {
            events.changed(claim.submission().messageId(), now);
        }
    }

    /** Runs an update that ends with {@link #TOLD} and writes the events; how many parts it changed. */
    private int updateAndTell(PreparedStatement statement, long now, Object... values) throws SQLException {
        set(statement, values);
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
            events.changed(message, now);
        }
        return changed;
    }

    private int applyEarly(String link, String remoteId, long now) throws SQLException {
        List<Receipt> early = new ArrayList<>();
        takeUnmatched.setString(1, link);
        takeUnmatched.setString(2, remoteId);
        try (ResultSet rows = takeUnmatched.executeQuery()) {
            while (rows.next()) {
                early.add(new Receipt(
                        link,
                        remoteId,
                        PartState.valueOf(rows.getString(1)),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getLong(4),
                        rows.getLong(5)));
            }
        }
        early.sort(Comparator.comparingLong(Receipt::receivedAt));
        for (Receipt r : early) {
            updateAndTell(receipt, now, r.state().name(), r.doneAt(), r.errorCode(), link, remoteId);
        }
        unmatched = unmatched - early.size();
        return early.size();
    }

    /** Whether the receipt found its part; if not it is kept, since its submit result may come yet. */
    boolean receipt(Receipt r) throws SQLException {
        if (updateAndTell(receipt, r.receivedAt(), r.state().name(), r.doneAt(), r.errorCode(), r.link(), r.remoteId())
                > 0) {
            return true;
        }
        receiptKnown.setString(1, r.link());
        receiptKnown.setString(2, r.remoteId());
        try (ResultSet rows = receiptKnown.executeQuery()) {
            if (rows.next()) {
                return true; // told before: a final state never changes back
            }
        }
        int kept = update(
                keepUnmatched,
                r.link(),
                r.remoteId(),
                r.state().name(),
                r.recipient(),
                r.errorCode(),
                r.doneAt(),
                r.receivedAt());
        if (kept == 0) {
            return true; // its double is kept already, or has settled what there was to settle
        }
        unmatched = unmatched + 1;
        return false;
    }

    /**
     * Receipts that have waited long enough for a submit result resolve, by link and recipient, the sends whose id was
     * never learnt (crash or time-out between send and answer), the oldest send first.
     *
     * @return how many were matched
     */
    int resolveDoubts(long receivedBefore) throws SQLException {
        if (unmatched == 0) {
            return 0;
        }
        List<Receipt> aged = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        agedUnmatched.setLong(1, receivedBefore);
        try (ResultSet rows = agedUnmatched.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
                aged.add(new Receipt(
                        rows.getString(2),
                        rows.getString(3),
                        PartState.valueOf(rows.getString(4)),
                        rows.getString(5),
                        rows.getString(6),
                        rows.getLong(7),
                        rows.getLong(8)));
            }
        }
        int matched = 0;
        for (int i = 0; i < aged.size(); i++) {
            Receipt r = aged.get(i);
            if (updateAndTell(
                            resolveDoubt,
                            r.receivedAt(),
                            r.remoteId(),
                            r.state().name(),
                            r.doneAt(),
                            r.link(),
                            r.recipient(),
                            r.receivedAt())
                    > 0) {
                update(settleUnmatched, ids.get(i));
                unmatched = unmatched - 1;
                matched++;
            }
        }
        return matched;
    }

    int expire(long now) throws SQLException {
        return updateAndTell(expire, now, now, now);
    }

    /** What was in flight on the link when its hub ended without saying: its outcome is unknown. */
    List<Claim> leftInFlight(String link) throws SQLException {
        List<Claim> claims = new ArrayList<>();
        leftInFlight.setString(1, link);
        try (ResultSet rows = leftInFlight.executeQuery()) {
            while (rows.next()) {
                claims.add(new Claim(key(rows.getString(1), rows.getInt(2), rows.getString(3)), link, 0, 0));
            }
        }
        return claims;
    }

    private static Submission key(String messageId, int part, String events) {
        return new Submission(
                messageId, part, 0, null, null, null, null, null, null, null, null, null, null, null, 0, "", 0, null, 0,
                events);
    }

    private static int update(PreparedStatement statement, Object... values) throws SQLException {
        set(statement, values);
        return statement.executeUpdate();
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof Long number) {
                statement.setLong(i + 1, number);
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else {
                statement.setString(i + 1, (String) value);
            }
        }
    }

    /** Sets a pragma of the writing connection. */
    void pragma(String pragma) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("pragma " + pragma);
        }
    }

    void begin() throws SQLException {
        begin.execute();
    }

    /** Writes a row and takes it away again: whether there is room on the disk shows at the commit. */
    void probe() throws SQLException {
        update(keepUnmatched, "", PROBE, "UNKNOWN", null, null, 0L, 0L);
        update(dropProbe, PROBE);
    }

    void commit() throws SQLException {
        commit.execute();
    }

    void rollback() throws SQLException {
        rollback.execute();
        recount();
    }

    private void recount() throws SQLException {
        try (ResultSet rows = countUnmatched.executeQuery()) {
            rows.next();
            unmatched = rows.getLong(1);
        }
        incoming.recount();
    }

    long unmatched() {
        return unmatched;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
