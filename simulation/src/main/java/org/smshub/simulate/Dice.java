package org.smshub.simulate;

import java.util.SplittableRandom;

/** What chance decides: all of it follows from one seed. */
final class Dice {

    private final SplittableRandom random;

    Dice(long seed) {
        random = new SplittableRandom(seed);
    }

    /**
     * Dice of their own for one thing of a world, whatever else happens there: so that a world of which something is left
     * out goes on as it did.
     */
    static Dice of(long seed, String what) {
        long mixed = seed * 0x9E3779B97F4A7C15L;
        for (int i = 0; i < what.length(); i++) {
            mixed = (mixed ^ what.charAt(i)) * 0xBF58476D1CE4E5B9L;
            mixed ^= mixed >>> 29;
        }
        return new Dice(mixed);
    }

    SplittableRandom random() {
        return random;
    }

    boolean chance(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** @param most included */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    /** Most often near the least, now and then near the most. Both above 0. */
    long skewed(long least, long most) {
        return Math.round(least * Math.pow(most / (double) least, random.nextDouble()));
    }

    @SafeVarargs
    final <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    /** With half a chance nothing at all, else up to {@code most}. */
    double share(double most) {
        return random.nextBoolean() ? 0 : most * random.nextDouble();
    }
}
