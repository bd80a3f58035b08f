package org.smshub.ledger.postgres;

import org.smshub.ledger.store.DamageContract;
import org.smshub.ledger.store.EngineUnderTest;

/** Row by row. */
class PostgresDamageTest extends DamageContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(Integer.MAX_VALUE);
    }
}
