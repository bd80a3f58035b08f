package org.smshub.ledger.postgres;

import org.smshub.ledger.store.OrdersContract;
import org.smshub.ledger.store.EngineUnderTest;

class PostgresOrdersTest extends OrdersContract {

    @Override
    protected EngineUnderTest underTest() throws Exception {
        return new PostgresUnderTest();
    }
}
