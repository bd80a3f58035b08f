package org.smshub.ledger.store;

import org.smshub.ledger.store.sqlite.SqliteUnderTest;

class SqliteMovesTest extends MovesContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new SqliteUnderTest();
    }
}
