package org.smshub.ledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.smshub.ledger.store.Group;
import org.smshub.ledger.store.Subscription;

/** Writes which subscriptions have ended. */
final class SqliteSubscriptions {

    static final Columns COLUMNS = new Columns("consumer, client, address, ended_at");

    private final PreparedStatement end;
    private final PreparedStatement open;

    SqliteSubscriptions(Connection connection) throws SQLException {
        end = connection.prepareStatement(COLUMNS.insertInto("ended_subscription")
                + " on conflict (consumer, client) do update set address = excluded.address, ended_at = excluded.ended_at");
        open = connection.prepareStatement("delete from ended_subscription where consumer = ? and client = ?");
    }

    void write(Group group) throws SQLException {
        for (Subscription one : group.subscriptions) {
            if (one.endedAt() == null) {
                Sql.update(open, one.consumer(), one.client());
            } else {
                Sql.update(end, one.consumer(), one.client(), one.address(), one.endedAt());
            }
        }
    }
}
