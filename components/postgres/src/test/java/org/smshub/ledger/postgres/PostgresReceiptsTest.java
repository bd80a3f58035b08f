package org.smshub.ledger.postgres;

import org.smshub.ledger.store.ReceiptsContract;
import org.smshub.ledger.store.EngineUnderTest;

class PostgresReceiptsTest extends ReceiptsContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest();
    }
}
