package org.smshub.ledger.postgres;

import org.smshub.ledger.store.EngineUnderTest;
import org.smshub.ledger.store.KeptContract;

/** Row by row. */
class PostgresKeptTest extends KeptContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(Integer.MAX_VALUE);
    }
}
