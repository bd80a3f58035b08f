package org.smshub.ledger.store;

import org.smshub.ledger.store.sqlite.SqliteUnderTest;

class SqliteReceiptsTest extends ReceiptsContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new SqliteUnderTest();
    }
}
