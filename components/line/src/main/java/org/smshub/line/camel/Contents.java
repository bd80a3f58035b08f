package org.smshub.line.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.Hex;
import org.smshub.text.TextException;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/** The body of a message of Camel as the contents of its parts: one if it fits or has its header already. */
public final class Contents {

    private final TextProfile profile;
    private final AtomicInteger reference =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(256));

    public Contents(TextProfile profile) {
        this.profile = profile;
    }

    /** @throws RuntimeException naming the header or option to change when the message cannot be sent so */
    public List<Content> of(Message message) {
        boolean whole = isBinary(message)
                || message.getHeader(SmsHeaders.UDH) != null
                || message.getHeader(SmsHeaders.PARTS, 1, Integer.class) > 1;
        if (whole) {
            return List.of(single(message));
        }
        DataCoding coding = coding(message);
        List<Content> contents = new ArrayList<>();
        List<Segment> segments = profile(message, coding).plan(text(message)).segments(reference.getAndIncrement());
        for (Segment segment : segments) {
            Alphabet alphabet = segment.encoding().alphabet();
            String udh = Hex.of(segment.udhBytes());
            contents.add(Content.text(segment.text(), alphabet, messageClass(message), udh, coding));
        }
        return contents;
    }

    /** The body as one part, with the header that the message has or that its part numbers give. */
    public Content single(Message message) {
        DataCoding coding = coding(message);
        String udh = header(message);
        int headerOctets = udh.length() / 2;
        if (isBinary(message)) {
            byte[] body = message.getBody(byte[].class);
            byte[] data = body == null ? new byte[0] : body;
            fits(data.length, Alphabet.BINARY, headerOctets);
            return Content.binary(data, messageClass(message), udh, coding);
        }
        String text = text(message);
        Udh read = Content.header(udh);
        Encoding septets = read == null ? Encoding.GSM7 : read.encoding(Alphabet.GSM7);
        Encoding wanted = profile(message, coding).defaultAlphabet();
        Encoding encoding =
                wanted == Encoding.UCS2 || septets.units(text, 0, text.length()) < 0 ? Encoding.UCS2 : septets;
        fits(encoding.units(text, 0, text.length()), encoding.alphabet(), headerOctets);
        return Content.text(text, encoding.alphabet(), messageClass(message), udh, coding);
    }

    private static boolean isBinary(Message message) {
        return message.getBody() instanceof byte[] || "BINARY".equals(message.getHeader(SmsHeaders.ENCODING));
    }

    private static void fits(int units, Alphabet alphabet, int headerOctets) {
        if (units > alphabet.capacity(headerOctets)) {
            throw new IllegalArgumentException("the part has " + units + " units of " + alphabet + ", only "
                    + alphabet.capacity(headerOctets) + " fit beside a header of " + headerOctets + " octets");
        }
    }

    private TextProfile profile(Message message, DataCoding coding) {
        String encoding = message.getHeader(SmsHeaders.ENCODING, String.class);
        if ("UCS2".equals(encoding) || coding != null && coding.alphabet() == Alphabet.UCS2) {
            return profile.withDefaultAlphabet(Encoding.UCS2);
        }
        boolean gsm = "GSM7".equals(encoding) || coding != null && coding.alphabet() == Alphabet.GSM7;
        return gsm ? profile.withUcs2(false) : profile;
    }

    /** The body as text, "" when there is none. */
    public static String text(Message message) {
        String text = message.getBody(String.class);
        return text == null ? "" : text;
    }

    private static DataCoding coding(Message message) {
        Integer coding = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        return coding == null ? null : new DataCoding(coding);
    }

    private static OptionalInt messageClass(Message message) {
        Integer value = message.getHeader(SmsHeaders.CLASS, Integer.class);
        if (value != null && (value < 0 || value > 3)) {
            throw new IllegalArgumentException("header " + SmsHeaders.CLASS + " is 0 to 3, not " + value);
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static String header(Message message) {
        String udh = message.getHeader(SmsHeaders.UDH, String.class);
        if (udh != null) {
            try {
                if (Hex.parse(udh).length <= Alphabet.MAX_OCTETS) {
                    return udh.toUpperCase(Locale.ROOT);
                }
            } catch (TextException e) {
                // said below
            }
            throw new IllegalArgumentException("header " + SmsHeaders.UDH + " is not hex of 1 to 140 octets");
        }
        int parts = message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
        if (parts < 2) {
            return "";
        }
        int reference = message.getHeader(SmsHeaders.PART_REF, 0, Integer.class);
        int part = message.getHeader(SmsHeaders.PART, 1, Integer.class);
        Concatenation element = new Concatenation(reference, reference > 255, parts, part);
        return Hex.of(Udh.of(element).bytes());
    }
}
