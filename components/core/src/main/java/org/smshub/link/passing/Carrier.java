package org.smshub.link.passing;

/** The address (endpoint) of a link, which can be asked before anything is sent whether it could carry an address. */
public interface Carrier {

    /** As in SmsLink; null = it is no link's. */
    String linkName();

    /** @throws IllegalArgumentException saying why the number on a message has no place in this protocol */
    void checkRecipient(String to);

    /** @throws IllegalArgumentException saying why the sender on a message has no place in this protocol, or on this link */
    void checkSender(String from);
}
