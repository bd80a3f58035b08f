package org.smshub.ledger.store.sql;

import java.sql.SQLException;
import org.smshub.ledger.store.sql.dialect.Dialect;

/** What the roles of one engine share. */
public record Common(Dialect dialect, Words words, Aside aside, Sum sum, Accounts accounts, History history) {

    /** On a writing connection with the newest schema. */
    public static Common on(Dialect dialect) throws SQLException {
        return new Common(
                dialect, new Words(dialect), new Aside(dialect), new Sum(), new Accounts(), new History(dialect));
    }
}
