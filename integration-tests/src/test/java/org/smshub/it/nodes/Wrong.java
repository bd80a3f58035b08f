package org.smshub.it.nodes;

/** What the checker found of a message. */
record Wrong(Kind kind, String number, String what) {

    enum Kind {
        /** It was accepted, and the ledger does not have it. */
        LOST,
        /** The ledger has it more than once, or it went out more often than it may. */
        TWICE,
        /** Nobody gave it. */
        UNASKED,
        /** The ledger says something else than the centre has. */
        STATE,
        /** How it ended was not told. */
        UNTOLD,
        /** Told in another order than it happened, or a state as two events. */
        ORDER
    }

    @Override
    public String toString() {
        return kind + " " + number + ": " + what;
    }
}
