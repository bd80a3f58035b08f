package org.smshub.ledger.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.store.Event;
import org.smshub.ledger.store.EventsReader;
import org.smshub.ledger.store.Subscription;

/** Looks at the outbox of a ledger on SQLite. */
public final class SqliteEventsReader implements EventsReader {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteEventsReader.class);

    private static final Columns WAITING = new Columns("count, oldest");

    private final Connection connection;
    private final PreparedStatement after;
    private final PreparedStatement waiting;
    private final PreparedStatement ended;

    /** @param connection for reading; closed by {@link #close} */
    public SqliteEventsReader(Connection connection) throws SQLException {
        this.connection = connection;
        after = connection.prepareStatement(SqliteEvents.NEXT);
        waiting = connection.prepareStatement("select count(*), min(created_at) from"
                + " (select created_at from event where consumer = ? and client = ? order by id limit ?)");
        ended = connection.prepareStatement(
                "select " + SqliteSubscriptions.COLUMNS + " from ended_subscription where consumer = ?");
    }

    @Override
    public Page after(String consumer, String client, long id, int limit) {
        List<Event> events = new ArrayList<>();
        long last = id;
        int read = 0;
        try (Row row = Sql.query(after, SqliteEvents.READ, consumer, client, id, limit)) {
            while (row.next()) {
                read++;
                last = row.longer("id");
                try {
                    events.add(SqliteEvents.event(row));
                } catch (IllegalArgumentException | NullPointerException e) {
                    LOG.error("Event {} cannot be read and is not told: {}", last, e.getMessage());
                }
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return new Page(events, last, read == limit);
    }

    @Override
    public Waiting waiting(String consumer, String client, int most) {
        try (Row row = Sql.query(waiting, WAITING, consumer, client, most)) {
            row.next();
            return new Waiting(row.number("count"), row.longerOrNull("oldest"));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public List<Subscription> ended(String consumer) {
        List<Subscription> all = new ArrayList<>();
        try (Row row = Sql.query(ended, SqliteSubscriptions.COLUMNS, consumer)) {
            while (row.next()) {
                all.add(new Subscription(
                        row.text("consumer"), row.text("client"), row.text("address"), row.longer("ended_at")));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return all;
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("The ledger cannot be read: " + SqliteFaults.advice(e), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("The connection that reads events did not close", e);
        }
    }
}
