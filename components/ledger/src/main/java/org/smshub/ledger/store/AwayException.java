package org.smshub.ledger.store;

/** The ledger cannot be opened, or what is stored cannot be read, since its database is away; in a while it can. */
public final class AwayException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    public AwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
