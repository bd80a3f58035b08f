package org.smshub.hub;

import java.util.Map;

/** Whoever tells applications, and knows which of them do not hear. */
public interface Deaf {

    /** @param state FAILING or ENDED @param since epoch milliseconds */
    record Trouble(String state, long since) {}

    /** By client. */
    Map<String, Trouble> troubled();
}
