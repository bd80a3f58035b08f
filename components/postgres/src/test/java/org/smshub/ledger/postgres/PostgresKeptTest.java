package org.smshub.ledger.postgres;

import org.smshub.ledger.store.KeptContract;
import org.smshub.ledger.store.EngineUnderTest;

class PostgresKeptTest extends KeptContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest();
    }
}
