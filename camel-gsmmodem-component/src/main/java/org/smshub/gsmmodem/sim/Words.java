package org.smshub.gsmmodem.sim;

/**
 * What passes between cable and line: what the modem says, or a message that it has for the network.
 *
 * @param text as it goes over the cable, "" for nothing
 * @param outgoing the message, null when it is none
 */
record Words(String text, Outgoing outgoing) {

    static final Words NOTHING = new Words("", null);

    /** Without numbers and texts, which belong in no log. */
    @Override
    public String toString() {
        return outgoing == null ? "words" : outgoing.command() + " " + outgoing.reference();
    }
}
