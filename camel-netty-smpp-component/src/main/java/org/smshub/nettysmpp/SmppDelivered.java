package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.smshub.line.camel.LineHeaders;
import org.smshub.link.SmsHeaders;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppPduException;
import org.smshub.nettysmpp.codec.SmppReferences;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.MessageState;
import org.smshub.smpp.Receipt;
import org.smshub.smpp.Sar;
import org.smshub.smpp.SmppValueException;
import org.smshub.smpp.Tlv;
import org.smshub.smpp.TlvTag;
import org.smshub.text.TextException;

/**
 * What a centre brings, as headers and body of a Camel message: a message, a receipt, an alert, or what nobody can read,
 * with its octets. Fields have the names that camel-smpp gives them.
 */
final class SmppDelivered {

    private final SmppClientConfiguration options;
    private final SmppReferences references;
    private final SmppIncoming incoming;
    private final AddressRules addresses;

    SmppDelivered(SmppClientConfiguration options, SmppReferences references) {
        this.options = options;
        this.references = references;
        this.addresses = options.addressRules();
        this.incoming = new SmppIncoming(options.codingRules(), addresses, options.passed(), false);
    }

    void read(SmppPdu pdu, Message message) {
        message.setHeader(SmppConstants.SEQUENCE_NUMBER, pdu.sequence());
        if (!pdu.tlvs().isEmpty()) {
            tlvs(pdu.tlvs(), message);
        }
        if (pdu.unreadable() != null) {
            message.setHeader(SmppConstants.MESSAGE_TYPE, type(pdu));
            unreadable(message, pdu.unreadable().octets(), pdu.unreadable().why());
        } else if (pdu.commandId() == ALERT_NOTIFICATION) {
            message.setHeader(SmppConstants.MESSAGE_TYPE, "AlertNotification");
            message.setHeader(SmsHeaders.KIND, "ALERT");
            // as in a receipt: whom the messages that wait are for
            message.setHeader(SmsHeaders.TO, addresses.read(pdu.get(SOURCE)));
            message.setHeader(SmsHeaders.FROM, addresses.read(pdu.get(ESME)));
            message.setHeader(SmppConstants.SOURCE_ADDR, pdu.get(SOURCE).value());
            message.setHeader(SmppConstants.ESME_ADDR, pdu.get(ESME).value());
        } else {
            fields(pdu, message);
            try {
                if (Receipt.isReceipt(pdu.get(ESM_CLASS), pdu.tlvs())) {
                    receipt(pdu, message);
                } else {
                    message.setHeader(SmppConstants.MESSAGE_TYPE, type(pdu));
                    incoming.message(pdu, pdu.get(DESTINATION), message);
                }
            } catch (SmppPduException | SmppValueException | TextException e) {
                unreadable(message, octets(pdu), e.getMessage());
            }
        }
    }

    private static String type(SmppPdu pdu) {
        return pdu.commandId() == DATA_SM ? "DataSm" : "DeliverSm";
    }

    private static void unreadable(Message message, byte[] octets, String why) {
        message.setHeader(SmsHeaders.KIND, "UNREADABLE");
        message.setHeader(SmsHeaders.ERROR_TEXT, why);
        message.setBody(octets);
    }

    private static byte[] octets(SmppPdu pdu) {
        ByteBuf out = Unpooled.buffer();
        SmppCodec.encode(pdu, out);
        byte[] octets = new byte[out.readableBytes()];
        out.readBytes(octets);
        return octets;
    }

    private static void fields(SmppPdu pdu, Message message) {
        Address source = pdu.get(SOURCE);
        Address destination = pdu.get(DESTINATION);
        message.setHeader(SmppConstants.SOURCE_ADDR, source.value());
        message.setHeader(SmppConstants.SOURCE_ADDR_TON, source.ton());
        message.setHeader(SmppConstants.SOURCE_ADDR_NPI, source.npi());
        message.setHeader(SmppConstants.DEST_ADDR, destination.value());
        message.setHeader(SmppConstants.DEST_ADDR_TON, destination.ton());
        message.setHeader(SmppConstants.DEST_ADDR_NPI, destination.npi());
        message.setHeader(SmppConstants.ESM_CLASS, pdu.get(ESM_CLASS));
        message.setHeader(SmppConstants.RAW_DATA_CODING, pdu.get(DATA_CODING));
        if (!pdu.get(SERVICE_TYPE).isEmpty()) {
            message.setHeader(SmppConstants.SERVICE_TYPE, pdu.get(SERVICE_TYPE));
        }
    }

    /** Without those that body and part number stand for. */
    private static void tlvs(List<Tlv> all, Message message) {
        List<Tlv> tlvs = all.stream().filter(tlv -> !Sar.isContent(tlv.tag())).toList();
        if (tlvs.isEmpty()) {
            return;
        }
        Map<Short, Object> byNumber = new LinkedHashMap<>();
        Map<String, Object> byName = new LinkedHashMap<>();
        for (Tlv tlv : tlvs) {
            TlvTag tag = TlvTag.of(tlv.tag());
            byNumber.put((short) tlv.tag(), tlv.object());
            byName.put(tag == null ? String.format("%04x", tlv.tag()) : tag.name(), tlv.object());
        }
        message.setHeader(SmppConstants.OPTIONAL_PARAMETER, byNumber);
        message.setHeader(SmppConstants.OPTIONAL_PARAMETERS, byName);
    }

    /** A receipt comes from the number that the message went to. */
    private void receipt(SmppPdu pdu, Message message) {
        String text = new String(pdu.octets(), StandardCharsets.ISO_8859_1);
        Receipt receipt = Receipt.read(pdu.get(ESM_CLASS), pdu.get(SHORT_MESSAGE), pdu.tlvs());
        String number = pdu.get(SOURCE).value();
        long reference = Tlv.number(pdu.tlvs(), TlvTag.USER_MESSAGE_REFERENCE.tag());
        String own = options.getReceiptsBy().equals("REFERENCE") ? references.id(number, reference) : null;
        message.setHeader(SmppConstants.MESSAGE_TYPE, "DeliveryReceipt");
        message.setHeader(SmsHeaders.TO, addresses.read(pdu.get(SOURCE)));
        boolean known =
                own != null || receipt.id() != null || options.getReceiptsBy().equals("NUMBER");
        if (receipt.state() == null || !known) {
            unreadable(
                    message,
                    octets(pdu),
                    "a receipt without " + (receipt.state() == null ? "a state that is known" : "an id"));
            return;
        }
        message.setHeader(SmsHeaders.KIND, "RECEIPT");
        message.setHeader(SmsHeaders.STATE, receipt.state());
        List<String> ids = receipt.ids();
        LineHeaders.set(message, SmsHeaders.REMOTE_ID, own != null ? own : receipt.id());
        LineHeaders.set(
                message,
                SmsHeaders.REMOTE_ID_TEXT,
                ids.isEmpty() || own == null && ids.size() < 2 ? null : ids.get(ids.size() - 1));
        LineHeaders.set(message, SmsHeaders.ERROR_CODE, receipt.code());
        LineHeaders.set(
                message,
                SmsHeaders.DONE_AT,
                options.getTimeZone() == null ? null : Receipt.doneAt(text, options.zone()));
        message.setBody(text);
        if (own != null && MessageState.isFinal(receipt.state())) {
            references.settled(number, reference);
        }
    }
}
