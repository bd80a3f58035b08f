package org.smshub.ledger.postgres;

import org.smshub.ledger.store.ChangesContract;
import org.smshub.ledger.store.EngineUnderTest;

/** Where several hubs share the ledger. */
class SharedChangesTest extends ChangesContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest(Integer.MAX_VALUE, true);
    }

    @Override
    protected boolean isShared() {
        return true;
    }
}
