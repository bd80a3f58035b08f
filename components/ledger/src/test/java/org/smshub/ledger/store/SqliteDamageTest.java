package org.smshub.ledger.store;

import org.smshub.ledger.store.sqlite.SqliteUnderTest;

class SqliteDamageTest extends DamageContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new SqliteUnderTest();
    }
}
