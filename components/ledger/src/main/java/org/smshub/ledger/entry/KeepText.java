package org.smshub.ledger.entry;

/** How long the body of a message is kept; a whole number in its row, so that the statements need no other table. */
public final class KeepText {

    /** Erased as soon as it cannot be sent any more: the centre has it, or it ended. */
    public static final long NEVER = 0;

    /** Erased when the part has reached a final state. */
    public static final long UNTIL_FINAL = 1;

    /** Of {@link org.smshub.link.passing.Fields} of an incoming message: how long its client keeps texts. Goes no further. */
    public static final String FIELD = "texts";

    private KeepText() {}

    // any greater value: epoch milliseconds after which the body of a message that has ended is erased
}
