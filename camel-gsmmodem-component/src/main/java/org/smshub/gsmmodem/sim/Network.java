package org.smshub.gsmmodem.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.StatusReport;

/**
 * What comes out of the air: whether there is a network, and what its centre has for the modem. It waits there until the
 * modem has a place for it, and then goes the way that +CNMI and +CSMS say (3GPP TS 27.005 3.4). Called under the modem's
 * lock.
 */
final class Network {

    /** Unsolicited lines that are kept while +CNMI says so, at most. */
    private static final int MOST_TOLD = 100;

    /** With these values of +CREG a message can be sent. */
    private static final Set<Integer> REGISTERED = Set.of(1, 5, 6, 7, 9, 10);

    private final VirtualModem modem;
    private final Deque<Pdu> waiting = new ArrayDeque<>();
    private final List<String> told = new ArrayList<>();
    private int[] cnmi = new int[5];
    private Pdu unacknowledged;
    private int registration = 1;
    private int signal;
    private boolean radio = true;

    Network(VirtualModem modem) {
        this.modem = modem;
    }

    /** The modem starts anew. */
    void restart() {
        cnmi = new int[5];
        told.clear();
        radio = true;
        again();
    }

    // the radio

    boolean isRegistered() {
        return REGISTERED.contains(registration());
    }

    /** As +CREG says it: 1 home, 2 searching, 3 denied, 5 roaming … */
    int registration() {
        return radio && modem.sim().isReady() ? registration : 0;
    }

    void registration(int next) {
        registration = next;
        if (modem.number("+CREG") > 0) {
            modem.say("+CREG: " + registration());
        }
    }

    /** 0 to 31, 99 = not known. */
    int signal() {
        return isRegistered() ? signal : 99;
    }

    void signal(int next) {
        signal = next;
    }

    boolean radio() {
        return radio;
    }

    void radio(boolean on) {
        radio = on;
    }

    // what comes

    /** @return false when as many wait already */
    boolean receive(List<Pdu> pdus, int most) {
        if (waiting.size() + pdus.size() > most) {
            return false;
        }
        waiting.addAll(pdus);
        deliver();
        return true;
    }

    /** +CNMI? */
    String indications() {
        return cnmi[0] + "," + cnmi[1] + "," + cnmi[2] + "," + cnmi[3] + "," + cnmi[4];
    }

    /** +CNMI=…; fewer values leave the rest as they are. */
    void indications(AtCall call) throws AtError {
        int[] most = {3, 3, 2, 2, 1};
        int[] next = cnmi.clone();
        if (call.values().size() > next.length) {
            throw AtError.cme(AtError.PARAMETERS);
        }
        for (int i = 0; i < next.length; i++) {
            next[i] = call.number(i, next[i]);
            if (next[i] > most[i]) {
                throw AtError.cme(AtError.PARAMETERS);
            }
        }
        cnmi = next;
        if (cnmi[4] == 1) {
            told.clear();
        }
    }

    /** Places what waits wherever the modem takes it now. */
    void deliver() {
        if (cnmi[0] != 0) {
            told.forEach(modem::say);
            told.clear();
        }
        for (Iterator<Pdu> next = waiting.iterator(); isRegistered() && unacknowledged == null && next.hasNext(); ) {
            if (placed(next.next())) {
                next.remove();
            }
        }
    }

    private boolean placed(Pdu pdu) {
        if (pdu.tpdu() instanceof StatusReport) {
            return switch (cnmi[3]) {
                case 0 -> true; // nobody wants it
                case 1 -> direct("+CDS", pdu) || stored("+CDSI", pdu);
                default -> stored("+CDSI", pdu);
            };
        }
        OptionalInt messageClass = ((Deliver) pdu.tpdu()).coding().messageClass();
        boolean direct = cnmi[1] == 2 && messageClass.orElse(0) != 2 || cnmi[1] == 3 && messageClass.orElse(0) == 3;
        return direct && direct("+CMT", pdu) || stored(cnmi[1] == 0 ? null : "+CMTI", pdu);
    }

    private boolean stored(String words, Pdu pdu) {
        int index = modem.memory(3).add(Memory.UNREAD, pdu);
        if (index > 0 && words != null) {
            String line = words + ": \"" + modem.memoryName(3) + "\"," + index;
            if (cnmi[0] != 0) {
                modem.say(line);
            } else if (told.size() < MOST_TOLD) {
                told.add(line);
            }
        }
        return index > 0;
    }

    /** @return false when there is nobody to hear it */
    private boolean direct(String words, Pdu pdu) {
        if (cnmi[0] == 0 || !modem.isConnected()) {
            return false;
        }
        modem.say(modem.text().isOn() ? modem.text().direct(words, pdu) : pduLine(words, pdu));
        if (modem.number("+CSMS") == 1) {
            unacknowledged = pdu;
            modem.later(modem.options().getAcknowledgeTimeout(), () -> {
                if (unacknowledged == pdu) {
                    // 27.005 3.4.4: from now on nothing is routed to the client by itself
                    cnmi[1] = 0;
                    cnmi[3] = 0;
                    again();
                    deliver();
                }
            });
        }
        return true;
    }

    private static String pduLine(String words, Pdu pdu) {
        return words + ": " + (words.equals("+CMT") ? "," : "") + pdu.tpduLength() + "\r\n" + pdu.hex();
    }

    private void again() {
        if (unacknowledged != null) {
            waiting.addFirst(unacknowledged);
            unacknowledged = null;
        }
    }

    /** +CNMA: what went to the client last has arrived, or was refused and comes again later. */
    void acknowledge(boolean taken) throws AtError {
        Pdu pdu = unacknowledged;
        if (pdu == null) {
            throw AtError.cms(AtError.CMS_NOTHING_TO_ACKNOWLEDGE);
        }
        unacknowledged = null;
        if (!taken) {
            modem.later(modem.options().getAcknowledgeTimeout(), () -> {
                waiting.addFirst(pdu);
                deliver();
            });
        }
    }

    boolean isUnacknowledged() {
        return unacknowledged != null;
    }
}
