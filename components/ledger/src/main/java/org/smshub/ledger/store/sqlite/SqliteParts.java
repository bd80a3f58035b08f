package org.smshub.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

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

    final EventStore events;
    final IncomingStore incoming;
    final ReceiptStore receipts;
    private final Connection connection;

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
    private final PreparedStatement expire;
    private final PreparedStatement leftInFlight;

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
        expire = prepare(
                "update part set state = iif(doubt > 0, 'UNKNOWN', 'EXPIRED'), done_at = ? where (message_id, part) in"
                        + " (select message_id, part from part where state = 'QUEUED' and expires is not null and expires <= ? limit 1000)"
                        + EventStore.TOLD);
        leftInFlight = prepare("select message_id, part, events from part where link = ? and state = 'CLAIMED'");
        events = new EventStore(connection);
        incoming = new IncomingStore(connection, events);
        receipts = new ReceiptStore(connection, events);
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
            Sql.setBody(insert, ++i, s.body());
            insert.setString(++i, s.encoding());
            insert.setBytes(++i, s.udh());
            Sql.setInteger(insert, ++i, s.messageClass());
            Sql.setInteger(insert, ++i, s.dataCoding());
            Sql.setInteger(insert, ++i, s.protocolId());
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
                Sql.integer(row, 11),
                Sql.integer(row, 12),
                Sql.integer(row, 13),
                row.getString(14),
                row.getInt(15),
                row.getString(16),
                row.getLong(17),
                Sql.longer(row, 18),
                row.getLong(19),
                row.getString(20));
    }

    /** When the next part of this link is due, epoch milliseconds; {@code Long.MAX_VALUE} when none waits. */
    long nextDue(String link) throws SQLException {
        nextDue.setString(1, link);
        try (ResultSet rows = nextDue.executeQuery()) {
            Long due = rows.next() ? Sql.longer(rows, 1) : null;
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
            if (Sql.update(sent, v.remoteId(), now, id, part) == 0) {
                Sql.update(sentLate, v.remoteId(), now, id, part);
            }
            tell(claim, now);
            early = receipts.applyEarly(claim.link(), v.remoteId(), now);
        } else if (verdict instanceof Verdict.Retry v) {
            Sql.update(retry, v.due(), v.link(), v.link(), v.errorCode(), v.errorText(), id, part);
        } else if (verdict instanceof Verdict.Failed v) {
            Sql.update(failed, v.errorCode(), v.errorText(), now, id, part);
            tell(claim, now);
        } else if (verdict instanceof Verdict.Unknown v) {
            if (v.again() == null) {
                Sql.update(unknown, v.errorCode(), v.errorText(), id, part);
            } else {
                Sql.update(unknownAgain, v.again(), v.errorCode(), v.errorText(), id, part);
            }
        }
        return early;
    }

    private void tell(Claim claim, long now) throws SQLException {
        if (claim.submission().events() != null) {
            events.changed(claim.submission().messageId(), now);
        }
    }

    int expire(long now) throws SQLException {
        return events.updateAndTell(expire, now, now, now);
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

    /** Sets a pragma of the writing connection. */
    void pragma(String pragma) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("pragma " + pragma);
        }
    }

    void begin() throws SQLException {
        begin.execute();
    }

    void commit() throws SQLException {
        commit.execute();
    }

    void rollback() throws SQLException {
        rollback.execute();
        receipts.recount();
        incoming.recount();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
