package org.smshub.it.nodes;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What the ledger says of a message.
 *
 * @param number the recipient's, without +
 * @param unknown how many sends may have reached the centre before the last one
 * @param history for who looks into it
 */
record Row(String id, String number, String link, String state, String remoteId, int unknown, String history) {

    private static final String ALL = """
            select id, ltrim(recipient, '+'), link, state, remote_id, coalesce(h.unknown, 0), concat(accepted, ' ', h.steps)
            from messages left join
              (select message_id, count(*) filter (where outcome = 'UNKNOWN') as unknown,
                string_agg(concat(outcome, ' ', code, ' ', time), ', ' order by at) as steps
              from attempt group by message_id) h on h.message_id = id""";

    static List<Row> all(Connection ledger) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet row = ledger.createStatement().executeQuery(ALL)) {
            while (row.next()) {
                rows.add(new Row(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getInt(6),
                        row.getString(7)));
            }
        }
        return rows;
    }
}
