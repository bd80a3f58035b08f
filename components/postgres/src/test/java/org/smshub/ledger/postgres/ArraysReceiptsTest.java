package org.smshub.ledger.postgres;

import org.smshub.ledger.store.EngineUnderTest;
import org.smshub.ledger.store.ReceiptsContract;

/** By arrays, be it one row. */
class ArraysReceiptsTest extends ReceiptsContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(1);
    }
}
