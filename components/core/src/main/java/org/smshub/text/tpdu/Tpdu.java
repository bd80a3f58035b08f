package org.smshub.text.tpdu;

import org.smshub.text.OctetReader;
import org.smshub.text.TextException;

/**
 * A transfer protocol data unit (3GPP TS 23.040 9.2.2), without the centre's address; {@link Pdu} has both. Bits and
 * octets that the standard reserves are not kept, so a PDU with them is not written back octet for octet.
 */
public sealed interface Tpdu permits Submit, Deliver, StatusReport, SubmitReport, DeliverReport, Command {

    /** The octets that go over the air or to the modem. */
    byte[] octets();

    /**
     * Reads a TPDU. Octets beyond its end are ignored; user data with flaws is read as far as it goes.
     *
     * @param direction which of two TPDUs with the same type bits is meant
     * @throws TextException {@code MALFORMED} when it ends early; the message names the field
     */
    static Tpdu parse(byte[] octets, Direction direction) {
        if (octets.length > Pdu.MAX_OCTETS) {
            throw TextException.malformed("a PDU of " + octets.length + " octets");
        }
        OctetReader in = new OctetReader(octets);
        int first = in.octet("the first octet");
        boolean toCentre = direction == Direction.TO_CENTRE;
        return switch (first & 3) {
            case 0 -> toCentre ? DeliverReport.read(first, in) : Deliver.read(first, in);
            case 1 -> toCentre ? Submit.read(first, in) : SubmitReport.read(first, in);
            case 2 -> toCentre ? Command.read(first, in) : StatusReport.read(first, in);
            default -> {
                if (toCentre) {
                    throw TextException.malformed("message type 3 is reserved");
                }
                // 9.2.3.1: a handset takes it for a DELIVER.
                yield Deliver.read(first, in);
            }
        };
    }
}
