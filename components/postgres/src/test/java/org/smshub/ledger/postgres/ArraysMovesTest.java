package org.smshub.ledger.postgres;

import org.smshub.ledger.store.MovesContract;
import org.smshub.ledger.store.EngineUnderTest;

/** By arrays, be it one row. */
class ArraysMovesTest extends MovesContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(1);
    }
}
