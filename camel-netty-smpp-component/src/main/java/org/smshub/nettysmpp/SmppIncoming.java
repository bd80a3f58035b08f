package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.StringJoiner;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Alphabet;
import org.smshub.text.Concatenation;
import org.smshub.text.Encoding;
import org.smshub.text.TextException;
import org.smshub.text.Udh;

/** What an application sends, as headers and body of a Camel message. */
final class SmppIncoming {

    private static final int UDHI = 0x40;

    private SmppIncoming() {}

    /** @param alphabet of data_coding 0 */
    static void message(SmppPdu.Message pdu, Address destination, Encoding alphabet, Message message)
            throws SmppPduException {
        set(message, SmsHeaders.KIND, "MESSAGE");
        set(message, SmsHeaders.TO, SmppAddresses.toHeader(destination));
        set(message, SmsHeaders.FROM, SmppAddresses.toHeader(pdu.source()));
        number(message, SmppServerConstants.ESM_CLASS, pdu.esmClass());
        number(message, SmppServerConstants.RAW_DATA_CODING, pdu.dataCoding());
        number(message, SmsHeaders.PROTOCOL_ID, pdu.protocolId());
        number(message, SmsHeaders.PRIORITY, Math.min(pdu.priority(), 3));
        set(message, SmppServerConstants.REPLACE_IF_PRESENT, pdu.replaceIfPresent() == 0 ? null : Boolean.TRUE);
        serviceType(message, pdu.serviceType());
        receipt(message, pdu.registeredDelivery());
        times(pdu, pdu.scheduleDeliveryTime(), pdu.validityPeriod(), message);
        body(pdu, alphabet, message);
        sar(pdu, message);
        otherTlvs(pdu, message);
    }

    static void query(Query pdu, Message message) {
        command(message, "QUERY", pdu.messageId(), pdu.source());
    }

    static void cancel(Cancel pdu, Message message) {
        command(message, "CANCEL", pdu.messageId(), pdu.source());
        set(message, SmsHeaders.TO, SmppAddresses.toHeader(pdu.destination()));
        serviceType(message, pdu.serviceType());
    }

    static void replace(Replace pdu, Encoding alphabet, Message message) throws SmppPduException {
        command(message, "REPLACE", pdu.messageId(), pdu.source());
        receipt(message, pdu.registeredDelivery());
        times(pdu, pdu.scheduleDeliveryTime(), pdu.validityPeriod(), message);
        message.setBody(SmppCoding.text(alphabet, pdu.shortMessage(), 0));
    }

    private static void command(Message message, String kind, String id, Address source) {
        set(message, SmsHeaders.KIND, kind);
        set(message, SmsHeaders.REMOTE_ID, id.isEmpty() ? null : id);
        set(message, SmsHeaders.FROM, SmppAddresses.toHeader(source));
    }

    private static void serviceType(Message message, String serviceType) {
        set(message, SmppServerConstants.SERVICE_TYPE, serviceType.isEmpty() ? null : serviceType);
    }

    /** registered_delivery (§5.2.17): bits 0 and 1 the final receipt, bit 4 the intermediate ones. */
    private static void receipt(Message message, int registered) {
        number(message, SmppServerConstants.REGISTERED_DELIVERY, registered);
        set(message, SmsHeaders.RECEIPT, (registered & 0x10) != 0 ? "ALL" : (registered & 3) != 0 ? "FINAL" : "NONE");
    }

    private static void times(SmppPdu pdu, String schedule, String validity, Message message) throws SmppPduException {
        if (schedule.isEmpty() && validity.isEmpty()) {
            return;
        }
        Instant now = Instant.now();
        set(message, SmsHeaders.SEND_AT, time(pdu, schedule, now, SmppStatus.INVALID_SCHEDULE));
        set(message, SmsHeaders.VALID_UNTIL, time(pdu, validity, now, SmppStatus.INVALID_EXPIRY));
    }

    private static Long time(SmppPdu pdu, String text, Instant now, int status) throws SmppPduException {
        try {
            return SmppTime.parse(text, now);
        } catch (DateTimeException e) {
            throw wrong(pdu, status, e.getMessage());
        }
    }

    private static void body(SmppPdu.Message pdu, Encoding alphabet, Message message) throws SmppPduException {
        byte[] octets = pdu.shortMessage();
        Tlv payload = pdu.tlv(Tlv.MESSAGE_PAYLOAD);
        if (payload != null) {
            if (octets.length > 0) {
                throw wrong(pdu, SmppStatus.INVALID_MESSAGE_LENGTH, "both short_message and message_payload");
            }
            octets = payload.value();
        }
        SmppCoding coding = SmppCoding.of(pdu.dataCoding(), alphabet);
        Encoding encoding = coding.encoding();
        int start = 0;
        if ((pdu.esmClass() & UDHI) != 0) {
            Udh udh = udh(pdu, octets, message);
            start = octets.length == 0 ? 0 : 1 + (octets[0] & 0xFF);
            encoding = encoding == Encoding.GSM7 ? Encoding.of(Alphabet.GSM7, udh) : encoding;
        }
        set(message, SmsHeaders.CLASS, coding.messageClass());
        set(message, SmsHeaders.DATA_CODING, coding.special() ? pdu.dataCoding() : null);
        if (encoding == null) {
            set(message, SmsHeaders.ENCODING, "BINARY");
            message.setBody(start == 0 ? octets : java.util.Arrays.copyOfRange(octets, start, octets.length));
        } else {
            set(message, SmsHeaders.ENCODING, encoding == Encoding.UCS2 ? "UCS2" : null);
            message.setBody(SmppCoding.text(encoding, octets, start));
        }
    }

    private static Udh udh(SmppPdu.Message pdu, byte[] octets, Message message) throws SmppPduException {
        try {
            Udh udh = Udh.parse(octets);
            if (octets.length > 0) {
                set(
                        message,
                        SmsHeaders.UDH,
                        HexFormat.of().withUpperCase().formatHex(octets, 0, 1 + (octets[0] & 0xFF)));
            }
            Optional<Concatenation> part = udh.concatenation();
            part.ifPresent(c -> part(message, c.part(), c.parts(), c.reference()));
            return udh;
        } catch (TextException e) {
            throw wrong(pdu, SmppStatus.INVALID_ESM_CLASS, e.getMessage());
        }
    }

    /** Segmentation by optional parameters (§5.3.2.22 to 24): all three, or none counts. */
    private static void sar(SmppPdu.Message pdu, Message message) throws SmppPduException {
        Tlv reference = pdu.tlv(Tlv.SAR_MSG_REF_NUM);
        Tlv total = pdu.tlv(Tlv.SAR_TOTAL_SEGMENTS);
        Tlv number = pdu.tlv(Tlv.SAR_SEGMENT_SEQNUM);
        if (reference == null || total == null || number == null) {
            return;
        }
        if (reference.value().length != 2 || total.value().length != 1 || number.value().length != 1) {
            throw wrong(pdu, SmppStatus.INVALID_TLV_LENGTH, "length of a sar parameter");
        }
        if (number.number() < 1 || number.number() > total.number()) {
            throw wrong(pdu, SmppStatus.INVALID_TLV_VALUE, "sar_segment_seqnum");
        }
        part(message, (int) number.number(), (int) total.number(), (int) reference.number());
    }

    private static void part(Message message, int part, int parts, int reference) {
        set(message, SmsHeaders.PART, part);
        set(message, SmsHeaders.PARTS, parts);
        set(message, SmsHeaders.PART_REF, reference);
    }

    private static void otherTlvs(SmppPdu.Message pdu, Message message) {
        StringJoiner others = new StringJoiner(",");
        for (Tlv tlv : pdu.tlvs()) {
            switch (tlv.tag()) {
                case Tlv.MESSAGE_PAYLOAD, Tlv.SAR_MSG_REF_NUM, Tlv.SAR_TOTAL_SEGMENTS, Tlv.SAR_SEGMENT_SEQNUM -> {}
                default -> others.add(SmppTlvs.format(tlv));
            }
        }
        set(message, SmppServerConstants.TLVS, others.length() == 0 ? null : others.toString());
    }

    private static SmppPduException wrong(SmppPdu pdu, int status, String text) {
        return new SmppPduException(
                pdu.commandId(), pdu.sequence(), status, SmppServerCodec.name(pdu.commandId()) + ": " + text, false);
    }

    private static void number(Message message, String header, int value) {
        if (value != 0) {
            message.setHeader(header, value);
        }
    }

    private static void set(Message message, String header, Object value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }
}
