package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.Receipt;
import org.smshub.smpp.SmppValueException;
import org.smshub.smpp.Tlv;

/** A Camel message as deliver_sm: a receipt, or a message for the application. */
final class SmppOutgoing {

    private final SmppParts parts;

    SmppOutgoing(SmppOptions options) {
        this.parts = new SmppParts(options);
    }

    /** @throws RuntimeException naming the header that does not fit */
    List<SmppPdu> write(Message message) {
        if ("RECEIPT".equals(message.getHeader(SmsHeaders.KIND, String.class))) {
            return List.of(receipt(message));
        }
        List<SmppPdu> pdus = new ArrayList<>(1);
        for (SmppParts.Part part : parts.of(message)) {
            List<Tlv> tlvs = tlvs(message);
            tlvs.addAll(part.tlvs());
            pdus.add(deliver(
                    message,
                    address(message, SmsHeaders.FROM),
                    address(message, SmsHeaders.TO),
                    part.esmClass(),
                    part.coding(),
                    part.octets(),
                    tlvs));
        }
        return pdus;
    }

    private static SmppPdu.Message receipt(Message message) {
        String id = message.getHeader(SmsHeaders.REMOTE_ID, String.class);
        id = id == null ? message.getHeader(SmsHeaders.ID, String.class) : id;
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
        List<Tlv> tlvs = new ArrayList<>(Receipt.tlvs(id, state));
        tlvs.addAll(tlvs(message));
        byte[] octets = Receipt.octets(text);
        if (octets.length > SmppParts.SHORT_MESSAGE) {
            throw new IllegalArgumentException("Header " + SmppConstants.RECEIPT_TEXT + " is too long");
        }
        // The receipt goes the way back: from whom the message was for, to whom it came from.
        return deliver(
                message,
                address(message, SmsHeaders.TO),
                address(message, SmsHeaders.FROM),
                Receipt.esmClass(state),
                0,
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

    private static SmppPdu.Message deliver(
            Message message,
            Address source,
            Address destination,
            int esmClass,
            int coding,
            byte[] octets,
            List<Tlv> tlvs) {
        String serviceType = message.getHeader(SmppConstants.SERVICE_TYPE, "", String.class);
        Integer protocolId = message.getHeader(SmsHeaders.PROTOCOL_ID, 0, Integer.class);
        Integer priority = message.getHeader(SmsHeaders.PRIORITY, 0, Integer.class);
        return new SmppPdu.Message(
                DELIVER_SM,
                0,
                serviceType.length() > 5 ? "" : serviceType,
                source,
                List.of(destination),
                esmClass,
                protocolId,
                priority,
                "",
                "",
                0,
                0,
                coding,
                0,
                octets,
                tlvs);
    }

    private static Address address(Message message, String header) {
        try {
            return AddressRules.STRICT.write(message.getHeader(header, String.class));
        } catch (SmppValueException e) {
            throw new IllegalArgumentException("Header " + header + ": " + e.getMessage());
        }
    }

    private static long number(Message message, String header, long otherwise) {
        Long value = message.getHeader(header, Long.class);
        return value == null ? otherwise : value;
    }
}
