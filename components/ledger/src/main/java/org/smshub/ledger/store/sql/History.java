package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import org.smshub.ledger.store.sql.dialect.Dialect;
import org.smshub.ledger.store.sql.dialect.Prepared;

/** What became of a part on its way: a line for each attempt but the plain yes, which stands in the part itself. */
public final class History {

    /** Rows a part at most; then the oldest THROTTLED goes, and if there is none the new one is not written. */
    static final int LIMIT = 100;

    /** In place of a part: what became of all of a message. */
    public static final int OF_THE_MESSAGE = 0;

    /** Of the message: its application has heard of the state that is the code, by the way that is the link. */
    public static final String TOLD = "TOLD";

    /** Of the message: the same, which it did not take when it was told last. */
    public static final String NOT_TOLD = "NOT_TOLD";

    /** Attempts on a link (its name is the parameter), as far as they stand here. */
    public static final String ATTEMPTS = "(select count(*) from part_history h where h.message_id = part.message_id"
            + " and h.part = part.part and h.link = ? and h.outcome in ('NOT_SENT', 'UNKNOWN'))";

    /** Refusals for going too fast on a link (its name, twice) since its last other answer. */
    public static final String THROTTLES = "(select count(*) from part_history h where h.message_id = part.message_id"
            + " and h.part = part.part and h.link = ? and h.outcome = 'THROTTLED' and h.n > coalesce((select max(o.n)"
            + " from part_history o where o.message_id = part.message_id and o.part = part.part and o.link = ?"
            + " and o.outcome not in ('THROTTLED', 'MOVED')), 0))";

    private final Prepared insert;
    private final Prepared makeRoom;
    private final Prepared purge;

    public History(Dialect dialect) throws SQLException {
        insert =
                dialect.prepare("insert into part_history (message_id, part, n, at, link, outcome, code, text, session)"
                        + " select ?1, ?2, coalesce(max(n), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8 from part_history"
                        + " where message_id = ?1 and part = ?2 having count(*) < " + LIMIT);
        makeRoom = dialect.prepare("delete from part_history where message_id = ?1 and part = ?2 and n ="
                + " (select min(n) from part_history where message_id = ?1 and part = ?2 and outcome = 'THROTTLED')");
        purge = dialect.prepare("delete from part_history where message_id between ? and ?");
    }

    /** @param session over which it went; null = over none, or not known */
    public void write(
            String messageId, int part, long at, String link, String outcome, String code, String text, String session)
            throws SQLException {
        if (insert.update(messageId, part, at, link, outcome, code, text, session) == 0
                && makeRoom.update(messageId, part) > 0) {
            insert.update(messageId, part, at, link, outcome, code, text, session);
        }
    }

    public void purge(String first, String last) throws SQLException {
        purge.update(first, last);
    }
}
