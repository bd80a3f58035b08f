package org.smshub.ledger.postgres;

import org.smshub.ledger.store.EngineUnderTest;
import org.smshub.ledger.store.PartsContract;

/** By arrays, be it one row. */
class ArraysPartsTest extends PartsContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(1);
    }
}
