package org.smshub.ledger.store.sql;

import java.sql.SQLException;

/** Makes the roles of an engine. Who has statements of its own for one of them makes another. */
public class Roles {

    /** How events are written and read. */
    public SqlEvents events(Common common) throws SQLException {
        return new SqlEvents(common);
    }

    public SqlReceipts receipts(Common common, SqlEvents events) throws SQLException {
        return new SqlReceipts(common, events);
    }

    public SqlParts parts(Common common, SqlEvents events, SqlReceipts receipts) throws SQLException {
        return new SqlParts(common, events, receipts);
    }

    public SqlChanges changes(Common common, SqlEvents events) throws SQLException {
        return new SqlChanges(common, events);
    }

    public SqlIncoming incoming(Common common, SqlEvents events) throws SQLException {
        return new SqlIncoming(common, events);
    }
}
