package org.smshub.gsmmodem.at;

/**
 * A message or status report that the modem has.
 *
 * @param memory where it is stored, null when the modem handed it on at once
 * @param index its place there
 * @param pdu in hex, the centre's address first
 */
public record AtMessage(String memory, int index, String pdu) implements AtFrame {

    /** Handed on at once. */
    public static AtMessage direct(String pdu) {
        return new AtMessage(null, -1, pdu);
    }

    public boolean isStored() {
        return memory != null;
    }

    /** Without the PDU, which belongs in no log. */
    @Override
    public String toString() {
        return isStored() ? "message " + index + " of " + memory : "message";
    }
}
