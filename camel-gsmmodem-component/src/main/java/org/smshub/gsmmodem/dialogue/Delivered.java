package org.smshub.gsmmodem.dialogue;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Messages that the route has taken and the modem not yet deleted, by their PDUs: when the line drops in between, they are
 * deleted on the next one, and not handed on again. Of a line, over its connections. Any thread.
 */
public final class Delivered {

    private static final int MOST = 1_000;

    private final Set<String> pdus = new LinkedHashSet<>();

    synchronized void add(String pdu) {
        if (pdus.size() == MOST) {
            pdus.remove(pdus.iterator().next());
        }
        pdus.add(pdu);
    }

    synchronized boolean has(String pdu) {
        return pdus.contains(pdu);
    }

    synchronized void remove(String pdu) {
        pdus.remove(pdu);
    }
}
