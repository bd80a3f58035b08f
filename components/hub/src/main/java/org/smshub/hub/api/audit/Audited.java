package org.smshub.hub.api.audit;

import org.apache.camel.Exchange;

/** What an operation tells the audit log of what it changes: a word or two, neither number nor text nor secret. */
public final class Audited {

    static final String BEFORE = "auditBefore";
    static final String AFTER = "auditAfter";

    private Audited() {}

    public static void before(Exchange exchange, String what) {
        exchange.setProperty(BEFORE, what);
    }

    /** Where it is not called, what of the answer is no number and no text stands in the log. */
    public static void after(Exchange exchange, String what) {
        exchange.setProperty(AFTER, what);
    }
}
