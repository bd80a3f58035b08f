package org.smshub.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.MessageView.PartView;
import org.sqlite.SQLiteDataSource;

/** Looks things up on a connection of its own, so that no reader waits for the writer or keeps it waiting. */
final class MessageFinder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MessageFinder.class);

    private final Connection connection;
    private final PreparedStatement byId;

    MessageFinder(SQLiteDataSource source) throws SQLException {
        connection = source.getConnection();
        byId = connection.prepareStatement("select part, client, client_ref, recipient, sender, encoding, accepted_at,"
                + " due, expires, state, link, remote_id, attempts, error_code, error_text, sent_at, done_at"
                + " from part where message_id = ? and (?2 is null or client = ?2) order by part");
    }

    synchronized Optional<MessageView> find(String messageId, String client) {
        try {
            byId.setString(1, messageId);
            byId.setString(2, client);
            try (ResultSet row = byId.executeQuery()) {
                return view(messageId, row);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The ledger cannot be read: " + SqliteFaults.advice(e), e);
        }
    }

    private static Optional<MessageView> view(String messageId, ResultSet row) throws SQLException {
        List<PartView> parts = new ArrayList<>();
        List<PartState> states = new ArrayList<>();
        MessageView view = null;
        long now = System.currentTimeMillis();
        boolean early = false;
        while (row.next()) {
            PartState state = PartState.valueOf(row.getString("state"));
            states.add(state);
            early = row.getInt("attempts") == 0 && row.getLong("due") > now;
            parts.add(new PartView(
                    row.getInt("part"),
                    MessageView.outside(state, early),
                    row.getString("link"),
                    row.getString("remote_id"),
                    row.getInt("attempts"),
                    row.getString("error_code"),
                    row.getString("error_text"),
                    MessageView.iso(time(row, "sent_at")),
                    MessageView.iso(time(row, "done_at"))));
            long acceptedAt = row.getLong("accepted_at");
            view = new MessageView(
                    messageId,
                    row.getString("client"),
                    row.getString("client_ref"),
                    row.getString("recipient"),
                    row.getString("sender"),
                    MessageView.outside(MessageView.stateOf(states), early),
                    row.getString("encoding"),
                    MessageView.iso(acceptedAt),
                    early ? MessageView.iso(row.getLong("due")) : null,
                    MessageView.iso(time(row, "expires")),
                    parts);
        }
        return Optional.ofNullable(view);
    }

    private static Long time(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("The reading connection did not close", e);
        }
    }
}
