package org.smshub.nettysmpp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.EsmClass;
import org.smshub.smpp.Sar;
import org.smshub.smpp.Tlv;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/** The body of a Camel message as the contents of its short messages: one if it fits, has its header or is a part. */
final class SmppParts {

    /**
     * What goes into one PDU.
     *
     * @param esmClass UDHI or 0
     * @param octets of short_message
     * @param tlvs message_payload for what is too long for it, and the number of the part by SAR
     */
    record Part(int esmClass, int coding, byte[] octets, List<Tlv> tlvs) {}

    /** Octets that short_message has room for (§5.2.21). */
    static final int SHORT_MESSAGE = 254;

    private static final byte[] NOTHING = {};

    private final SmppOptions options;
    private final CodingRules rules;
    private final AtomicInteger reference =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(256));

    SmppParts(SmppOptions options) {
        this.options = options;
        this.rules = options.codingRules();
    }

    /** @throws RuntimeException naming the header to change when the message has no octets here */
    List<Part> of(Message message) {
        Integer messageClass = message.getHeader(SmsHeaders.CLASS, Integer.class);
        Integer coding = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        String wanted = message.getHeader(SmsHeaders.ENCODING, String.class);
        if (message.getBody() instanceof byte[] || "BINARY".equals(wanted)) {
            byte[] octets = message.getBody(byte[].class);
            return List.of(single(
                    message,
                    coding == null ? rules.write(null, messageClass) : coding,
                    octets == null ? NOTHING : octets));
        }
        String body = message.getBody(String.class);
        String text = body == null ? "" : body;
        Encoding encoding = encoding(wanted, coding, text, rules.text(messageClass));
        int dcs = coding == null ? rules.write(encoding, messageClass) : coding;
        String udh = message.getHeader(SmsHeaders.UDH, String.class);
        if (udh != null && encoding == Encoding.GSM7) {
            encoding = Udh.parse(hex(udh)).encoding(Alphabet.GSM7);
        }
        boolean finished = udh != null || message.getHeader(SmsHeaders.PARTS, 1, Integer.class) > 1;
        return finished || options.getLongMessages().equals("PAYLOAD")
                ? List.of(single(message, dcs, encoding.encode(text)))
                : planned(text, encoding, dcs);
    }

    private List<Part> planned(String text, Encoding encoding, int coding) {
        List<Part> parts = new ArrayList<>(1);
        boolean sar = options.getLongMessages().equals("SAR");
        int number = reference.getAndIncrement() & 0xFFFF;
        // what is not UCS-2 here has to go in the alphabet that the message names, or not at all
        TextProfile profile = options.profile().withDefaultAlphabet(encoding).withUcs2(encoding == Encoding.UCS2);
        for (Segment segment : profile.plan(text).segments(number)) {
            parts.add(
                    sar && segment.parts() > 1
                            ? new Part(
                                    0,
                                    coding,
                                    segment.octets(),
                                    new Sar(number, segment.parts(), segment.part()).tlvs())
                            : part(coding, segment.udhBytes(), segment.octets(), List.of()));
        }
        return parts;
    }

    /** As one, with the header that the message has or that its part numbers give. */
    private Part single(Message message, int coding, byte[] octets) {
        String hex = message.getHeader(SmsHeaders.UDH, String.class);
        int parts = message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
        Udh udh = hex == null ? Udh.NONE : Udh.parse(hex(hex));
        if (hex == null && parts > 1) {
            int number = message.getHeader(SmsHeaders.PART_REF, 0, Integer.class);
            udh = Udh.of(new Concatenation(
                    number, number > 0xFF, parts, message.getHeader(SmsHeaders.PART, 1, Integer.class)));
        }
        if (options.getLongMessages().equals("SAR")
                && udh.elements().size() == 1
                && udh.elements().get(0) instanceof Concatenation c) {
            return part(coding, NOTHING, octets, new Sar(c.reference(), c.parts(), c.part()).tlvs());
        }
        return part(coding, hex == null ? udh.bytes() : hex(hex), octets, List.of());
    }

    private static Part part(int coding, byte[] udh, byte[] body, List<Tlv> sar) {
        byte[] octets = body;
        if (udh.length > 0) {
            octets = Arrays.copyOf(udh, udh.length + body.length);
            System.arraycopy(body, 0, octets, udh.length, body.length);
        }
        int esmClass = udh.length > 0 ? EsmClass.UDHI : 0;
        if (octets.length <= SHORT_MESSAGE) {
            return new Part(esmClass, coding, octets, sar);
        }
        if (octets.length > 0xFFFF) {
            throw new IllegalArgumentException("The body has more than 65535 octets, the most of message_payload");
        }
        List<Tlv> tlvs = new ArrayList<>(sar);
        tlvs.add(new Tlv(Tlv.MESSAGE_PAYLOAD, octets));
        return new Part(esmClass, coding, NOTHING, tlvs);
    }

    /** @param alphabet of text that is not UCS-2 */
    private Encoding encoding(String wanted, Integer coding, String text, Encoding alphabet) {
        if ("UCS2".equals(wanted)) {
            return Encoding.UCS2;
        }
        if (wanted == null && coding != null) {
            Encoding said = rules.read(coding).encoding();
            if (said == null) {
                throw new IllegalArgumentException(
                        "header " + SmsHeaders.DATA_CODING + " is one for octets: the body must be byte[]");
            }
            return said;
        }
        return wanted != null || alphabet.firstMissing(text, 0) < 0 ? alphabet : Encoding.UCS2;
    }

    private static byte[] hex(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("header " + SmsHeaders.UDH + " is not hex");
        }
    }
}
