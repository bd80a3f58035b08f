package org.smshub.ledger.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Runs a body once for each sequence of the choices it makes: {@code while (choices.next()) body(choices)}. The body
 * must choose the same where it has chosen the same before.
 */
final class Choices {

    private static final class Choice {
        private final int bound;
        private int value;

        private Choice(int bound) {
            this.bound = bound;
        }
    }

    private final List<Choice> made = new ArrayList<>();
    private int place;
    private boolean begun;

    /** Whether there is another sequence; it begins. */
    boolean next() {
        while (begun && !made.isEmpty() && made.get(made.size() - 1).value == made.get(made.size() - 1).bound - 1) {
            made.remove(made.size() - 1);
        }
        if (begun && made.isEmpty()) {
            return false;
        }
        if (begun) {
            made.get(made.size() - 1).value++;
        }
        begun = true;
        place = 0;
        return true;
    }

    /** One of {@code bound}. @param bound 1 or more */
    int of(int bound) {
        if (place == made.size()) {
            made.add(new Choice(bound));
        }
        return made.get(place++).value;
    }

    /** One of these. */
    <T> T of(List<T> some) {
        return some.get(of(some.size()));
    }
}
