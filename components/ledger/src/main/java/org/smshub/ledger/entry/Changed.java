package org.smshub.ledger.entry;

/**
 * The answer to a {@link Change}, given after its commit.
 *
 * @param messageId of the message; of one that is sent again the new one's; null = none
 * @param state of the message as it is told outside, null where there is none
 * @param parts that were changed
 * @param more whether there may be more to move
 */
public record Changed(What what, String messageId, String state, int parts, boolean more) {

    /** What became of it. */
    public enum What {
        DONE,
        /** There is no such message of this client. */
        NOT_FOUND,
        /** Something of it has left, or may have, or is on its way to the line. */
        LEFT,
        /** It has ended. */
        ENDED,
        /** It did not end badly: there is nothing to send again. */
        NOT_FAILED,
        /** Its text is not kept any more. */
        TEXT_GONE,
        /** Nobody hears of it: its client did not ask for this state, or asks for what it wants to know. */
        NOT_TOLD,
        /** The link where it waits, or is to wait, does not carry it. */
        NOT_CARRIED,
        /** What is stored of it is not what was written; its claim sets it aside. */
        DAMAGED
    }
}
