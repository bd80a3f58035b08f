package org.smshub.ledger.postgres;

import org.smshub.ledger.store.ChangesContract;
import org.smshub.ledger.store.EngineUnderTest;

/** By arrays, be it one row. */
class ArraysChangesTest extends ChangesContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(1);
    }
}
