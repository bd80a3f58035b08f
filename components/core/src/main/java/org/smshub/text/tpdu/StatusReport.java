package org.smshub.text.tpdu;

import static org.smshub.text.tpdu.OctetWriter.flag;

import org.smshub.text.Address;
import org.smshub.text.OctetReader;
import org.smshub.text.TextException;

/**
 * SMS-STATUS-REPORT (3GPP TS 23.040 9.2.2.3): what became of a message.
 *
 * @param moreMessages more wait at the centre; the bit TP-MMS is 0 then
 * @param loopPrevention TP-LP
 * @param ofCommand TP-SRQ: about a COMMAND, not a SUBMIT
 * @param reference TP-MR of the message, 0 to 255
 * @param recipient may be a national number though the message went to an international one
 * @param time when the centre received the message
 * @param discharged when it was delivered, or last tried
 * @param parameters {@code null} when not even the parameter indicator is there
 */
public record StatusReport(
        boolean moreMessages,
        boolean loopPrevention,
        boolean ofCommand,
        int reference,
        Address recipient,
        Timestamp time,
        Timestamp discharged,
        DeliveryStatus status,
        ReportParameters parameters)
        implements Tpdu {

    public StatusReport {
        TextException.inRange("reference", reference, 0, 255);
    }

    /** A plain report about a SUBMIT, the last one waiting. */
    public static StatusReport of(
            int reference, Address recipient, Timestamp time, Timestamp discharged, DeliveryStatus status) {
        return new StatusReport(false, false, false, reference, recipient, time, discharged, status, null);
    }

    static StatusReport read(int first, OctetReader in) {
        int reference = in.octet("the reference");
        Address recipient = Address.read(in, "the recipient");
        Timestamp time = new Timestamp(in.seven("the time stamp"));
        Timestamp discharged = new Timestamp(in.seven("the discharge time"));
        DeliveryStatus status = new DeliveryStatus(in.octet("the status"));
        ReportParameters parameters =
                in.remaining() == 0 ? null : ReportParameters.read(ReportParameters.readIndicator(in), first, in);
        return new StatusReport(
                (first & 4) == 0,
                (first & 8) != 0,
                (first & 0x20) != 0,
                reference,
                recipient,
                time,
                discharged,
                status,
                parameters);
    }

    @Override
    public byte[] octets() {
        UserData data = parameters == null ? null : parameters.userData();
        OctetWriter out = new OctetWriter()
                .octet(2
                        | flag(!moreMessages, 4)
                        | flag(loopPrevention, 8)
                        | flag(ofCommand, 0x20)
                        | OctetWriter.udhi(data))
                .octet(reference)
                .octets(recipient.octets())
                .seven(time.octets())
                .seven(discharged.octets())
                .octet(status.value());
        return (parameters == null ? out : parameters.write(out.octet(parameters.indicator()))).toOctets();
    }
}
