package org.smshub.hub.smpp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.smpp.SmppConstants;
import org.jsmpp.bean.ESMClass;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.EsmClass;
import org.smshub.smpp.Times;
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

    private static final ESMClass PLAIN = new ESMClass(0x00);
    private static final ESMClass UDHI = new ESMClass(EsmClass.UDHI);
    private static final byte NO_RECEIPT = 0;
    private static final byte RECEIPT = 1;
    /** A final receipt and intermediate notifications (SMPP 3.4 5.2.17). */
    private static final byte ALL_RECEIPTS = 0x11;

    /** By what the blocks of links say. */
    private final Map<String, CodingRules> rules = new ConcurrentHashMap<>();

    /**
     * Sets what camel-smpp sends.
     *
     * @param alphabet what the centre means by data_coding 0: GSM7, LATIN1, ASCII or UTF8
     * @param alphabetOne by data_coding 1
     * @param generalClass whether a class is written as 0x10|class (3GPP TS 23.038) instead of 0xF0|class, which SMPP leaves
     *     to GSM
     * @throws SmsNotSentException if this link has no octets for the part: nothing has left
     */
    public void write(Exchange exchange, String alphabet, String alphabetOne, boolean generalClass)
            throws SmsNotSentException {
        String key = alphabet + ' ' + alphabetOne + ' ' + generalClass;
        write(
                exchange,
                rules.computeIfAbsent(
                        key,
                        k -> new CodingRules(Encoding.named(alphabet), Encoding.named(alphabetOne), generalClass)));
    }

    private void write(Exchange exchange, CodingRules codings) throws SmsNotSentException {
        try {
            fill(exchange, codings);
        } catch (IllegalArgumentException | TextException e) {
            throw new SmsNotSentException("smpp:field", e.getMessage(), false);
        }
    }

    private void fill(Exchange exchange, CodingRules rules) {
        Message message = exchange.getMessage();
        String encoding = message.getHeader(SmsHeaders.ENCODING, String.class);
        Integer coding = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        Integer messageClass = message.getHeader(SmsHeaders.CLASS, Integer.class);
        byte[] udh = hex(message.getHeader(SmsHeaders.UDH, String.class));
        Udh header = udh.length == 0 ? Udh.NONE : Udh.parse(udh);
        int parts = message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
        if (parts > 1 && header.concatenation().isEmpty()) {
            // numbered by SAR, which camel-smpp does not write
            udh = header.with(Concatenation.narrow(
                            message.getHeader(SmsHeaders.PART_REF, 0, Integer.class),
                            parts,
                            message.getHeader(SmsHeaders.PART, 1, Integer.class)))
                    .bytes();
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
        message.setHeader(SmppConstants.DATA_CODING, (byte) dcs);
        message.setHeader(SmppConstants.ESM_CLASS, udh.length > 0 ? UDHI : PLAIN);
        // camel-smpp takes octets for 8-bit data codings, and for all others a string of them
        message.setBody(isEightBit(dcs) ? octets : new String(octets, StandardCharsets.ISO_8859_1));
        addresses(message);
        switch (message.getHeader(SmsHeaders.RECEIPT, "FINAL", String.class)) {
            case "NONE" -> message.setHeader(SmppConstants.REGISTERED_DELIVERY, NO_RECEIPT);
            case "ALL" -> message.setHeader(SmppConstants.REGISTERED_DELIVERY, ALL_RECEIPTS);
            default -> message.setHeader(SmppConstants.REGISTERED_DELIVERY, RECEIPT);
        }
        Integer protocolId = message.getHeader(SmsHeaders.PROTOCOL_ID, Integer.class);
        if (protocolId != null) {
            message.setHeader(SmppConstants.PROTOCOL_ID, protocolId.byteValue());
        }
        Long until = message.getHeader(SmsHeaders.VALID_UNTIL, Long.class);
        if (until != null) {
            message.setHeader(SmppConstants.VALIDITY_PERIOD, Times.relative(until - System.currentTimeMillis()));
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

    private static void addresses(Message message) {
        Address to = address(message, SmsHeaders.TO);
        message.setHeader(SmppConstants.DEST_ADDR, to.value());
        message.setHeader(SmppConstants.DEST_ADDR_TON, (byte) to.ton());
        message.setHeader(SmppConstants.DEST_ADDR_NPI, (byte) to.npi());
        // without one the centre sets the sender of the account: SMPP 3.4 4.4.1, source_addr null
        Address from = address(message, SmsHeaders.FROM);
        message.setHeader(SmppConstants.SOURCE_ADDR, from.value());
        message.setHeader(SmppConstants.SOURCE_ADDR_TON, (byte) from.ton());
        message.setHeader(SmppConstants.SOURCE_ADDR_NPI, (byte) from.npi());
    }

    private static Address address(Message message, String header) {
        Address address = AddressRules.USUAL.write(message.getHeader(header, String.class));
        if (address.value().chars().anyMatch(c -> c > 0x7F)) {
            // jSMPP would write two octets for it, as UTF-8 has it
            throw new IllegalArgumentException(
                    "camel-smpp sends ASCII addresses only; a link of the template smpp-link sends ISO-8859-1");
        }
        return address;
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
