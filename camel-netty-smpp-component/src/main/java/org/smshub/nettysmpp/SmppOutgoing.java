package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Message;
import org.smshub.line.camel.DefaultAlphabet;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.nettysmpp.codec.SmppFields;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.Manner;
import org.smshub.smpp.Receipt;
import org.smshub.smpp.Said;
import org.smshub.smpp.SmppValueException;
import org.smshub.smpp.Tlv;
import org.smshub.text.Encoding;

/** A Camel message as deliver_sm: a receipt, or a message for the application. */
final class SmppOutgoing {

    private final CodingRules usual;
    private final SmppParts parts;

    SmppOutgoing(SmppServerConfiguration options) {
        this.usual = options.codingRules();
        this.parts = new SmppParts(options.getLongMessages(), usual, options.profile());
    }

    /**
     * @param zero what the application means by data_coding 0
     * @throws RuntimeException naming the header that does not fit
     */
    List<SmppPdu> write(Message message, Encoding zero) {
        if ("RECEIPT".equals(message.getHeader(SmsHeaders.KIND, String.class))) {
            return List.of(receipt(message));
        }
        List<SmppPdu> pdus = new ArrayList<>(1);
        Fields fields = fields(message);
        CodingRules rules = usual.withZero(zero);
        if (message.getHeader(SmsHeaders.CLASS) == null && message.getHeader(SmsHeaders.DATA_CODING) == null) {
            // with a class or a coding of GSM it is GSM-7
            DefaultAlphabet.write(message, rules.zero());
        }
        for (SmppParts.Part part : parts.of(message, rules)) {
            List<Tlv> tlvs = tlvs(message);
            tlvs.addAll(Said.tlvs(fields));
            tlvs.addAll(part.tlvs());
            pdus.add(deliver(
                    message,
                    from(message, fields),
                    to(message, fields),
                    part.esmClass() | Said.esmClass(fields, 0),
                    part.coding(),
                    part.octets(),
                    tlvs));
        }
        return pdus;
    }

    /** What the application knows the message by; null when nothing says it. */
    static String id(Message message) {
        return message.getHeader(SmsHeaders.REMOTE_ID, message.getHeader(SmsHeaders.ID), String.class);
    }

    private static SmppPdu receipt(Message message) {
        String id = id(message);
        if (id == null || id.isEmpty() || id.length() > 64) {
            throw new IllegalArgumentException(
                    "A receipt needs the message id, 1 to 64 characters, in header SmsRemoteId or SmsId");
        }
        String state = message.getHeader(SmsHeaders.STATE, String.class);
        long now = System.currentTimeMillis();
        long doneAt = number(message, SmsHeaders.DONE_AT, now);
        String text = message.getHeader(SmppConstants.RECEIPT_TEXT, String.class);
        if (text == null) {
            text = Receipt.write(
                    id,
                    state,
                    message.getHeader(SmsHeaders.ERROR_CODE, String.class),
                    number(message, SmppConstants.SUBMITTED_AT, doneAt),
                    doneAt,
                    message.getBody() instanceof String body ? body : null);
        }
        Set<Manner> manners = manners(message);
        List<Tlv> tlvs = new ArrayList<>();
        if (!manners.contains(Manner.NO_TLVS)) {
            tlvs.addAll(Receipt.tlvs(id, state, message.getHeader(SmsHeaders.ERROR_CODE, String.class)));
        }
        if (manners.contains(Manner.NO_NUL)) {
            byte[] whole = id.getBytes(StandardCharsets.ISO_8859_1);
            tlvs.replaceAll(tlv -> tlv.tag() == Tlv.RECEIPTED_MESSAGE_ID ? new Tlv(tlv.tag(), whole) : tlv);
        }
        tlvs.addAll(tlvs(message));
        boolean ucs2 = manners.contains(Manner.UCS2);
        byte[] octets = manners.contains(Manner.NO_TEXT)
                ? new byte[0]
                : ucs2 ? text.getBytes(StandardCharsets.UTF_16BE) : Receipt.octets(text);
        if (octets.length > SmppParts.SHORT_MESSAGE && ucs2) {
            tlvs.add(new Tlv(Tlv.MESSAGE_PAYLOAD, octets));
            octets = new byte[0];
        }
        if (octets.length > SmppParts.SHORT_MESSAGE) {
            throw new IllegalArgumentException("Header " + SmppConstants.RECEIPT_TEXT + " is too long");
        }
        // The receipt goes the way back: from whom the message was for, to whom it came from.
        Fields fields = fields(message);
        return deliver(
                message,
                to(message, fields),
                from(message, fields),
                manners.contains(Manner.NO_ESM_CLASS) ? 0 : Receipt.esmClass(state),
                ucs2 ? 8 : 0,
                octets,
                tlvs);
    }

    private static List<Tlv> tlvs(Message message) {
        try {
            return Tlv.parse(message.getHeader(SmppConstants.TLVS, String.class));
        } catch (SmppValueException e) {
            throw new IllegalArgumentException("Header " + SmppConstants.TLVS + ": " + e.getMessage());
        }
    }

    private static SmppPdu deliver(
            Message message,
            Address source,
            Address destination,
            int esmClass,
            int coding,
            byte[] octets,
            List<Tlv> tlvs) {
        Set<Manner> manners = manners(message);
        boolean data = manners.contains(Manner.DATA_SM);
        List<Tlv> all = new ArrayList<>(tlvs);
        if (data && octets.length > 0) {
            all.add(new Tlv(Tlv.MESSAGE_PAYLOAD, octets));
        }
        if (manners.contains(Manner.STRAY_OCTETS)) {
            all.add(new Tlv(STRAY, new byte[] {1, 2, 3}));
        }
        Fields fields = fields(message);
        String asked = fields.get(Fields.SERVICE_TYPE);
        boolean receipt = "RECEIPT".equals(message.getHeader(SmsHeaders.KIND, String.class));
        String serviceType = message.getHeader(SmppConstants.SERVICE_TYPE, asked == null ? "" : asked, String.class);
        return SmppPdu.of(data ? DATA_SM : DELIVER_SM)
                .set(SERVICE_TYPE, serviceType.length() > 5 ? "" : serviceType)
                .set(SOURCE, source)
                .set(DESTINATION, destination)
                .set(ESM_CLASS, esmClass)
                .set(PROTOCOL_ID, message.getHeader(SmsHeaders.PROTOCOL_ID, 0, Integer.class))
                .set(PRIORITY, message.getHeader(SmsHeaders.PRIORITY, 0, Integer.class))
                .set(REGISTERED_DELIVERY, receipt ? 0 : Said.acknowledgements(fields))
                .set(DATA_CODING, coding)
                .set(SHORT_MESSAGE, octets)
                .tlvs(all)
                .request();
    }

    private static Set<Manner> manners(Message message) {
        String names = message.getHeader(SmppConstants.MANNERS, String.class);
        try {
            return Manner.parse(names);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Header " + SmppConstants.MANNERS + " knows " + List.of(Manner.values()) + ", not all of " + names);
        }
    }

    private static Fields fields(Message message) {
        return SmppFields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
    }

    /** What was acknowledged to a centre goes on, whatever its sender is. */
    private static Address from(Message message, Fields fields) {
        return AddressRules.USUAL.writeAnyhow(
                message.getHeader(SmsHeaders.FROM, String.class),
                fields.number(Fields.FROM_TON),
                fields.number(Fields.FROM_NPI));
    }

    private static Address to(Message message, Fields fields) {
        return AddressRules.USUAL.writeAnyhow(
                message.getHeader(SmsHeaders.TO, String.class),
                fields.number(Fields.TO_TON),
                fields.number(Fields.TO_NPI));
    }

    private static long number(Message message, String header, long otherwise) {
        Long value = message.getHeader(header, Long.class);
        return value == null ? otherwise : value;
    }
}
