package org.smshub.ledger.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.smshub.ledger.entry.Search;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.EventsReader;
import org.smshub.ledger.store.Nodes;
import org.smshub.ledger.store.Reader;
import org.smshub.ledger.store.sql.SqlReader;
import org.smshub.ledger.store.sql.SqlSearch;
import org.smshub.ledger.store.sql.SqlStore;

/** A ledger in a database of PostgreSQL, with the newest schema. */
final class PostgresStore implements SqlStore {

    private static final long SIZE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Address address;
    private final Sessions sessions;
    private final Map<String, Object> details;
    private final Map<String, int[]> types = new ConcurrentHashMap<>();
    private final String version;
    private final Sweeper sweeper;
    private long size = -1;
    private long sized;

    /**
     * @param version of the server
     * @param details for health
     */
    PostgresStore(Address address, Sessions sessions, String version, Map<String, Object> details) {
        this.address = address;
        this.version = version;
        this.sessions = sessions;
        this.details = details;
        sweeper = new Sweeper(address::sweeping);
    }

    private interface On<T> {
        T make(Connection connection) throws SQLException;
    }

    private static <T> T on(Connection connection, On<T> maker) throws SQLException {
        try {
            return maker.make(connection);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Engine engine() throws SQLException {
        return on(address.writing(), connection -> new PostgresEngine(writing(connection), sweeper));
    }

    /** For tests: so many rows of a group go in arrays, and what is old goes in the group that says so. */
    Engine engine(int many) throws SQLException {
        return on(address.writing(), connection -> new PostgresEngine(writing(connection), many, null));
    }

    private WritingDialect writing(Connection connection) throws SQLException {
        return new WritingDialect(connection, sessions, types);
    }

    @Override
    public Whole whole() throws SQLException {
        return on(
                address.writing(),
                connection ->
                        new PostgresWhole(connection, new WritingDialect(connection, sessions, types), toString()));
    }

    private SqlReader read() throws SQLException {
        return on(address.reading(), connection -> new SqlReader(new PostgresDialect(connection, types)));
    }

    @Override
    public Reader reader() throws SQLException {
        return Fresh.of(Reader.class, this::read);
    }

    @Override
    public EventsReader eventsReader() throws SQLException {
        return Fresh.of(EventsReader.class, this::read);
    }

    @Override
    public Search search() throws SQLException {
        return Fresh.of(
                Search.class,
                () -> on(
                        address.searching(),
                        connection -> new SqlSearch(new PostgresDialect(connection, types), false)));
    }

    @Override
    public Nodes nodes() throws SQLException {
        return !sessions.isShared()
                ? null
                : on(address.looking(), connection -> new PostgresNodes(connection, sessions.node()));
    }

    /** The database's own are enough. */
    @Override
    public Index index() {
        return null;
    }

    /** Of all the database, at most once a minute. */
    @Override
    public synchronized long size() {
        if (sized == 0 || System.nanoTime() - sized > SIZE_NANOS) {
            sized = System.nanoTime();
            try (Connection connection = address.reading();
                    Statement ask = connection.createStatement();
                    ResultSet row = ask.executeQuery("select pg_database_size(current_database())")) {
                size = row.next() ? row.getLong(1) : -1;
            } catch (SQLException e) {
                size = -1;
            }
        }
        return size;
    }

    /** The server looks after its own files (data checksums, pg_amcheck). */
    @Override
    public String check(Duration limit) {
        return null;
    }

    @Override
    public String advice(SQLException e) {
        return PostgresFaults.advice(e);
    }

    @Override
    public String damaged(String what) {
        return "The ledger in the database " + address + " is damaged (" + what.replaceAll("\\s+", " ")
                + "): what cannot be read is lost; restore the database from a backup";
    }

    @Override
    public boolean isInDataFolder() {
        return false;
    }

    @Override
    public Map<String, Object> details() {
        return new LinkedHashMap<>(details);
    }

    @Override
    public void close() {
        // other connections end with those who have them
        sweeper.close();
    }

    @Override
    public String toString() {
        return "PostgreSQL " + version + ", " + address;
    }
}
