package org.smshub.ledger.postgres;

import org.smshub.ledger.store.EngineUnderTest;
import org.smshub.ledger.store.MovesContract;

/** Row by row. */
class PostgresMovesTest extends MovesContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(Integer.MAX_VALUE);
    }
}
