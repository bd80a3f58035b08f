package org.smshub.text.tpdu;

import java.util.Arrays;
import org.smshub.text.Address;
import org.smshub.text.Hex;
import org.smshub.text.OctetReader;
import org.smshub.text.TextException;

/**
 * A TPDU with the centre's address before it, as a modem sends and takes it (3GPP TS 27.005 3.1).
 *
 * @param centre {@code null} for the one that modem or SIM knows
 */
public record Pdu(Address centre, Tpdu tpdu) {

    /** More is no PDU: the largest has 12 + 164 octets, and modems pad to their record size. */
    public static final int MAX_OCTETS = 512;

    /**
     * Reads hex digits of either case.
     *
     * @throws TextException {@code MALFORMED}, naming what is wrong
     */
    public static Pdu parse(String hex, Direction direction) {
        if (hex.length() > 2 * MAX_OCTETS) {
            throw TextException.malformed("a PDU of " + hex.length() + " hex digits");
        }
        OctetReader in = new OctetReader(Hex.parse(hex));
        Address centre = Address.readCentre(in);
        return new Pdu(centre, Tpdu.parse(in.octets(in.remaining(), "the PDU"), direction));
    }

    /** Hex digits, the centre first. */
    public String hex() {
        byte[] before = centre == null ? new byte[1] : centre.centreOctets();
        byte[] octets = tpdu.octets();
        byte[] all = Arrays.copyOf(before, before.length + octets.length);
        System.arraycopy(octets, 0, all, before.length, octets.length);
        return Hex.of(all);
    }

    /** Octets without the centre: the number in AT+CMGS=. */
    public int tpduLength() {
        return tpdu.octets().length;
    }
}
