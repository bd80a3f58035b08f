package org.smshub.hub;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** What an API key is good for. */
public enum Scope {
    /** Sends, changes and cancels messages of its client. */
    SEND("send"),
    /** Finds those of its client. */
    READ("read"),
    /** Finds those of all clients. */
    READ_ALL("readAll"),
    /** What is the operator's: what has no place, what waits on a link, messages of others. */
    OPERATE("operate");

    private final String label;

    Scope(String label) {
        this.label = label;
    }

    /** As clients.yaml and the contract have it. */
    public String label() {
        return label;
    }

    /** @throws IllegalArgumentException there is none of this name */
    static Scope named(String label) {
        return Arrays.stream(values())
                .filter(scope -> scope.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a scope of a key is send, read, readAll or operate, not '" + label + "'"));
    }

    /** Of a key that has no list of its own. */
    static Set<Scope> of(boolean operator) {
        return operator ? EnumSet.allOf(Scope.class) : EnumSet.of(SEND, READ);
    }
}
