package org.smshub.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Receipts on the writing connection: those that find their part, those that come before its submit result, and those that can only belong
 * to a send whose id was never learnt.
 */
final class ReceiptStore {

    private static final String PROBE = "probe";

    private final EventStore events;
    private final PreparedStatement receipt;
    private final PreparedStatement receiptKnown;
    private final PreparedStatement keepUnmatched;
    private final PreparedStatement takeUnmatched;
    private final PreparedStatement agedUnmatched;
    private final PreparedStatement settleUnmatched;
    private final PreparedStatement resolveDoubt;
    private final PreparedStatement countUnmatched;
    private final PreparedStatement dropProbe;

    /** Rows of unmatched_receipt, so that the usual result need not look there. Written by one thread. */
    private volatile long unmatched;

    ReceiptStore(Connection connection, EventStore events) throws SQLException {
        this.events = events;
        // centres and modems use an id again: the part that was sent last is meant
        receipt = connection.prepareStatement("update part set state = ?, done_at = ?, error_code = ?"
                + " where (message_id, part) = (select message_id, part from part"
                + " where link = ? and remote_id = ? and state in ('SENT', 'BUFFERED', 'UNKNOWN')"
                + " order by sent_at desc limit 1)" + EventStore.TOLD);
        receiptKnown = connection.prepareStatement("select 1 from part where link = ? and remote_id = ? limit 1");
        keepUnmatched = connection.prepareStatement("insert into unmatched_receipt"
                + " (link, remote_id, state, recipient, error_code, done_at, received_at) values (?,?,?,?,?,?,?)"
                + " on conflict (link, remote_id, state) do nothing");
        takeUnmatched = connection.prepareStatement(
                "delete from unmatched_receipt where link = ? and remote_id = ? and settled = 0"
                        + " returning state, recipient, error_code, done_at, received_at, id");
        agedUnmatched = connection.prepareStatement(
                "select id, link, remote_id, state, recipient, error_code, done_at, received_at"
                        + " from unmatched_receipt u where settled = 0 and received_at <= ? and exists"
                        + " (select 1 from part p where p.link = u.link and p.recipient = u.recipient and p.doubt > 0)"
                        + " order by id limit 1000");
        settleUnmatched = connection.prepareStatement("update unmatched_receipt set settled = 1 where id = ?");
        dropProbe = connection.prepareStatement("delete from unmatched_receipt where link = '' and remote_id = ?");
        resolveDoubt =
                connection.prepareStatement("update part set doubt = doubt - 1, remote_id = coalesce(remote_id, ?),"
                        + " state = iif(state in ('QUEUED', 'CLAIMED', 'SENT', 'BUFFERED', 'UNKNOWN'), ?, state),"
                        + " done_at = iif(state in ('QUEUED', 'CLAIMED', 'SENT', 'BUFFERED', 'UNKNOWN'), ?, done_at)"
                        + " where (message_id, part) = (select message_id, part from part"
                        + " where link = ? and recipient = ? and doubt > 0 and accepted_at <= ?"
                        + " order by state in ('DELIVERED', 'UNDELIVERABLE', 'EXPIRED', 'REJECTED', 'DELETED'), claimed_at, part"
                        + " limit 1)" + EventStore.TOLD);
        countUnmatched = connection.prepareStatement("select count(*) from unmatched_receipt where settled = 0");
        recount();
    }

    /**
     * Applies the receipts that overtook the result of their submit.
     *
     * @return how many there were
     */
    int applyEarly(String link, String remoteId, long now) throws SQLException {
        if (unmatched == 0 || remoteId == null) {
            return 0;
        }
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
            apply(r, now);
        }
        unmatched = unmatched - early.size();
        return early.size();
    }

    /** Whether a part waited for this receipt. */
    private boolean apply(Receipt r, long now) throws SQLException {
        return events.updateAndTell(receipt, now, r.state().name(), r.doneAt(), r.errorCode(), r.link(), r.remoteId())
                > 0;
    }

    /** Whether the receipt found its part; if not it is kept, since its submit result may come yet. */
    boolean receipt(Receipt r) throws SQLException {
        if (apply(r, r.receivedAt())) {
            return true;
        }
        receiptKnown.setString(1, r.link());
        receiptKnown.setString(2, r.remoteId());
        try (ResultSet rows = receiptKnown.executeQuery()) {
            if (rows.next()) {
                return true; // told before: a final state never changes back
            }
        }
        int kept = Sql.update(
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
            if (events.updateAndTell(
                            resolveDoubt,
                            r.receivedAt(),
                            r.remoteId(),
                            r.state().name(),
                            r.doneAt(),
                            r.link(),
                            r.recipient(),
                            r.receivedAt())
                    > 0) {
                Sql.update(settleUnmatched, ids.get(i));
                unmatched = unmatched - 1;
                matched++;
            }
        }
        return matched;
    }

    /** Writes a row and takes it away again: whether there is room on the disk shows at the commit. */
    void probe() throws SQLException {
        Sql.update(keepUnmatched, "", PROBE, "UNKNOWN", null, null, 0L, 0L);
        Sql.update(dropProbe, PROBE);
    }

    void recount() throws SQLException {
        try (ResultSet rows = countUnmatched.executeQuery()) {
            rows.next();
            unmatched = rows.getLong(1);
        }
    }

    long unmatched() {
        return unmatched;
    }
}
