package org.smshub.hub.smpp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.smpp.SmppConstants;
import org.jsmpp.bean.ESMClass;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.passing.Fields;
import org.smshub.link.passing.Passes;
import org.smshub.link.passing.Priorities;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.EsmClass;
import org.smshub.smpp.Said;
import org.smshub.smpp.Sar;
import org.smshub.smpp.SmppValueException;
import org.smshub.smpp.Times;
import org.smshub.smpp.Tlv;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.TextException;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/**
 * A part for camel-smpp, which is used as a byte pipe: the octets of header and text, made here, and the fields that say
 * what they are. camel-smpp's own encoding loses characters and cuts surrogate pairs.
 */
public class SmppParts {

    /** Octets that short_message has room for (SMPP 3.4 5.2.21). */
    private static final int SHORT_MESSAGE = 254;

    /** jSMPP would write two octets for what is not ASCII, as UTF-8 has it. */
    static final AddressRules ADDRESSES = AddressRules.USUAL.withNames(Encoding.ASCII, false);

    /**
     * What the block of a link says of its parts.
     *
     * @param rules data_coding
     * @param sar whether parts are numbered by SAR
     */
    private record Manner(CodingRules rules, boolean sar, Passes passes, Priorities priorities) {

        static Manner of(
                String alphabet,
                String alphabetOne,
                boolean generalClass,
                String longMessages,
                String passes,
                String priorities) {
            if (!LONG_MESSAGES.contains(longMessages)) {
                throw new IllegalArgumentException("longMessages is one of UDH, SAR, PAYLOAD, not " + longMessages);
            }
            return new Manner(
                    new CodingRules(Encoding.named(alphabet), Encoding.named(alphabetOne), generalClass),
                    longMessages.equals("SAR"),
                    Passes.of(passes),
                    Priorities.of(priorities));
        }
    }

    private static final Set<String> LONG_MESSAGES = Set.of("UDH", "SAR", "PAYLOAD");

    /** By what the blocks of links say. */
    private final Map<String, Manner> manners = new ConcurrentHashMap<>();

    /**
     * Sets what camel-smpp sends; the options are those of smpp-link.
     *
     * @param alphabet what the centre means by data_coding 0: GSM7, LATIN1, ASCII or UTF8
     * @param alphabetOne by data_coding 1
     * @param generalClass whether a class is written as 0x10|class (3GPP TS 23.038) instead of 0xF0|class, which SMPP leaves
     *     to GSM
     * @param longMessages UDH, SAR or PAYLOAD, see {@code ledger:link}
     * @param passes what goes on of what else a message says
     * @param priorities the centre's priority for SmsPriority 0 to 3; empty = none is sent
     * @throws SmsNotSentException if this link has no octets for the part: nothing has left
     */
    public void write(
            Exchange exchange,
            String alphabet,
            String alphabetOne,
            boolean generalClass,
            String longMessages,
            String passes,
            String priorities)
            throws SmsNotSentException {
        String key = String.join(" ", alphabet, alphabetOne, "" + generalClass, longMessages, passes, "" + priorities);
        write(
                exchange,
                manners.computeIfAbsent(
                        key,
                        k -> Manner.of(
                                alphabet,
                                alphabetOne,
                                generalClass,
                                longMessages,
                                passes,
                                priorities == null ? "" : priorities)));
    }

    private void write(Exchange exchange, Manner manner) throws SmsNotSentException {
        try {
            fill(exchange, manner);
        } catch (SmppValueException e) {
            throw new SmsNotSentException(
                    "smpp:field", e.getMessage() + "; a link of the template smpp-link sends ISO-8859-1", false);
        } catch (IllegalArgumentException | TextException e) {
            throw new SmsNotSentException("smpp:field", e.getMessage(), false);
        }
    }

    private void fill(Exchange exchange, Manner manner) {
        CodingRules rules = manner.rules();
        Message message = exchange.getMessage();
        String encoding = message.getHeader(SmsHeaders.ENCODING, String.class);
        Integer coding = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        Integer messageClass = message.getHeader(SmsHeaders.CLASS, Integer.class);
        byte[] udh = hex(message.getHeader(SmsHeaders.UDH, String.class));
        Udh header = udh.length == 0 ? Udh.NONE : Udh.parse(udh);
        List<Tlv> tlvs = new ArrayList<>();
        int parts = message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
        if (parts > 1 && header.concatenation().isEmpty()) {
            // its sender numbered it by SAR
            int reference = message.getHeader(SmsHeaders.PART_REF, 0, Integer.class) & 0xFFFF;
            int part = message.getHeader(SmsHeaders.PART, 1, Integer.class);
            if (manner.sar()) {
                tlvs.addAll(new Sar(reference, parts, part).tlvs());
            } else {
                udh = header.with(Concatenation.narrow(reference, parts, part)).bytes();
            }
        } else if (manner.sar()
                && header.elements().size() == 1
                && header.concatenation().isPresent()) {
            Concatenation number = header.concatenation().get();
            tlvs.addAll(new Sar(number.reference(), number.parts(), number.part()).tlvs());
            udh = new byte[0];
        }
        Encoding text = text(encoding, coding, messageClass, rules);
        int dcs = coding == null ? coding(encoding, text, messageClass, rules) : coding;
        byte[] content;
        if (message.getBody() instanceof byte[] units) {
            content = units;
        } else if (text == null) {
            content = message.getBody(byte[].class);
        } else {
            Encoding septets = text == Encoding.GSM7 ? header.encoding(Alphabet.GSM7) : text;
            content = septets.encode(message.getBody(String.class));
        }
        byte[] octets = join(udh, content);
        if (octets.length > SHORT_MESSAGE) {
            tlvs.add(new Tlv(Tlv.MESSAGE_PAYLOAD, octets));
            octets = new byte[0];
        }
        message.setHeader(SmppConstants.DATA_CODING, (byte) dcs);
        // camel-smpp takes octets for 8-bit data codings, and for all others a string of them
        message.setBody(isEightBit(dcs) ? octets : new String(octets, StandardCharsets.ISO_8859_1));
        String said = message.getHeader(SmsHeaders.FIELDS, String.class);
        Fields fields = said == null ? Fields.NONE : manner.passes().of(Fields.parse(said));
        int udhi = udh.length > 0 ? EsmClass.UDHI : 0;
        message.setHeader(SmppConstants.ESM_CLASS, new ESMClass(udhi | Said.esmClass(fields, 0)));
        addresses(message, fields);
        int registered = ReceiptsWanted.of(message.getHeader(SmsHeaders.RECEIPT, "FINAL", String.class))
                .registeredDelivery(false);
        message.setHeader(SmppConstants.REGISTERED_DELIVERY, (byte) (registered | Said.acknowledgements(fields)));
        tlvs.addAll(Said.tlvs(fields));
        others(message, fields, manner, tlvs);
        Integer protocolId = message.getHeader(SmsHeaders.PROTOCOL_ID, Integer.class);
        if (protocolId != null && manner.passes().pass(Fields.PROTOCOL_ID)) {
            message.setHeader(SmppConstants.PROTOCOL_ID, protocolId.byteValue());
        }
        Long until = message.getHeader(SmsHeaders.VALID_UNTIL, Long.class);
        if (until != null && manner.passes().pass("validity")) {
            message.setHeader(SmppConstants.VALIDITY_PERIOD, Times.relative(until - System.currentTimeMillis()));
        }
    }

    /** service_type, priority_flag, replace_if_present_flag, and optional parameters, each with all its octets. */
    private static void others(Message message, Fields fields, Manner manner, List<Tlv> tlvs) {
        if (fields.get(Fields.SERVICE_TYPE) != null) {
            message.setHeader(SmppConstants.SERVICE_TYPE, fields.get(Fields.SERVICE_TYPE));
        }
        Integer priority = fields.number(Fields.PRIORITY);
        if (priority == null) {
            priority = manner.priorities().of(message.getHeader(SmsHeaders.PRIORITY, Integer.class));
        }
        // without it camel-smpp says 1
        message.setHeader(SmppConstants.PRIORITY_FLAG, priority == null ? (byte) 0 : priority.byteValue());
        if (fields.is(Fields.REPLACE)) {
            message.setHeader(SmppConstants.REPLACE_IF_PRESENT_FLAG, (byte) 1);
        }
        Map<Short, Object> parameters = new LinkedHashMap<>();
        tlvs.forEach(tlv -> parameters.put((short) tlv.tag(), tlv.value()));
        if (!parameters.isEmpty()) {
            message.setHeader(SmppConstants.OPTIONAL_PARAMETER, parameters);
        }
    }

    /** What a text is written in; null = the message is binary. */
    private static Encoding text(String encoding, Integer coding, Integer messageClass, CodingRules rules) {
        if (coding != null && !"BINARY".equals(encoding)) {
            return rules.read(coding).encoding();
        }
        return switch (encoding) {
            case "GSM7" -> rules.text(messageClass);
            case "UCS2" -> Encoding.UCS2;
            case "LATIN1", "ASCII" -> Encoding.named(encoding);
            case "BINARY" -> null;
            default -> throw new IllegalArgumentException("SMPP links send GSM7, UCS2 or BINARY, not " + encoding);
        };
    }

    private static int coding(String encoding, Encoding text, Integer messageClass, CodingRules rules) {
        return switch (encoding) {
            case "LATIN1" -> CodingRules.LATIN1;
            case "ASCII" -> CodingRules.ASCII;
            default -> rules.write(text, messageClass);
        };
    }

    /** As camel-smpp decides it: the alphabet bits of the general data coding group, or a coding/message class of 8 bits. */
    private static boolean isEightBit(int dcs) {
        return org.apache.camel.component.smpp.SmppUtils.is8Bit(org.jsmpp.bean.Alphabet.parseDataCoding((byte) dcs));
    }

    private static void addresses(Message message, Fields fields) {
        Address to = ADDRESSES.write(
                message.getHeader(SmsHeaders.TO, String.class),
                fields.number(Fields.TO_TON),
                fields.number(Fields.TO_NPI));
        message.setHeader(SmppConstants.DEST_ADDR, to.value());
        message.setHeader(SmppConstants.DEST_ADDR_TON, (byte) to.ton());
        message.setHeader(SmppConstants.DEST_ADDR_NPI, (byte) to.npi());
        // without one the centre sets the sender of the account: SMPP 3.4 4.4.1, source_addr null
        Address from = ADDRESSES.write(
                message.getHeader(SmsHeaders.FROM, String.class),
                fields.number(Fields.FROM_TON),
                fields.number(Fields.FROM_NPI));
        message.setHeader(SmppConstants.SOURCE_ADDR, from.value());
        message.setHeader(SmppConstants.SOURCE_ADDR_TON, (byte) from.ton());
        message.setHeader(SmppConstants.SOURCE_ADDR_NPI, (byte) from.npi());
    }

    private static byte[] hex(String hex) {
        return hex == null ? new byte[0] : HexFormat.of().parseHex(hex);
    }

    private static byte[] join(byte[] udh, byte[] content) {
        if (udh.length == 0) {
            return content;
        }
        byte[] both = new byte[udh.length + content.length];
        System.arraycopy(udh, 0, both, 0, udh.length);
        System.arraycopy(content, 0, both, udh.length, content.length);
        return both;
    }
}
