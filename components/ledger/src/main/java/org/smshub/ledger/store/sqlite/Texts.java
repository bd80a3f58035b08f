package org.smshub.ledger.store.sqlite;

import org.smshub.ledger.store.KeepText;

/** Erases bodies in the statement that makes them needless. */
final class Texts {

    static final String ERASED = "case typeof(body) when 'blob' then x'' else '' end";

    /** For a state that is final. */
    static final String AT_THE_END = erased(String.valueOf(KeepText.UNTIL_FINAL));

    /** For a state after which the body is not sent again. */
    static final String ONCE_SENT = erased(String.valueOf(KeepText.NEVER));

    private Texts() {}

    /** @param upTo the {@link KeepText} of bodies to erase, an SQL expression */
    static String erased(String upTo) {
        return "body = case when keep_text <= " + upTo + " then " + ERASED + " else body end";
    }
}
