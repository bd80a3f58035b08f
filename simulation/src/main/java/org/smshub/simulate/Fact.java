package org.smshub.simulate;

/**
 * Something that somebody in a world saw, in the order it happened: what the checker goes by.
 *
 * @param nanos of the world
 * @param wall epoch milliseconds, by the hub's clock
 * @param message its key, as its application knows it
 * @param part 0 where it is about all of it
 * @param link or null
 * @param word more, by its kind
 */
record Fact(long nanos, long wall, Kind kind, String message, int part, String link, String word) {

    enum Kind {
        /** An application gives a message to the hub. */
        ATTEMPTED,
        /** The hub took it; word = its id. */
        ACKNOWLEDGED,
        /** The hub did not take it this time; word = why. */
        REFUSED,
        /** Its application wants that it never leaves. */
        CANCEL,
        /** The hub's answer to that; word = what became of it. */
        CANCEL_ANSWERED,
        /** Its application wants another text, if it has not left. */
        REPLACE,
        /** The hub's answer to that; word = what became of it. */
        REPLACE_ANSWERED,
        /** Somebody moves what waits on a link to another; word = that. */
        REROUTED,
        /** The hub gives a part to a link's line. */
        HANDED,
        /** The line said that nothing has left. */
        BACK,
        /** A step of the link's route failed before anything could leave. */
        NOT_BEGUN,
        /** The line said that nobody knows. */
        DOUBT,
        /** The centre took the part; word = its id. */
        TAKEN,
        /** The centre did not take it; word = the code. */
        TURNED_AWAY,
        /** Something came to the centre that nobody sent, or other than it was sent; word = what. */
        STRANGE,
        /** The centre's answer was heard; word = its id, or the code of a refusal. */
        ANSWERED,
        /** The centre tells of a part, for the first time; word = state, and its id. */
        RECEIPT,
        /** The hub took that receipt. */
        RECEIPT_TAKEN,
        /** An event could not be given to its route: for the hub one that nobody heard. */
        NOT_TOLD,
        /** The application is told; word = event and state. */
        TOLD,
        /** It has heard it. */
        HEARD,
        /** A centre has a message for an application. */
        CAME_IN,
        /** The hub took it. */
        CAME_IN_TAKEN,
        /** The application was told of a message; word = event. */
        CAME_IN_TOLD,
        /** The hub's process was killed. */
        KILLED,
        /** Somebody set the clock; word = milliseconds. */
        CLOCK,
        /** What the ledger says in the end; word = the state, or null where it has none. */
        END
    }
}
