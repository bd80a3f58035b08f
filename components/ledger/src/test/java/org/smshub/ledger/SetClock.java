package org.smshub.ledger;

import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.smshub.link.nature.Nature;

/** The machine's time, but that a test sets the wall clock. @param now epoch milliseconds */
public record SetClock(LongSupplier now) implements Nature {

    @Override
    public long wall() {
        return now.getAsLong();
    }

    @Override
    public long nanos() {
        return REAL.nanos();
    }

    @Override
    public RandomGenerator random() {
        return REAL.random();
    }
}
