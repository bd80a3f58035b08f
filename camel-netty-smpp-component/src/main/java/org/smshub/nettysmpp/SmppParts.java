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

    private final String longMessages;
    private final CodingRules rules;
    private final TextProfile profile;
    private final AtomicInteger reference =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(256));

    /** @param longMessages UDH, SAR or PAYLOAD */
    SmppParts(String longMessages, CodingRules rules, TextProfile profile) {
        this.longMessages = longMessages;
        this.rules = rules;
        this.profile = profile;
    }

    /** @throws RuntimeException naming the header to change when the message has no octets here */
    List<Part> of(Message message) {
        return of(message, rules);
    }

    /** @param rules other ones than the options say, as for an application with an alphabet of its own */
    List<Part> of(Message message, CodingRules rules) {
        Integer messageClass = message.getHeader(SmsHeaders.CLASS, Integer.class);
        Integer coding = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        String wanted = message.getHeader(SmsHeaders.ENCODING, String.class);
        String hex = message.getHeader(SmsHeaders.UDH, String.class);
        byte[] header = hex == null ? NOTHING : hex(hex);
        Udh udh = hex == null ? Udh.NONE : Udh.parse(header);
        Sar sar = sar(message, udh);
        if (message.getBody() instanceof byte[] || "BINARY".equals(wanted)) {
            byte[] octets = message.getBody(byte[].class);
            Alphabet alphabet = wanted == null ? Alphabet.BINARY : Alphabet.valueOf(wanted);
            int dcs = coding == null ? rules.write(encoding(alphabet), messageClass) : coding;
            return octets(alphabet, dcs, header, udh, sar, octets == null ? NOTHING : octets);
        }
        String body = message.getBody(String.class);
        String text = body == null ? "" : body;
        Encoding encoding = encoding(wanted, coding, text, messageClass, rules);
        int dcs = coding == null ? coding(wanted, encoding, messageClass, rules) : coding;
        encoding = encoding == Encoding.GSM7 && !udh.isEmpty() ? udh.encoding(Alphabet.GSM7) : encoding;
        if (sar != null || isPart(udh) || longMessages.equals("PAYLOAD") || fits(text, encoding, udh.length())) {
            return List.of(single(dcs, header, udh, sar, encoding.encode(text)));
        }
        return planned(text, encoding, dcs, udh.withoutShifts());
    }

    private static boolean isPart(Udh udh) {
        return !udh.isEmpty() && udh.concatenation().isPresent();
    }

    /** The number of a part whose header does not say it. */
    private static Sar sar(Message message, Udh udh) {
        int parts = message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
        return parts <= 1 || isPart(udh)
                ? null
                : new Sar(
                        message.getHeader(SmsHeaders.PART_REF, 0, Integer.class) & 0xFFFF,
                        parts,
                        message.getHeader(SmsHeaders.PART, 1, Integer.class));
    }

    private static boolean fits(String text, Encoding encoding, int header) {
        int units = encoding.units(text, 0, text.length());
        // what has no units is refused where it is encoded, by the name of its character
        return units <= encoding.alphabet().capacity(header);
    }

    private static Encoding encoding(Alphabet alphabet) {
        return switch (alphabet) {
            case GSM7 -> Encoding.GSM7;
            case UCS2 -> Encoding.UCS2;
            case BINARY -> null;
        };
    }

    private List<Part> planned(String text, Encoding encoding, int coding, Udh header) {
        List<Part> parts = new ArrayList<>(1);
        boolean sar = longMessages.equals("SAR") && header.isEmpty();
        int number = reference.getAndIncrement() & 0xFFFF;
        // what is not UCS-2 here has to go in the alphabet that the message names, or not at all
        TextProfile wanted = profile.withDefaultAlphabet(encoding)
                .withUcs2(encoding == Encoding.UCS2)
                .withHeader(header);
        for (Segment segment : wanted.plan(text).segments(number)) {
            Sar by = sar && segment.parts() > 1 ? new Sar(number, segment.parts(), segment.part()) : null;
            Udh udh = by == null
                    ? segment.udh()
                    : new Udh(segment.udh().elements().stream()
                            .filter(e -> !(e instanceof Concatenation))
                            .toList());
            parts.add(part(coding, udh.bytes(), segment.octets(), by == null ? List.of() : by.tlvs()));
        }
        return parts;
    }

    private List<Part> octets(Alphabet alphabet, int coding, byte[] header, Udh udh, Sar sar, byte[] octets) {
        int units = alphabet == Alphabet.UCS2 ? (octets.length + 1) / 2 : octets.length;
        if (alphabet == Alphabet.BINARY
                || sar != null
                || isPart(udh)
                || longMessages.equals("PAYLOAD")
                || units <= alphabet.capacity(udh.length())) {
            return List.of(single(coding, header, udh, sar, octets));
        }
        return profile
                .withHeader(udh.withoutShifts())
                .segments(alphabet, octets, udh.shifts(), reference.getAndIncrement())
                .stream()
                .map(data -> part(coding, data.udh().bytes(), data.body(), List.of()))
                .toList();
    }

    /** As one: octet for octet, but that its number stands where the centre looks for it. */
    private Part single(int coding, byte[] header, Udh udh, Sar sar, byte[] octets) {
        if (longMessages.equals("SAR")) {
            if (sar != null) {
                return part(coding, header, octets, sar.tlvs());
            }
            if (udh.elements().size() == 1 && udh.elements().get(0) instanceof Concatenation c) {
                return part(coding, NOTHING, octets, new Sar(c.reference(), c.parts(), c.part()).tlvs());
            }
        }
        byte[] numbered = sar == null
                ? header
                : udh.with(Concatenation.narrow(sar.reference(), sar.parts(), sar.part()))
                        .bytes();
        return part(coding, numbered, octets, List.of());
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

    private static Encoding encoding(
            String wanted, Integer coding, String text, Integer messageClass, CodingRules rules) {
        if (coding != null) {
            Encoding said = rules.read(coding).encoding();
            if (said == null) {
                throw new IllegalArgumentException(
                        "header " + SmsHeaders.DATA_CODING + " is one for octets: the body must be byte[]");
            }
            return said;
        }
        if (wanted == null) {
            Encoding alphabet = rules.text(messageClass);
            return alphabet.firstMissing(text, 0) < 0 ? alphabet : Encoding.UCS2;
        }
        return switch (wanted) {
            case "UCS2" -> Encoding.UCS2;
            case "LATIN1", "ASCII" -> Encoding.named(wanted);
            default -> rules.text(messageClass);
        };
    }

    /** What its sender wrote in ISO-8859-1 or ASCII is said so, even where that is the default alphabet. */
    private static int coding(String wanted, Encoding encoding, Integer messageClass, CodingRules rules) {
        return "LATIN1".equals(wanted)
                ? CodingRules.LATIN1
                : "ASCII".equals(wanted) ? CodingRules.ASCII : rules.write(encoding, messageClass);
    }

    private static byte[] hex(String hex) {
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("header " + SmsHeaders.UDH + " is not hex");
        }
    }
}
