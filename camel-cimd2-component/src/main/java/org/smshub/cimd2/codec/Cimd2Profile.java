package org.smshub.cimd2.codec;

/** What an account may do: its interface profile at the centre (CIMD2 reference, section 12.3). */
public enum Cimd2Profile {
    /** Submits, and gets nothing. */
    SEND,
    /** Gets messages and receipts as they come, and submits nothing. */
    RECEIVE,
    /** Both. */
    BOTH,
    /** Submits, and gets messages and receipts when it asks for them (05). */
    QUERY;

    public boolean submits() {
        return this != RECEIVE;
    }

    public boolean receives() {
        return this == RECEIVE || this == BOTH;
    }
}
