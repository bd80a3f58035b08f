package org.smshub.text.tpdu;

import static org.smshub.text.tpdu.OctetWriter.flag;

import org.smshub.text.Address;
import org.smshub.text.DataCoding;
import org.smshub.text.OctetReader;
import org.smshub.text.TextException;

/**
 * SMS-SUBMIT (3GPP TS 23.040 9.2.2.2): a message to the centre.
 *
 * @param rejectDuplicates TP-RD: the centre shall refuse the same reference and destination twice
 * @param statusReport TP-SRR: a status report is wanted
 * @param replyPath TP-RP
 * @param reference TP-MR, 0 to 255; a modem as a rule puts its own
 * @param validity TP-VP, {@code null} for what the centre takes
 */
public record Submit(
        boolean rejectDuplicates,
        boolean statusReport,
        boolean replyPath,
        int reference,
        Address destination,
        ProtocolId protocolId,
        DataCoding coding,
        Validity validity,
        UserData userData)
        implements Tpdu {

    public Submit {
        TextException.inRange("reference", reference, 0, 255);
        if (userData.alphabet() != coding.alphabet()) {
            throw TextException.invalid(coding + " is not " + userData.alphabet());
        }
    }

    /** A plain message without a class, validity or status report. */
    public static Submit of(Address destination, UserData userData) {
        DataCoding coding = DataCoding.of(userData.alphabet());
        return new Submit(false, false, false, 0, destination, ProtocolId.DEFAULT, coding, null, userData);
    }

    public Submit withStatusReport(boolean wanted) {
        return new Submit(
                rejectDuplicates, wanted, replyPath, reference, destination, protocolId, coding, validity, userData);
    }

    public Submit withReference(int messageReference) {
        return new Submit(
                rejectDuplicates,
                statusReport,
                replyPath,
                messageReference,
                destination,
                protocolId,
                coding,
                validity,
                userData);
    }

    public Submit withDestination(Address recipient) {
        return new Submit(
                rejectDuplicates,
                statusReport,
                replyPath,
                reference,
                recipient,
                protocolId,
                coding,
                validity,
                userData);
    }

    public Submit withProtocolId(ProtocolId pid) {
        return new Submit(
                rejectDuplicates, statusReport, replyPath, reference, destination, pid, coding, validity, userData);
    }

    public Submit withCoding(DataCoding dcs) {
        return new Submit(
                rejectDuplicates, statusReport, replyPath, reference, destination, protocolId, dcs, validity, userData);
    }

    /** @param period {@code null} for what the centre takes */
    public Submit withValidity(Validity period) {
        return new Submit(
                rejectDuplicates,
                statusReport,
                replyPath,
                reference,
                destination,
                protocolId,
                coding,
                period,
                userData);
    }

    static Submit read(int first, OctetReader in) {
        int reference = in.octet("the reference");
        Address destination = Address.read(in, "the destination");
        ProtocolId protocolId = new ProtocolId(in.octet("the protocol identifier"));
        DataCoding coding = new DataCoding(in.octet("the data coding scheme"));
        Validity validity =
                switch (first >> 3 & 3) {
                    case Validity.Relative.FORMAT -> new Validity.Relative(in.octet("the validity"));
                    case Validity.Enhanced.FORMAT -> new Validity.Enhanced(in.seven("the validity"));
                    case Validity.Absolute.FORMAT -> new Validity.Absolute(new Timestamp(in.seven("the validity")));
                    default -> null;
                };
        UserData data = UserData.read(in, coding, first);
        return new Submit(
                (first & 4) != 0,
                (first & 0x20) != 0,
                (first & 0x80) != 0,
                reference,
                destination,
                protocolId,
                coding,
                validity,
                data);
    }

    @Override
    public byte[] octets() {
        int format = validity == null ? 0 : validity.format() << 3;
        OctetWriter out = new OctetWriter()
                .octet(1
                        | flag(rejectDuplicates, 4)
                        | format
                        | flag(statusReport, 0x20)
                        | OctetWriter.udhi(userData)
                        | flag(replyPath, 0x80))
                .octet(reference)
                .octets(destination.octets())
                .octet(protocolId.value())
                .octet(coding.value());
        if (validity instanceof Validity.Relative relative) {
            out.octet(relative.value());
        } else if (validity instanceof Validity.Enhanced enhanced) {
            out.seven(enhanced.octets());
        } else if (validity instanceof Validity.Absolute absolute) {
            out.seven(absolute.until().octets());
        }
        return out.userData(userData).toOctets();
    }
}
