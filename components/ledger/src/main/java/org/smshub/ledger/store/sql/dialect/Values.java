package org.smshub.ledger.store.sql.dialect;

import java.sql.SQLException;

/** A row on its way into a table, by the names of its columns. */
public interface Values {

    Values set(String column, Object value) throws SQLException;

    /** Into a column that holds text or octets. */
    Values body(String column, Object value) throws SQLException;
}
