package org.smshub.ledger.postgres;

import org.smshub.ledger.store.PartsContract;
import org.smshub.ledger.store.EngineUnderTest;

class PostgresPartsTest extends PartsContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest();
    }
}
