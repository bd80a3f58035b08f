package org.smshub.ledger.store;

import org.smshub.ledger.store.sqlite.SqliteUnderTest;

class SqliteChangesTest extends ChangesContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new SqliteUnderTest();
    }
}
