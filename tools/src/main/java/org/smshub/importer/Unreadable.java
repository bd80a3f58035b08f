package org.smshub.importer;

/** What keeps an import from being made at all; its message is one line that says what to change. */
public final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1;

    public Unreadable(String what) {
        super(what);
    }
}
