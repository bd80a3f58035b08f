package org.smshub.hub.smpp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.smpp.SmppConstants;
import org.jsmpp.bean.ESMClass;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Encoding;

/**
 * A part for camel-smpp, which is used as a byte pipe: the octets of header and text, made here, and the fields that say
 * what they are. camel-smpp's own encoding loses characters and cuts surrogate pairs.
 */
public class SmppParts {

    private static final int DCS_GSM7 = 0x00;
    private static final int DCS_BINARY = 0x04;
    private static final int DCS_UCS2 = 0x08;
    /** Message class in the general data coding group (3GPP TS 23.038 4). */
    private static final int DCS_CLASS = 0x10;

    private static final ESMClass PLAIN = new ESMClass(0x00);
    private static final ESMClass UDHI = new ESMClass(0x40);
    private static final byte NO_RECEIPT = 0;
    private static final byte RECEIPT = 1;
    /** A final receipt and intermediate notifications (SMPP 3.4 5.2.17). */
    private static final byte ALL_RECEIPTS = 0x11;

    private Encoding defaultAlphabet = Encoding.GSM7;

    /** Sets what camel-smpp sends. */
    public void write(Exchange exchange) {
        Message message = exchange.getMessage();
        String encoding = message.getHeader(SmsHeaders.ENCODING, String.class);
        byte[] udh = hex(message.getHeader(SmsHeaders.UDH, String.class));
        byte[] octets = join(udh, octets(message, encoding));
        int dcs = dataCoding(message, encoding);
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
            message.setHeader(SmppConstants.VALIDITY_PERIOD, validity(until - System.currentTimeMillis()));
        }
    }

    private byte[] octets(Message message, String encoding) {
        return switch (encoding) {
            case "GSM7" -> defaultAlphabet.encode(message.getBody(String.class));
            case "UCS2" -> Encoding.UCS2.encode(message.getBody(String.class));
            case "BINARY" -> message.getBody(byte[].class);
            default -> throw new IllegalArgumentException("SMPP links send GSM7, UCS2 or BINARY, not " + encoding);
        };
    }

    private static int dataCoding(Message message, String encoding) {
        Integer set = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        if (set != null) {
            return set;
        }
        int dcs =
                switch (encoding) {
                    case "UCS2" -> DCS_UCS2;
                    case "BINARY" -> DCS_BINARY;
                    default -> DCS_GSM7;
                };
        Integer messageClass = message.getHeader(SmsHeaders.CLASS, Integer.class);
        return messageClass == null ? dcs : dcs | DCS_CLASS | messageClass;
    }

    /** As camel-smpp decides it: the alphabet bits of the general data coding group, or a coding/message class of 8 bits. */
    private static boolean isEightBit(int dcs) {
        return org.apache.camel.component.smpp.SmppUtils.is8Bit(org.jsmpp.bean.Alphabet.parseDataCoding((byte) dcs));
    }

    private static void addresses(Message message) {
        SmppAddress to = SmppAddress.of(message.getHeader(SmsHeaders.TO, String.class));
        message.setHeader(SmppConstants.DEST_ADDR, to.digits());
        message.setHeader(SmppConstants.DEST_ADDR_TON, to.ton());
        message.setHeader(SmppConstants.DEST_ADDR_NPI, to.npi());
        String sender = message.getHeader(SmsHeaders.FROM, String.class);
        // without one the centre sets the sender of the account: SMPP 3.4 4.4.1, source_addr null
        SmppAddress from = sender == null ? new SmppAddress("", (byte) 0, (byte) 0) : SmppAddress.of(sender);
        message.setHeader(SmppConstants.SOURCE_ADDR, from.digits());
        message.setHeader(SmppConstants.SOURCE_ADDR_TON, from.ton());
        message.setHeader(SmppConstants.SOURCE_ADDR_NPI, from.npi());
    }

    /** Relative time (SMPP 3.4 7.1.1.2), which needs no common clock: {@code YYMMDDhhmmss000R}, at least a second. */
    static String validity(long millis) {
        long seconds = Math.max(1, Math.min(millis / 1000, 99L * 365 * 86_400));
        long days = seconds / 86_400;
        return String.format(
                "%02d%02d%02d%02d%02d%02d000R",
                days / 365, days % 365 / 30, days % 365 % 30, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
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

    public String getDefaultAlphabet() {
        return defaultAlphabet.name();
    }

    /** What the centre takes data_coding 0 for: GSM7 (default), LATIN1 or ASCII. */
    public void setDefaultAlphabet(String name) {
        defaultAlphabet = alphabet(name);
    }

    static Encoding alphabet(String name) {
        return switch (name) {
            case "GSM7" -> Encoding.GSM7;
            case "LATIN1" -> Encoding.LATIN1;
            case "ASCII" -> Encoding.ASCII;
            default -> throw new IllegalArgumentException("defaultAlphabet is GSM7, LATIN1 or ASCII, not " + name);
        };
    }
}
