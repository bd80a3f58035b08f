package org.smshub.ledger.postgres;

import org.smshub.ledger.store.DamageContract;
import org.smshub.ledger.store.EngineUnderTest;

/** By arrays, be it one row. */
class ArraysDamageTest extends DamageContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(1);
    }
}
