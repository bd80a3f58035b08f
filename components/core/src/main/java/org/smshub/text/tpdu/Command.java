package org.smshub.text.tpdu;

import static org.smshub.text.tpdu.OctetWriter.flag;

import java.util.Arrays;
import org.smshub.text.Address;
import org.smshub.text.OctetReader;
import org.smshub.text.TextException;

/**
 * SMS-COMMAND (3GPP TS 23.040 9.2.2.4): an order about a message submitted before.
 *
 * @param statusReport TP-SRR
 * @param reference of the command, 0 to 255
 * @param type 0 enquiry, 1 cancel the status report, 2 delete, 3 ask for a status report; 0 to 255
 * @param messageNumber reference of the message meant, 0 to 255
 * @param data of the command, at most 157 octets
 */
public record Command(
        boolean statusReport,
        int reference,
        ProtocolId protocolId,
        int type,
        int messageNumber,
        Address destination,
        byte[] data)
        implements Tpdu {

    private static final int MAX_DATA = 157;

    public Command {
        TextException.inRange("reference", reference, 0, 255);
        TextException.inRange("command type", type, 0, 255);
        TextException.inRange("message number", messageNumber, 0, 255);
        TextException.inRange("length of command data", data.length, 0, MAX_DATA);
        data = data.clone();
    }

    @Override
    public byte[] data() {
        return data.clone();
    }

    static Command read(int first, OctetReader in) {
        int reference = in.octet("the reference");
        ProtocolId protocolId = new ProtocolId(in.octet("the protocol identifier"));
        int type = in.octet("the command type");
        int number = in.octet("the message number");
        Address destination = Address.read(in, "the destination");
        int length = in.octet("the length of the command data");
        if (length > MAX_DATA) {
            throw TextException.malformed("command data of " + length + " octets");
        }
        byte[] data = in.octets(length, "the command data");
        return new Command((first & 0x20) != 0, reference, protocolId, type, number, destination, data);
    }

    @Override
    public byte[] octets() {
        return new OctetWriter()
                .octet(2 | flag(statusReport, 0x20))
                .octet(reference)
                .octet(protocolId.value())
                .octet(type)
                .octet(messageNumber)
                .octets(destination.octets())
                .octet(data.length)
                .octets(data)
                .toOctets();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Command that && Arrays.equals(octets(), that.octets());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets());
    }
}
