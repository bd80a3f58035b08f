package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.smshub.ledger.store.Answers;
import org.smshub.ledger.store.sql.Common;
import org.smshub.ledger.store.sql.SqlEvents;
import org.smshub.ledger.store.sql.dialect.Columns;
import org.smshub.ledger.store.sql.dialect.Row;

/**
 * Where many messages of a group have another state, their parts are read at once, and their events written at once.
 */
final class PostgresEvents extends SqlEvents {

    private static final Columns OF_MANY = PARTS.and("message_id");

    private final int many;
    private final Bulk rows;
    private final Arrays parts;
    private final Arrays told;
    private final Set<String> pending = new LinkedHashSet<>();
    private boolean deferred;
    private boolean bulk;

    /** Of the group under way. */
    private long now;

    private Answers answers;

    PostgresEvents(Common common, Connection connection, int many) throws SQLException {
        super(common);
        this.many = many;
        rows = new Bulk(connection, "event", WRITTEN, "");
        parts = new Arrays(
                connection,
                "select " + OF_MANY
                        + " from part where message_id in (select id from #rows r(id)) order by message_id, part",
                List.of(Arrays.Type.TEXT));
        told = new Arrays(
                connection,
                "update part set told = r.told from #rows r(id, told) where part.message_id = r.id and part.part = 1",
                List.of(Arrays.Type.TEXT, Arrays.Type.INTEGER));
    }

    /** From now on until {@link #tellAll}. */
    void defer(long now, Answers answers) {
        deferred = true;
        this.now = now;
        this.answers = answers;
    }

    void forget() {
        deferred = false;
        bulk = false;
        pending.clear();
        rows.rows().forget();
        parts.forget();
        told.forget();
    }

    /** Whether what became of it is not told yet. */
    boolean isPending(String messageId) {
        return pending.contains(messageId);
    }

    /** Before another state of it is written: each is told, in its order. */
    void tellBefore(String messageId) throws SQLException {
        if (pending.contains(messageId)) {
            tellNow();
        }
    }

    @Override
    public void changed(String messageId, long now, Answers answers) throws SQLException {
        if (!deferred) {
            super.changed(messageId, now, answers);
            return;
        }
        if (!pending.add(messageId)) {
            tellNow();
            pending.add(messageId);
        }
    }

    void tellAll() throws SQLException {
        deferred = false;
        tellNow();
    }

    void tellNow() throws SQLException {
        if (pending.size() < many) {
            for (String message : pending) {
                super.changed(message, now, answers);
            }
            pending.clear();
            return;
        }
        Map<String, Message> messages = new HashMap<>();
        pending.forEach(message -> parts.add(message));
        try (Row row = parts.query(OF_MANY)) {
            while (row.next()) {
                messages.computeIfAbsent(row.text("message_id"), Message::new).add(row, answers);
            }
        }
        bulk = true;
        for (String message : pending) {
            Message one = messages.get(message);
            if (one != null) {
                one.tell(now, answers);
            }
        }
        bulk = false;
        pending.clear();
        rows.rows().update();
        told.update();
    }

    @Override
    protected void write(Filled event) throws SQLException {
        if (bulk) {
            event.into(rows.next());
        } else {
            super.write(event);
        }
    }

    @Override
    protected void told(String messageId, int state) throws SQLException {
        if (bulk) {
            told.add(messageId, state);
        } else {
            super.told(messageId, state);
        }
    }
}
