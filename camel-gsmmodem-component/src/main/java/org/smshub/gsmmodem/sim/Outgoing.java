package org.smshub.gsmmodem.sim;

import org.smshub.text.Address;
import org.smshub.text.tpdu.Submit;

/**
 * A message on its way from the modem to the network.
 *
 * @param command +CMGS or +CMSS
 * @param reference TP-MR that the modem has given it, 0 to 255
 * @param centre where it goes, as PDU or SIM card say
 * @param index of the stored message it was sent from, -1 = none
 * @param life of the modem: one that was reset meanwhile does not answer
 * @param error of +CMS ERROR that the network refused it with, {@link #NONE} when it did not
 */
record Outgoing(String command, int reference, Submit submit, Address centre, int index, int life, int error) {

    static final int NONE = -1;

    Outgoing refused(int code) {
        return new Outgoing(command, reference, submit, centre, index, life, code);
    }
}
