package org.smshub.ledger.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.smshub.ledger.entry.Search;

/**
 * A ledger's database, which a {@link StoreMaker} has brought up to date. Whatever writes or reads in it has a connection of its
 * own from here, which it closes itself.
 */
public interface Store extends AutoCloseable {

    /** A new writing connection with its statements. One at a time; after a fault another one. */
    Engine engine() throws SQLException;

    Reader reader() throws SQLException;

    EventsReader eventsReader() throws SQLException;

    Search search() throws SQLException;

    /** Who else works with this ledger, and who has what; null where a hub has its ledger alone. */
    default Nodes nodes() throws SQLException {
        return null;
    }

    /**
     * Makes an index for searches, of which those know that begin later; null = searches need none beside the database's own. Called
     * once, before {@link #search}.
     */
    Index index() throws SQLException;

    /**
     * Looks through all that is stored for damage, beside all else, until it is {@link #close closed} at the latest.
     *
     * @param limit what is not looked at by then is not
     * @return what is damaged, or null
     */
    String check(Duration limit);

    /** What is wrong and what to do, for a person. */
    String advice(SQLException e);

    /**
     * In one sentence: what is damaged, what that means and what to do.
     *
     * @param what was found
     */
    String damaged(String what);

    /** What it is and where, for the log and for health; no secret. */
    @Override
    String toString();

    /** Whether its disk is that of the data folder: where that is full nothing can be written. */
    boolean isInDataFolder();

    /** Octets that it takes on a disk; negative = nobody knows. Asked some times a minute. */
    long size();

    /** Figures of the database for health, by name; those that cost something are some seconds old. */
    default Map<String, Object> details() {
        return Map.of();
    }

    /** Ends what looks through it; its connections end with those who have them. */
    @Override
    void close();

    /** An index for searches beside the database; for one thread. */
    interface Index extends AutoCloseable {

        /**
         * Indexes some more, or drops what is gone.
         *
         * @return whether there may be more to do
         */
        boolean step() throws SQLException;

        @Override
        void close() throws SQLException;
    }
}
