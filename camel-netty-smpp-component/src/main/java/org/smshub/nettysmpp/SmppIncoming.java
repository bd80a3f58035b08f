package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppField.*;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Message;
import org.smshub.line.camel.LineHeaders;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Passes;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppFields;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppPduException;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.Coding;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.EsmClass;
import org.smshub.smpp.Sar;
import org.smshub.smpp.SmppValueException;
import org.smshub.smpp.Times;
import org.smshub.smpp.Tlv;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.Hex;
import org.smshub.text.Septets;
import org.smshub.text.TextException;
import org.smshub.text.udh.Udh;

/** What an SMPP request says, as headers and body of a Camel message; the same at both ends. */
final class SmppIncoming {

    /** What body and part number stand for. */
    private static final int[] CONTENT = {
        Tlv.MESSAGE_PAYLOAD, Tlv.SAR_MSG_REF_NUM, Tlv.SAR_TOTAL_SEGMENTS, Tlv.SAR_SEGMENT_SEQNUM
    };

    private final CodingRules rules;
    private final AddressRules addresses;
    private final Passes passes;
    private final boolean strict;
    private final Map<Encoding, SmppIncoming> others = new ConcurrentHashMap<>();

    /**
     * @param passes what goes on of {@link Fields}
     * @param strict whether a part that has no right number is refused, and not taken for a whole message
     */
    SmppIncoming(CodingRules rules, AddressRules addresses, Passes passes, boolean strict) {
        this.rules = rules;
        this.addresses = addresses;
        this.passes = passes;
        this.strict = strict;
    }

    /** The same for an application that means this by data_coding 0. */
    SmppIncoming with(Encoding zero) {
        return zero == rules.zero()
                ? this
                : others.computeIfAbsent(
                        zero, other -> new SmppIncoming(rules.withZero(other), addresses, passes, strict));
    }

    void message(SmppPdu pdu, Address destination, Message message) throws SmppPduException {
        String to = addresses.read(destination);
        String from = addresses.read(pdu.get(SOURCE));
        LineHeaders.set(message, SmsHeaders.KIND, "MESSAGE");
        LineHeaders.set(message, SmsHeaders.TO, to);
        LineHeaders.set(message, SmsHeaders.FROM, from);
        Fields fields = SmppFields.of(pdu, destination, to, from);
        LineHeaders.set(
                message,
                SmsHeaders.FIELDS,
                fields.isEmpty() ? null : passes.of(fields).orNull());
        number(message, SmsHeaders.PROTOCOL_ID, pdu.get(PROTOCOL_ID));
        number(message, SmsHeaders.PRIORITY, Math.min(pdu.get(PRIORITY), 3));
        body(pdu, message);
        sar(pdu, message);
        LineHeaders.set(message, SmppConstants.TLVS, Tlv.format(pdu.tlvs(), CONTENT));
    }

    /** The same, with what only who submits can ask for. */
    void submit(SmppPdu pdu, Address destination, Message message) throws SmppPduException {
        message(pdu, destination, message);
        number(message, SmppConstants.ESM_CLASS, pdu.get(ESM_CLASS));
        number(message, SmppConstants.RAW_DATA_CODING, pdu.get(DATA_CODING));
        LineHeaders.set(
                message, SmppConstants.REPLACE_IF_PRESENT, pdu.get(REPLACE_IF_PRESENT) == 0 ? null : Boolean.TRUE);
        text(message, SmppConstants.SERVICE_TYPE, pdu.get(SERVICE_TYPE));
        requests(message, pdu);
    }

    void cancel(SmppPdu pdu, Message message) {
        command("CANCEL", pdu, message);
        LineHeaders.set(message, SmsHeaders.TO, addresses.read(pdu.get(DESTINATION)));
        text(message, SmppConstants.SERVICE_TYPE, pdu.get(SERVICE_TYPE));
    }

    void replace(SmppPdu pdu, Message message) throws SmppPduException {
        command("REPLACE", pdu, message);
        requests(message, pdu);
        message.setBody(Coding.text(rules.zero(), pdu.octets(), 0));
    }

    /** What is said of the message with that id, if there is one. */
    void command(String kind, SmppPdu pdu, Message message) {
        LineHeaders.set(message, SmsHeaders.KIND, kind);
        text(message, SmsHeaders.REMOTE_ID, pdu.get(MESSAGE_ID));
        LineHeaders.set(message, SmsHeaders.FROM, addresses.read(pdu.get(SOURCE)));
    }

    /** Receipts and times. */
    private static void requests(Message message, SmppPdu pdu) throws SmppPduException {
        int registered = pdu.get(REGISTERED_DELIVERY);
        number(message, SmppConstants.REGISTERED_DELIVERY, registered);
        LineHeaders.set(
                message,
                SmsHeaders.RECEIPT,
                ReceiptsWanted.ofRegisteredDelivery(registered).name());
        LineHeaders.set(message, SmsHeaders.SEND_AT, time(pdu, SCHEDULE, CommandStatus.INVALID_SCHEDULE));
        LineHeaders.set(message, SmsHeaders.VALID_UNTIL, time(pdu, VALIDITY, CommandStatus.INVALID_EXPIRY));
    }

    private static Long time(SmppPdu pdu, SmppField<String> field, int status) throws SmppPduException {
        String text = pdu.get(field);
        try {
            return text.isEmpty() ? null : Times.parse(text, Instant.now());
        } catch (SmppValueException e) {
            throw wrong(pdu, status, e.getMessage());
        }
    }

    private void body(SmppPdu pdu, Message message) throws SmppPduException {
        byte[] octets = pdu.get(SHORT_MESSAGE);
        Tlv payload = pdu.tlv(Tlv.MESSAGE_PAYLOAD);
        if (payload != null) {
            if (octets.length > 0) {
                throw wrong(pdu, CommandStatus.INVALID_MESSAGE_LENGTH, "both short_message and message_payload");
            }
            octets = payload.value();
        }
        int dataCoding = pdu.get(DATA_CODING);
        Coding coding = rules.read(dataCoding);
        Encoding encoding = coding.encoding();
        int start = 0;
        if (EsmClass.hasUdh(pdu.get(ESM_CLASS))) {
            Udh udh = udh(pdu, octets, message);
            start = octets.length == 0 ? 0 : 1 + (octets[0] & 0xFF);
            encoding = encoding == Encoding.GSM7 ? udh.encoding(Alphabet.GSM7) : encoding;
        }
        LineHeaders.set(message, SmsHeaders.CLASS, coding.messageClass());
        LineHeaders.set(
                message, SmsHeaders.DATA_CODING, coding.special() || isOwn(dataCoding, coding) ? dataCoding : null);
        String text = encoding == null ? null : encoding.exact(octets, start);
        if (text != null) {
            LineHeaders.set(message, SmsHeaders.ENCODING, name(dataCoding, encoding));
            message.setBody(text);
            return;
        }
        byte[] units = start == 0 ? octets : Arrays.copyOfRange(octets, start, octets.length);
        if (encoding != null && !isUnits(encoding, units)) {
            throw wrong(
                    pdu,
                    CommandStatus.SUBMIT_FAILED,
                    "octets that are no characters of " + encoding.name() + ", under data_coding " + dataCoding);
        }
        // no clean text, as where a part ends within a character: the octets as they are
        LineHeaders.set(
                message,
                SmsHeaders.ENCODING,
                encoding == null ? "BINARY" : encoding.alphabet().name());
        message.setBody(units);
    }

    /** What a centre brings in ISO-8859-1 or ASCII goes on so; of what an application submits {@link #name} says it. */
    private boolean isOwn(int dataCoding, Coding coding) {
        return !strict && coding.isCharacterSet(dataCoding);
    }

    /** What the text is written in, where that says more than that it is 7-bit. */
    private String name(int dataCoding, Encoding encoding) {
        if (encoding == Encoding.UCS2) {
            return "UCS2";
        }
        if (dataCoding == CodingRules.LATIN1 && strict) {
            return "LATIN1";
        }
        return dataCoding == CodingRules.ASCII && strict && encoding == Encoding.ASCII ? "ASCII" : null;
    }

    /** Whether octets are units of an alphabet of the air interface, if no clean text. */
    private static boolean isUnits(Encoding encoding, byte[] octets) {
        return encoding instanceof Gsm7 ? Septets.are(octets) : encoding == Encoding.UCS2;
    }

    private static Udh udh(SmppPdu pdu, byte[] octets, Message message) throws SmppPduException {
        try {
            Udh udh = Udh.parse(octets);
            if (octets.length > 0) {
                message.setHeader(SmsHeaders.UDH, Hex.of(Arrays.copyOf(octets, 1 + (octets[0] & 0xFF))));
            }
            udh.concatenation().ifPresent(c -> LineHeaders.part(message, c.part(), c.parts(), c.reference()));
            return udh;
        } catch (TextException e) {
            throw wrong(pdu, CommandStatus.INVALID_ESM_CLASS, e.getMessage());
        }
    }

    private void sar(SmppPdu pdu, Message message) throws SmppPduException {
        try {
            Sar sar = Sar.of(pdu.tlvs());
            if (sar != null) {
                LineHeaders.part(message, sar.part(), sar.parts(), sar.reference());
            }
        } catch (SmppValueException e) {
            if (strict) {
                throw wrong(pdu, e.status(), e.getMessage());
            }
        }
    }

    private static SmppPduException wrong(SmppPdu pdu, int status, String text) {
        return new SmppPduException(
                pdu.commandId(), pdu.sequence(), status, SmppCodec.name(pdu.commandId()) + ": " + text);
    }

    private static void text(Message message, String header, String value) {
        LineHeaders.set(message, header, value.isEmpty() ? null : value);
    }

    private static void number(Message message, String header, int value) {
        if (value != 0) {
            message.setHeader(header, value);
        }
    }
}
