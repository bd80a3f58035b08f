package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Message;
import org.smshub.line.camel.LineHeaders;
import org.smshub.line.camel.Wishes;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppReferences;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.Said;
import org.smshub.smpp.Times;
import org.smshub.smpp.Tlv;
import org.smshub.smpp.TlvTag;

/** A Camel message as what an application sends: submit_sm, one for each part, or another command by header. */
final class SmppSubmits {

    private final SmppClientConfiguration options;
    private final SmppReferences references;
    private final SmppParts parts;
    private final AddressRules addresses;

    SmppSubmits(SmppClientConfiguration options, SmppReferences references) {
        this.options = options;
        this.references = references;
        this.parts = new SmppParts(options.getLongMessages(), options.codingRules(), options.profile());
        this.addresses = options.addressRules();
    }

    /** @throws RuntimeException naming the header or option to change when SMPP cannot carry the message */
    List<SmppPdu> write(Message message) {
        String command = message.getHeader(SmppConstants.SUBMIT_COMMAND, "SubmitSm", String.class);
        return switch (command.replace("_", "").toLowerCase(Locale.ROOT)) {
            case "submitsm" -> messages(SUBMIT_SM, message);
            case "datasm" -> messages(DATA_SM, message);
            case "submitmulti" -> messages(SUBMIT_MULTI, message);
            case "querysm" -> List.of(about(QUERY_SM, message).request());
            case "cancelsm" ->
                List.of(about(CANCEL_SM, message)
                        .set(SERVICE_TYPE, serviceType(message, fields(message)))
                        .set(
                                DESTINATION,
                                destinations(false, message, fields(message)).get(0))
                        .request());
            case "replacesm" -> List.of(replace(message));
            default ->
                throw new IllegalArgumentException("header " + SmppConstants.SUBMIT_COMMAND
                        + " is SubmitSm, SubmitMulti, DataSm, QuerySm, CancelSm or ReplaceSm, not " + command);
        };
    }

    private List<SmppPdu> messages(int command, Message message) {
        List<SmppPdu> pdus = new ArrayList<>(1);
        Fields fields = fields(message);
        List<Address> to = destinations(command == SUBMIT_MULTI, message, fields);
        int registered = registered(message) | Said.acknowledgements(fields);
        Integer protocolId = wishes(message).protocolId();
        for (SmppParts.Part part : parts.of(message)) {
            List<Tlv> tlvs = new ArrayList<>(part.tlvs());
            byte[] octets = part.octets();
            if (command == DATA_SM) {
                data(message, octets, tlvs);
                octets = new byte[0];
            }
            tlvs.addAll(tlvs(message, fields));
            if (options.getReceiptsBy().equals("REFERENCE") && registered != 0 && command != SUBMIT_MULTI) {
                reference(to.get(0).value(), tlvs);
            }
            pdus.add(SmppPdu.of(command)
                    .set(SERVICE_TYPE, serviceType(message, fields))
                    .set(SOURCE, source(message, fields))
                    .set(DESTINATION, to.get(0))
                    .set(DESTINATIONS, to)
                    .set(ESM_CLASS, part.esmClass() | Said.esmClass(fields, options.esmClass()))
                    .set(PROTOCOL_ID, protocolId == null ? 0 : protocolId)
                    .set(PRIORITY, priority(message, fields))
                    .set(SCHEDULE, schedule(message))
                    .set(VALIDITY, validity(message))
                    .set(REGISTERED_DELIVERY, registered)
                    .set(REPLACE_IF_PRESENT, replaces(message) || fields.is(Fields.REPLACE) ? 1 : 0)
                    .set(DATA_CODING, part.coding())
                    .set(SHORT_MESSAGE, octets)
                    .tlvs(tlvs)
                    .request());
        }
        return pdus;
    }

    /** data_sm has no short_message and no validity_period. */
    private void data(Message message, byte[] octets, List<Tlv> tlvs) {
        if (Tlv.find(tlvs, Tlv.MESSAGE_PAYLOAD) == null) {
            tlvs.add(new Tlv(Tlv.MESSAGE_PAYLOAD, octets));
        }
        Long until = wishes(message).validUntil();
        if (until != null) {
            long seconds = Math.max(1, (until - System.currentTimeMillis()) / 1000);
            tlvs.add(Tlv.of(TlvTag.QOS_TIME_TO_LIVE, Math.min(seconds, 0xFFFFFFFFL)));
        }
    }

    private void reference(String number, List<Tlv> tlvs) {
        int reference = references.next(number);
        if (reference > 0) {
            tlvs.add(Tlv.of(TlvTag.USER_MESSAGE_REFERENCE, reference));
        }
    }

    /** A command about the message with that id. */
    private SmppPdu.Builder about(int command, Message message) {
        String id = message.getHeader(SmsHeaders.REMOTE_ID, String.class);
        if (id == null || id.isEmpty()) {
            throw new IllegalArgumentException("header " + SmsHeaders.REMOTE_ID + " must name the message");
        }
        return SmppPdu.of(command).set(MESSAGE_ID, id).set(SOURCE, source(message, fields(message)));
    }

    private SmppPdu replace(Message message) {
        List<SmppParts.Part> all = parts.of(message);
        SmppParts.Part part = all.get(0);
        if (all.size() > 1 || part.octets().length == 0 && !part.tlvs().isEmpty()) {
            throw new IllegalArgumentException("replace_sm carries one short message, not " + all.size());
        }
        return about(REPLACE_SM, message)
                .set(SCHEDULE, schedule(message))
                .set(VALIDITY, validity(message))
                .set(REGISTERED_DELIVERY, registered(message))
                .set(SHORT_MESSAGE, part.octets())
                .request();
    }

    private Wishes wishes(Message message) {
        return new Wishes(message, options);
    }

    private Fields fields(Message message) {
        return wishes(message).fields();
    }

    private List<Address> destinations(boolean several, Message message, Fields fields) {
        String to = LineHeaders.required(message, SmsHeaders.TO);
        return Arrays.stream(several ? to.split(",") : new String[] {to})
                .map(number -> typed(
                        addresses.write(number.trim(), fields.number(Fields.TO_TON), fields.number(Fields.TO_NPI)),
                        message.getHeader(SmppConstants.DEST_ADDR_TON, options.getDestAddrTon(), Integer.class),
                        message.getHeader(SmppConstants.DEST_ADDR_NPI, options.getDestAddrNpi(), Integer.class)))
                .toList();
    }

    /** Without one the centre takes the sender of the account (§4.4.1). */
    private Address source(Message message, Fields fields) {
        String from = message.getHeader(SmsHeaders.FROM, options.getSourceAddr(), String.class);
        return typed(
                addresses.write(from, fields.number(Fields.FROM_TON), fields.number(Fields.FROM_NPI)),
                message.getHeader(SmppConstants.SOURCE_ADDR_TON, options.getSourceAddrTon(), Integer.class),
                message.getHeader(SmppConstants.SOURCE_ADDR_NPI, options.getSourceAddrNpi(), Integer.class));
    }

    private static Address typed(Address address, Integer ton, Integer npi) {
        return address == Address.NONE || ton == null && npi == null
                ? address
                : new Address(ton == null ? address.ton() : ton, npi == null ? address.npi() : npi, address.value());
    }

    private String serviceType(Message message, Fields fields) {
        String own = fields.get(Fields.SERVICE_TYPE);
        return message.getHeader(
                SmppConstants.SERVICE_TYPE, own == null ? options.getServiceType() : own, String.class);
    }

    private int registered(Message message) {
        Integer raw = message.getHeader(SmppConstants.REGISTERED_DELIVERY, Integer.class);
        if (raw != null) {
            return raw;
        }
        return wishes(message)
                .receipts()
                .registeredDelivery(options.getInterfaceVersion().equals("5.0"));
    }

    private int priority(Message message, Fields fields) {
        Integer flag = message.getHeader(SmppConstants.PRIORITY_FLAG, Integer.class);
        flag = flag == null ? fields.number(Fields.PRIORITY) : flag;
        if (flag != null) {
            return flag;
        }
        Integer ours = wishes(message).priority();
        return ours == null ? options.getPriorityFlag() : ours;
    }

    /** Relative times need no common clock. */
    private String schedule(Message message) {
        Long at = wishes(message).sendAt();
        return at == null ? "" : Times.relative(at - System.currentTimeMillis());
    }

    private String validity(Message message) {
        Long until = wishes(message).validUntil();
        return until == null ? "" : Times.relative(until - System.currentTimeMillis());
    }

    private static boolean replaces(Message message) {
        Object flag = message.getHeader(SmppConstants.REPLACE_IF_PRESENT);
        return flag instanceof Number number ? number.intValue() != 0 : "true".equals(String.valueOf(flag));
    }

    private static List<Tlv> tlvs(Message message, Fields fields) {
        List<Tlv> tlvs = new ArrayList<>(Tlv.parse(message.getHeader(SmppConstants.TLVS, String.class)));
        tlvs.addAll(Said.tlvs(fields));
        Object byNumber = message.getHeader(SmppConstants.OPTIONAL_PARAMETER);
        Object either = byNumber == null ? message.getHeader(SmppConstants.OPTIONAL_PARAMETERS) : byNumber;
        if (either instanceof Map<?, ?> map) {
            map.forEach((tag, value) -> tlvs.add(Tlv.of(tag, value)));
        }
        return tlvs;
    }
}
