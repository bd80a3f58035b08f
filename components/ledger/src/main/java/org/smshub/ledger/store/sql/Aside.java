package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.smshub.ledger.entry.PartState;
import org.smshub.ledger.entry.Unread;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Insert;

/** What cannot be read goes here, so that nothing else of its group suffers and nothing is gone. */
public final class Aside {

    private static final Columns COLUMNS = new Columns("link, route, octets, headers, reason, received_at, kept_at");

    /** What is said once; more are not remembered. */
    private static final int REMEMBERED = 1_000;

    private final Insert insert;
    private final Set<String> said = new HashSet<>();

    public Aside(Dialect dialect) throws SQLException {
        insert = new Insert(dialect, "unread", COLUMNS, "");
    }

    public void keep(Unread unread, long now) throws SQLException {
        insert.set("link", unread.link() == null ? "" : unread.link())
                .set("route", unread.route())
                .set("octets", unread.octets())
                .set("headers", unread.headers())
                .set("reason", unread.reason() == null ? "" : unread.reason())
                .set("received_at", unread.receivedAt())
                .set("kept_at", now)
                .run();
    }

    /** A row of the ledger itself. @param headers names table and key */
    public void row(String link, String headers, byte[] octets, RuntimeException why, long now, Answers answers)
            throws SQLException {
        String reason = String.valueOf(why.getMessage());
        keep(new Unread(link, null, octets, headers, reason, now), now);
        String what = headers.replace('\n', ' ') + ": " + reason;
        answers.aside.add(what);
        if (why instanceof Sum.Damage && answers.damage == null) {
            answers.damage = what;
        }
    }

    /** Whether nothing was said of this message since the start, as far as is remembered. */
    public boolean isNew(String messageId) {
        return said.size() < REMEMBERED && said.add(messageId);
    }

    /** The state of this name; what names none counts as FAILED, and is said once. */
    public PartState state(String name, String messageId, Answers answers) {
        PartState state = PartState.read(name);
        if (state != null) {
            return state;
        }
        if (isNew(messageId)) {
            answers.aside.add(
                    "table=part message_id=" + messageId + ": its state " + name + " is none and counts as FAILED");
        }
        return PartState.FAILED;
    }
}
