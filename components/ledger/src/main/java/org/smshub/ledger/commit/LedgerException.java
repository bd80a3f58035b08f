package org.smshub.ledger.commit;

/** The ledger could not write; nothing was accepted, and the sender of the message or receipt keeps it. */
public class LedgerException extends Exception {

    /** Why, in one word that a route can decide on. */
    public enum Reason {
        /** Too much waits to be written: try again in a moment. */
        BUSY,
        /** The disk is full, gone or broken: nothing can be accepted until that is mended. */
        STORAGE,
        /** The database is away, starts, or takes no writes: try again in a moment, it is looked for each second. */
        AWAY,
        /** This one row cannot be written, others can. */
        ROW,
        /** The hub is stopping. */
        STOPPED
    }

    private final Reason reason;

    public LedgerException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason getReason() {
        return reason;
    }
}
