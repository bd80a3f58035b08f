package org.smshub.ledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.smshub.ledger.store.sqlite.sql.Sql;

/** What became of a part on its way: a line for each attempt but the plain yes, which stands in the part itself. */
final class History {

    /** Rows a part at most; then the oldest THROTTLED goes, and if there is none the new one is not written. */
    private static final int LIMIT = 100;

    /** In place of a part: what became of all of a message. */
    static final int OF_THE_MESSAGE = 0;

    /** Of the message: its application has heard of the state that is the code, by the way that is the link. */
    static final String TOLD = "TOLD";

    /** Attempts on a link (its name is the parameter), as far as they stand here. */
    static final String ATTEMPTS = "(select count(*) from part_history h where h.message_id = part.message_id"
            + " and h.part = part.part and h.link = ? and h.outcome in ('NOT_SENT', 'UNKNOWN'))";

    /** Refusals for going too fast on a link (its name, twice) since its last other answer. */
    static final String THROTTLES = "(select count(*) from part_history h where h.message_id = part.message_id"
            + " and h.part = part.part and h.link = ? and h.outcome = 'THROTTLED' and h.n > coalesce((select max(o.n)"
            + " from part_history o where o.message_id = part.message_id and o.part = part.part and o.link = ?"
            + " and o.outcome not in ('THROTTLED', 'MOVED')), 0))";

    private final PreparedStatement insert;
    private final PreparedStatement makeRoom;
    private final PreparedStatement purge;

    History(Connection connection) throws SQLException {
        insert = connection.prepareStatement(
                "insert into part_history (message_id, part, n, at, link, outcome, code, text)"
                        + " select ?1, ?2, coalesce(max(n), 0) + 1, ?3, ?4, ?5, ?6, ?7 from part_history"
                        + " where message_id = ?1 and part = ?2 having count(*) < " + LIMIT);
        makeRoom = connection.prepareStatement("delete from part_history where message_id = ?1 and part = ?2 and n ="
                + " (select min(n) from part_history where message_id = ?1 and part = ?2 and outcome = 'THROTTLED')");
        purge = connection.prepareStatement("delete from part_history where message_id between ? and ?");
    }

    void write(String messageId, int part, long at, String link, String outcome, String code, String text)
            throws SQLException {
        if (Sql.update(insert, messageId, part, at, link, outcome, code, text) == 0
                && Sql.update(makeRoom, messageId, part) > 0) {
            Sql.update(insert, messageId, part, at, link, outcome, code, text);
        }
    }

    void purge(String first, String last) throws SQLException {
        Sql.update(purge, first, last);
    }
}
