package org.smshub.ledger.store;

import org.smshub.ledger.store.sqlite.SqliteUnderTest;

class SqliteOrdersTest extends OrdersContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new SqliteUnderTest();
    }
}
