package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.smshub.ledger.entry.Kept;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Row;
import org.smshub.link.SmsHeaders;

/** Rows of the tables of kept things as their reader sees them; whoever plays them again sets their headers as they are. */
public final class KeptRows {

    /** Ids are in the order of arrival: ULIDs of one length, or numbers. */
    public static final Comparator<Kept> OLDEST_FIRST =
            Comparator.comparingInt((Kept k) -> k.id().length()).thenComparing(Kept::id);

    private KeptRows() {}

    /** Of the table {@code unclaimed_message}. */
    public static final Columns UNCLAIMED =
            new Columns("message_id, link, recipient, sender, body, encoding, udh, class, received_at, fields, sum");

    /** Whether an unclaimed message is what was written. */
    public static boolean isSound(Row row, Sum sum) throws SQLException {
        Integer then = row.numberOrNull("sum");
        return then == null
                || then
                        == sum.of(
                                row.text("message_id"),
                                row.text("link"),
                                row.text("recipient"),
                                row.text("sender"),
                                row.object("body"),
                                row.text("encoding"),
                                row.octets("udh"),
                                row.numberOrNull("class"),
                                row.longer("received_at"),
                                row.text("fields"));
    }

    public static Kept unclaimed(Row row) throws SQLException {
        byte[] udh = row.octets("udh");
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(SmsHeaders.LINK, row.text("link"));
        headers.put(SmsHeaders.TO, row.text("recipient"));
        headers.put(SmsHeaders.FROM, row.text("sender"));
        headers.put(SmsHeaders.ENCODING, row.text("encoding"));
        headers.put(SmsHeaders.UDH, udh == null ? null : HexFormat.of().formatHex(udh));
        headers.put(SmsHeaders.CLASS, row.numberOrNull("class"));
        headers.put(SmsHeaders.RECEIVED_AT, row.longer("received_at"));
        headers.put(SmsHeaders.FIELDS, row.text("fields"));
        return new Kept(
                Kept.Kind.UNCLAIMED,
                row.text("message_id"),
                row.text("link"),
                null,
                Kept.headers(headers),
                row.object("body"),
                "nobody has the number",
                row.longer("received_at"));
    }

    public static Kept unread(Row row) throws SQLException {
        return new Kept(
                Kept.Kind.UNREAD,
                row.text("id"),
                row.text("link"),
                row.text("route"),
                row.text("headers"),
                row.octets("octets"),
                row.text("reason"),
                row.longer("received_at"));
    }

    public static Kept unmatched(Row row) throws SQLException {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put(SmsHeaders.LINK, row.text("link"));
        headers.put(SmsHeaders.REMOTE_ID, row.text("ids"));
        headers.put(SmsHeaders.STATE, row.text("state"));
        headers.put(SmsHeaders.TO, row.text("recipient"));
        headers.put(SmsHeaders.ERROR_CODE, row.text("error_code"));
        headers.put(SmsHeaders.DONE_AT, row.longer("done_at"));
        return new Kept(
                Kept.Kind.UNMATCHED,
                row.text("id"),
                row.text("link"),
                null,
                Kept.headers(headers),
                null,
                "no part of this account has its id",
                row.longer("received_at"));
    }
}
