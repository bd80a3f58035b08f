package org.smshub.ledger;

import org.apache.camel.Message;

/** A header without which the ledger cannot work. */
final class Required {

    private Required() {}

    /** @throws IllegalArgumentException naming the header */
    static String header(Message message, String name) {
        String value = message.getHeader(name, String.class);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("Header " + name + " is missing");
        }
        return value;
    }
}
