package org.smshub.ledger.store.sql.move;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.smshub.ledger.store.sql.dialect.Columns;

/**
 * A table as it is moved: its columns by what they hold. What a migration adds to a table must be added here; a test looks.
 *
 * @param key columns that no two rows share, in whose order it is read
 * @param bodies columns that hold text or octets
 * @param ids whether it gives out ids of its own
 */
record Table(
        String name,
        List<String> key,
        List<String> numbers,
        List<String> texts,
        List<String> octets,
        List<String> bodies,
        boolean ids) {

    /** Words below are of the schema, and the same everywhere. */
    static final long FIRST_WORD = 100;

    static final List<Table> ALL = List.of(
            new Table("word", list("id"), list("id"), list("word"), list(""), list(""), true),
            new Table(
                    "part",
                    list("id"),
                    list(
                            "id, due, expires, keep_text, claimed_at, sent_at, done_at, accepted_at, sum, state, link, priority,"
                                    + " receipt, account, doubt, doubt_account, attempts, throttles, told, part, parts, client,"
                                    + " encoding, links, events, origin, class, data_coding, protocol_id, sar, session"),
                    list(
                            "message_id, recipient, sender, client_ref, remote_id, remote_key, error_code, error_text, fields"),
                    list("udh"),
                    list("body"),
                    true),
            new Table(
                    "part_history",
                    list("message_id, part, n"),
                    list("part, n, at"),
                    list("message_id, link, outcome, code, text, session"),
                    list(""),
                    list(""),
                    false),
            new Table(
                    "event",
                    list("id"),
                    list("id, happened_at, accepted_at, created_at, due, attempts, class, sum"),
                    list(
                            "consumer, client, kind, message_id, recipient, sender, client_ref, state, error_code, encoding,"
                                    + " link, fields"),
                    list("udh"),
                    list("body"),
                    true),
            new Table(
                    "ended_subscription",
                    list("consumer, client"),
                    list("ended_at"),
                    list("consumer, client, address"),
                    list(""),
                    list(""),
                    false),
            new Table(
                    "unmatched_receipt",
                    list("id"),
                    list("id, done_at, received_at, last_part, look_at, settled, known"),
                    list("account, link, remote_key, ids, state, recipient, error_code"),
                    list(""),
                    list(""),
                    true),
            new Table(
                    "unmatched_receipt_other",
                    list("account, remote_key, receipt"),
                    list("receipt"),
                    list("account, remote_key"),
                    list(""),
                    list(""),
                    false),
            new Table(
                    "incoming_part",
                    list("recipient, sender, reference, wide, parts, part"),
                    list("due, received_at, reference, wide, parts, part, class, whole, sum"),
                    list("sender, recipient, alphabet, link, client, consumer, fields"),
                    list("udh, body"),
                    list(""),
                    false),
            new Table(
                    "incoming_message",
                    list("id"),
                    list("id, received_at, kept_at, gone_at, class"),
                    list("message_id, client, link, recipient, sender, encoding, fields"),
                    list("udh"),
                    list("body"),
                    true),
            new Table(
                    "unclaimed_message",
                    list("message_id"),
                    list("received_at, class, sum"),
                    list("message_id, link, recipient, sender, encoding, fields"),
                    list("udh"),
                    list("body"),
                    false),
            new Table(
                    "unread",
                    list("id"),
                    list("id, received_at, kept_at"),
                    list("link, route, headers, reason"),
                    list("octets"),
                    list(""),
                    true),
            new Table("budget", list("link"), list("link, day, spent"), list(""), list(""), list(""), false));

    private static List<String> list(String names) {
        return names.isEmpty() ? List.of() : List.of(names.split(", "));
    }

    List<String> all() {
        return Stream.of(numbers, texts, octets, bodies).flatMap(List::stream).toList();
    }

    Columns columns() {
        return new Columns(String.join(", ", all()));
    }

    private String where() {
        return name.equals("word") ? " where id >= " + FIRST_WORD : "";
    }

    String count() {
        return "select count(*) from " + name + where();
    }

    /** The first rows. */
    String first(int limit) {
        return page(where(), limit);
    }

    /** Those after one with this key. */
    String next(int limit) {
        List<String> marks = new ArrayList<>();
        key.forEach(k -> marks.add("?"));
        return page(" where (" + String.join(", ", key) + ") > (" + String.join(", ", marks) + ")", limit);
    }

    private String page(String where, int limit) {
        return "select " + columns() + " from " + name + where + " order by " + String.join(", ", key) + " limit "
                + limit;
    }
}
