package org.smshub.ledger.postgres;

import org.smshub.ledger.store.EngineUnderTest;
import org.smshub.ledger.store.MovesContract;

/** By arrays, be it one row. */
class ArraysMovesTest extends MovesContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(1);
    }
}
