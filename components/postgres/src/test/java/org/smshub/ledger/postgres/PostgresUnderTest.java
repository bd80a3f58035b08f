package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.regex.Pattern;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.EngineUnderTest;
import org.smshub.ledger.store.Reader;

/** PostgreSQL with one database for all that a thread of this JVM runs, emptied before each. */
final class PostgresUnderTest implements EngineUnderTest {

    private static final Pattern BODY = Pattern.compile("body = x'([0-9a-f]*)'");
    private static final Pattern OCTETS = Pattern.compile("x'([0-9a-f]*)'");
    private static final String EMPTY = "truncate part, part_history, event, ended_subscription, unmatched_receipt,"
            + " unmatched_receipt_other, incoming_part, incoming_message, unclaimed_message, unread, budget, node restart identity;"
            + " delete from word; insert into word (id, word) select * from words_at_first;"
            + " alter sequence word_id_seq restart; alter sequence unmatched_receipt_id restart";

    private static final ThreadLocal<String> DATABASE = new ThreadLocal<>();

    private final String url;
    private final PostgresStore store;
    private final int many;
    private Engine engine;

    /** @param many so many rows of a group go in arrays */
    PostgresUnderTest(int many) throws SQLException {
        this(many, false);
    }

    /** @param shared whether several hubs may write */
    PostgresUnderTest(int many, boolean shared) throws SQLException {
        this.many = many;
        url = database();
        store = new PostgresStore(new Address(url, null, null), new Sessions("test", shared), "15", Map.of());
        try (Connection connection = connection();
                Statement empty = connection.createStatement()) {
            empty.execute(EMPTY);
        }
    }

    private static String database() throws SQLException {
        String made = DATABASE.get();
        if (made == null) {
            made = Server.database();
            PostgresSchema.update(new Address(made, null, null).plain());
            try (Connection connection = Server.connect(made);
                    Statement keep = connection.createStatement()) {
                keep.execute("create table words_at_first as select * from word");
            }
            DATABASE.set(made);
        }
        return made;
    }

    @Override
    public Connection connection() throws SQLException {
        return Server.connect(url);
    }

    @Override
    public String words(String sqlite) {
        String body = BODY.matcher(sqlite).replaceAll("body = U&'\\\\FFFEx$1'");
        return OCTETS.matcher(body).replaceAll("'\\\\\\\\x$1'::bytea").replace("\\\\x", "\\x");
    }

    @Override
    public Engine open() throws SQLException {
        if (engine != null) {
            engine.close();
        }
        engine = store.engine(many);
        return engine;
    }

    @Override
    public Reader reader() throws SQLException {
        return store.reader();
    }

    @Override
    public void close() throws SQLException {
        engine.close();
    }
}
