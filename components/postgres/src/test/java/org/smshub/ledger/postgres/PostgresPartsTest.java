package org.smshub.ledger.postgres;

import org.smshub.ledger.store.EngineUnderTest;
import org.smshub.ledger.store.PartsContract;

/** Row by row. */
class PostgresPartsTest extends PartsContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(Integer.MAX_VALUE);
    }
}
