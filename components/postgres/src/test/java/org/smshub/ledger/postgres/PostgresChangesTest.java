package org.smshub.ledger.postgres;

import org.smshub.ledger.store.ChangesContract;
import org.smshub.ledger.store.EngineUnderTest;

/** Row by row. */
class PostgresChangesTest extends ChangesContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(Integer.MAX_VALUE);
    }
}
