package org.smshub.link.nature;

import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** What a process cannot decide for itself: the time, and chance. The machine's, or in a simulation those of its seed. */
public interface Nature {

    /** The machine's. */
    Nature REAL = new Nature() {
        @Override
        public long wall() {
            return System.currentTimeMillis();
        }

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public RandomGenerator random() {
            return ThreadLocalRandom.current();
        }
    };

    /** Epoch milliseconds; may be set forward and back. */
    long wall();

    /** Nanoseconds of a clock that never goes back, from any origin: differences alone mean something. */
    long nanos();

    /** For the calling thread. */
    RandomGenerator random();
}
