package org.smshub.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.LongSupplier;
import org.smshub.ledger.store.Engine;
import org.smshub.ledger.store.StoreMaker;
import org.smshub.ledger.store.sqlite.SqliteStoreMaker;
import org.smshub.link.nature.Nature;

/** The machine, but for one thing. */
final class Grounds {

    private Grounds() {}

    /** Makes an engine of a connection. */
    interface EngineMaker {
        Engine on(Connection connection) throws SQLException;
    }

    static Ground writingBy(EngineMaker maker) {
        return new Ground() {
            @Override
            public StoreMaker maker(StoreMaker.Place place) {
                return new SqliteStoreMaker() {
                    @Override
                    protected Engine engine(Connection connection) throws SQLException {
                        return maker.on(connection);
                    }
                };
            }
        };
    }

    /** @param now epoch milliseconds */
    static Ground at(LongSupplier now) {
        return new Ground() {
            @Override
            public Nature nature() {
                return new SetClock(now);
            }
        };
    }
}
