package org.smshub.ledger;

import java.util.HexFormat;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.text.plan.Uncut;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/** The content of a message of Camel before it is cut, by the names on it. */
public final class UncutMessage {

    private UncutMessage() {}

    /** @throws IllegalArgumentException naming the header or body that is wrong */
    public static Uncut of(Message message) {
        String encoding = message.getHeader(SmsHeaders.ENCODING, String.class);
        String hex = message.getHeader(SmsHeaders.UDH, String.class);
        Integer coding = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        Udh udh = hex == null ? Udh.NONE : Udh.parse(HexFormat.of().parseHex(hex));
        boolean octets = message.getBody() instanceof byte[] || "BINARY".equals(encoding);
        check(encoding, octets);
        Object body = octets ? message.getBody(byte[].class) : message.getBody(String.class);
        boolean empty = body == null
                || body instanceof String text && text.isEmpty()
                || body instanceof byte[] b && b.length == 0;
        if (empty && !isMeant(message, udh, coding)) {
            throw new IllegalArgumentException(
                    "The body is empty: there is " + (octets ? "nothing" : "no text") + " to send");
        }
        if (body == null) {
            body = octets ? new byte[0] : "";
        }
        return new Uncut(
                body, encoding, udh, message.getHeader(SmsHeaders.CLASS, Integer.class), coding, number(message, udh));
    }

    /** What an empty message may stand for: message waiting, a silent message, something that its header says. */
    private static boolean isMeant(Message message, Udh udh, Integer coding) {
        return coding != null || !udh.isEmpty() || message.getHeader(SmsHeaders.PROTOCOL_ID) != null;
    }

    private static void check(String encoding, boolean octets) {
        boolean known = encoding == null
                || encoding.equals("GSM7")
                || encoding.equals("UCS2")
                || encoding.equals("BINARY")
                || !octets && (encoding.equals("LATIN1") || encoding.equals("ASCII"));
        if (!known) {
            throw new IllegalArgumentException(
                    "SmsEncoding is GSM7, UCS2 or BINARY, or absent to let the hub choose; not " + encoding);
        }
    }

    /** Of a part that its sender numbered without a header (SAR). */
    private static Concatenation number(Message message, Udh udh) {
        Integer part = message.getHeader(SmsHeaders.PART, Integer.class);
        int parts = part == null ? 1 : message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
        if (parts <= 1 || udh.concatenation().isPresent()) {
            return null;
        }
        int reference = message.getHeader(SmsHeaders.PART_REF, 0, Integer.class);
        return new Concatenation(reference & 0xFFFF, true, parts, part);
    }
}
