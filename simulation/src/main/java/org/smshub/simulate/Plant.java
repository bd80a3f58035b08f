package org.smshub.simulate;

import org.smshub.ledger.store.Engine;

/** A fault that the tests plant, so that it is seen that the simulation finds it. */
class Plant {

    /** None. */
    static final Plant NONE = new Plant();

    /** One more clause of the rules of outcomes, before the others, as its YAML stands there. */
    String clause() {
        return "";
    }

    /** What writes. */
    Engine engine(Engine real) {
        return real;
    }

    /** How a line's failure comes to the route. */
    Exception failure(Exception real) {
        return real;
    }

    /** The clock that never goes back. */
    long nanos(Clock clock) {
        return clock.nanos();
    }

    /** A part begins its way. @throws RuntimeException instead */
    void begins(Sms sms) {
        // it goes
    }
}
