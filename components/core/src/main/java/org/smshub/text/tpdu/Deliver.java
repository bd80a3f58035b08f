package org.smshub.text.tpdu;

import static org.smshub.text.tpdu.OctetWriter.flag;

import org.smshub.text.Address;
import org.smshub.text.DataCoding;
import org.smshub.text.OctetReader;
import org.smshub.text.TextException;

/**
 * SMS-DELIVER (3GPP TS 23.040 9.2.2.1): a message from the centre.
 *
 * @param moreMessages more wait at the centre; the bit TP-MMS is 0 then
 * @param loopPrevention TP-LP: not to be forwarded again
 * @param statusReport TP-SRI: a status report goes back to the sender
 * @param replyPath TP-RP
 * @param time when the centre received it
 */
public record Deliver(
        boolean moreMessages,
        boolean loopPrevention,
        boolean statusReport,
        boolean replyPath,
        Address originator,
        ProtocolId protocolId,
        DataCoding coding,
        Timestamp time,
        UserData userData)
        implements Tpdu {

    public Deliver {
        if (userData.alphabet() != coding.alphabet()) {
            throw TextException.invalid(coding + " is not " + userData.alphabet());
        }
    }

    /** A plain message, the last one waiting. */
    public static Deliver of(Address originator, Timestamp time, UserData userData) {
        DataCoding coding = DataCoding.of(userData.alphabet());
        return new Deliver(false, false, false, false, originator, ProtocolId.DEFAULT, coding, time, userData);
    }

    static Deliver read(int first, OctetReader in) {
        Address originator = Address.read(in, "the originator");
        ProtocolId protocolId = new ProtocolId(in.octet("the protocol identifier"));
        DataCoding coding = new DataCoding(in.octet("the data coding scheme"));
        Timestamp time = new Timestamp(in.seven("the time stamp"));
        UserData data = UserData.read(in, coding, first);
        return new Deliver(
                (first & 4) == 0,
                (first & 8) != 0,
                (first & 0x20) != 0,
                (first & 0x80) != 0,
                originator,
                protocolId,
                coding,
                time,
                data);
    }

    @Override
    public byte[] octets() {
        return new OctetWriter()
                .octet(flag(!moreMessages, 4)
                        | flag(loopPrevention, 8)
                        | flag(statusReport, 0x20)
                        | OctetWriter.udhi(userData)
                        | flag(replyPath, 0x80))
                .octets(originator.octets())
                .octet(protocolId.value())
                .octet(coding.value())
                .seven(time.octets())
                .userData(userData)
                .toOctets();
    }
}
