package org.smshub.ledger.postgres;

import org.smshub.ledger.store.MovesContract;
import org.smshub.ledger.store.EngineUnderTest;

class PostgresMovesTest extends MovesContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest();
    }
}
