package org.smshub.ledger.store.sql;

import com.github.f4b6a3.ulid.Ulid;
import java.sql.SQLException;
import org.smshub.ledger.entry.KeepText;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;
import org.smshub.ledger.store.sql.dialect.Row;

/**
 * Deletes messages that ended long ago, in the order of their ids, which is that of acceptance: a few a group, from where
 * the last one stopped, so that those which must stay are looked at once a round. Bodies that nobody needs are erased before, in
 * the statement that makes them needless.
 */
public final class Retention {

    /** A body erased. */
    public static final String ERASED = "case typeof(body) when 'blob' then x'' else '' end";

    /** For a state that is final. */
    public static final String AT_THE_END = erased(String.valueOf(KeepText.UNTIL_FINAL));

    /** For a state after which the body is not sent again. */
    public static final String ONCE_SENT = erased(String.valueOf(KeepText.NEVER));

    private static final Columns MESSAGE = new Columns("message_id, last, waits");

    private final History history;
    private final Prepared old;
    private final Prepared delete;

    /** The message looked at last; empty = from the start. */
    private String position = "";

    public Retention(Dialect dialect, Words words, History history) throws SQLException {
        this.history = history;
        old = words.prepare("select message_id, max(max(accepted_at, coalesce(claimed_at, 0),"
                + " coalesce(sent_at, 0), coalesce(done_at, 0))), max(state in (#QUEUED, #CLAIMED)) from part"
                + " where message_id > ? and message_id < ? group by message_id order by message_id limit ?");
        delete = dialect.prepare("delete from part where message_id between ? and ?");
    }

    public void forget() {
        position = "";
    }

    /** @param before epoch milliseconds of the last change; what was accepted later is not looked at */
    public void purge(long before, int limit, Answers answers) throws SQLException {
        int seen = 0;
        String first = null;
        String last = null;
        String kept = null;
        String end = position;
        try (Row row =
                old.query(MESSAGE, position, Ulid.min(Math.max(0, before)).toString(), limit)) {
            while (row.next() && kept == null) {
                String id = row.text("message_id");
                if (!row.flag("waits") && row.longer("last") < before) {
                    first = first == null ? id : first;
                    last = id;
                    answers.purged++;
                } else if (first != null) {
                    kept = id; // what lies together goes by one statement; the rest in the next look
                }
                seen++;
                end = id;
            }
        }
        if (first != null) {
            delete.update(first, last);
            history.purge(first, last);
        }
        boolean more = seen == limit || kept != null;
        position = more ? end : "";
        answers.more |= more;
    }

    /** @param upTo the {@link KeepText} of bodies to erase, an SQL expression */
    public static String erased(String upTo) {
        return "body = case when keep_text <= " + upTo + " then " + ERASED + " else body end";
    }
}
