package org.smshub.ledger.store.sql;

import java.io.IOException;
import java.sql.SQLException;
import org.smshub.ledger.store.Store;
import org.smshub.ledger.store.sql.dialect.Dialect;

/** A store whose tables are those of this package, so that what is in them can be moved to another. */
public interface SqlStore extends Store {

    /**
     * All that is stored, for who moves it while no hub works with it.
     *
     * @throws SQLException a hub does
     */
    Whole whole() throws SQLException;

    /** A ledger that is moved, on the one connection to it. */
    interface Whole extends AutoCloseable {

        Dialect dialect();

        /** The greatest id that a table has given out; 0 = none. */
        long lastId(String table) throws SQLException;

        /** The table gives out greater ones than this; in the transaction under way. */
        void lastId(String table, long id) throws SQLException;

        /**
         * What was here is elsewhere now: no hub begins with it any more. It is closed.
         *
         * @return what is left, and where
         */
        String leave() throws SQLException, IOException;

        @Override
        void close() throws SQLException;
    }
}
