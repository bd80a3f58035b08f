package org.smshub.line.camel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
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
    private final TextProfile septetsOnly;
    private final TextProfile ucs2Only;
    private final Map<Encoding, Contents> others = new ConcurrentHashMap<>(2);
    private final AtomicInteger reference =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(256));

    public Contents(TextProfile profile) {
        this.profile = profile;
        this.septetsOnly = profile.withUcs2(false);
        this.ucs2Only = profile.withDefaultAlphabet(Encoding.UCS2);
    }

    /** @throws RuntimeException naming the header or option to change when the message cannot be sent so */
    public List<Content> of(Message message) {
        String hex = header(message);
        Udh header = hex.isEmpty() ? Udh.NONE : Content.header(hex);
        boolean part = header == null || header.concatenation().isPresent();
        DataCoding coding = coding(message);
        if (isOctets(message)) {
            Content whole = octets(message, hex, coding);
            boolean fits = part
                    || whole.alphabet() == Alphabet.BINARY
                    || units(whole) <= whole.alphabet().capacity(header.length());
            return fits ? List.of(checked(whole, units(whole))) : cut(whole, header);
        }
        String text = text(message);
        TextProfile wanted = profile(message, coding);
        if (header == Udh.NONE && fits(text, wanted.defaultAlphabet())) {
            return List.of(Content.text(text, wanted.defaultAlphabet().alphabet(), messageClass(message), hex, coding));
        }
        if (header != Udh.NONE || message.getHeader(SmsHeaders.PARTS, 1, Integer.class) > 1) {
            Encoding encoding = encoding(message, header, coding, text);
            int units = encoding.units(text, 0, text.length());
            if (part || units <= encoding.alphabet().capacity(header.length())) {
                Content whole = Content.text(text, encoding.alphabet(), messageClass(message), hex, coding);
                return List.of(checked(whole, units));
            }
            wanted = wanted.withDefaultAlphabet(encoding).withUcs2(encoding == Encoding.UCS2);
        }
        List<Content> contents = new ArrayList<>();
        wanted = header.isEmpty() ? wanted : wanted.withHeader(header.withoutShifts());
        for (Segment segment : wanted.plan(text).segments(reference.getAndIncrement())) {
            Alphabet alphabet = segment.encoding().alphabet();
            String udh = Hex.of(segment.udhBytes());
            contents.add(Content.text(segment.text(), alphabet, messageClass(message), udh, coding));
        }
        return contents;
    }

    /** The same for a peer that means this by its default alphabet. */
    public List<Content> of(Message message, Encoding alphabet) {
        DefaultAlphabet.write(message, alphabet);
        return (alphabet == profile.defaultAlphabet() ? this : others.computeIfAbsent(alphabet, this::with))
                .of(message);
    }

    private Contents with(Encoding alphabet) {
        return new Contents(profile.withDefaultAlphabet(alphabet));
    }

    /** Whether it is one part by itself: most are, and a link's have been planned. */
    private static boolean fits(String text, Encoding encoding) {
        int units = encoding.units(text, 0, text.length());
        return units >= 0 && units <= encoding.alphabet().capacity(0);
    }

    /** The encoding of a text under this header: septets where they have it all. */
    private Encoding encoding(Message message, Udh header, DataCoding coding, String text) {
        Encoding septets = Content.septets(header, profile.defaultAlphabet());
        boolean ucs2 = profile(message, coding).defaultAlphabet() == Encoding.UCS2;
        return ucs2 || septets.units(text, 0, text.length()) < 0 ? Encoding.UCS2 : septets;
    }

    private List<Content> cut(Content whole, Udh header) {
        return profile
                .withHeader(header.withoutShifts())
                .segments(whole.alphabet(), whole.octets(), header.shifts(), reference.getAndIncrement())
                .stream()
                .map(part -> new Content(
                        null,
                        part.body(),
                        whole.alphabet(),
                        whole.messageClass(),
                        Hex.of(part.udh().bytes()),
                        whole.coding()))
                .toList();
    }

    /** The body as one part, with the header that the message has or that its part numbers give. */
    public Content single(Message message) {
        DataCoding coding = coding(message);
        String hex = header(message);
        if (isOctets(message)) {
            Content whole = octets(message, hex, coding);
            return checked(whole, units(whole));
        }
        String text = text(message);
        Encoding encoding = encoding(message, hex.isEmpty() ? Udh.NONE : Content.header(hex), coding, text);
        return checked(
                Content.text(text, encoding.alphabet(), messageClass(message), hex, coding),
                encoding.units(text, 0, text.length()));
    }

    private static boolean isOctets(Message message) {
        return message.getBody() instanceof byte[] || "BINARY".equals(message.getHeader(SmsHeaders.ENCODING));
    }

    /** Binary content, or the units of the alphabet that SmsEncoding names. */
    private static Content octets(Message message, String udh, DataCoding coding) {
        byte[] body = message.getBody(byte[].class);
        String encoding = message.getHeader(SmsHeaders.ENCODING, "BINARY", String.class);
        return new Content(
                null,
                body == null ? new byte[0] : body,
                Alphabet.valueOf(encoding),
                messageClass(message),
                udh,
                coding);
    }

    private static int units(Content octets) {
        return octets.octets().length / (octets.alphabet() == Alphabet.UCS2 ? 2 : 1);
    }

    private static Content checked(Content content, int units) {
        int header = content.udh().length() / 2;
        int capacity = content.alphabet().capacity(header);
        if (units > capacity) {
            throw new IllegalArgumentException("the part has " + units + " units of " + content.alphabet() + ", only "
                    + capacity + " fit beside a header of " + header + " octets");
        }
        return content;
    }

    private TextProfile profile(Message message, DataCoding coding) {
        String encoding = message.getHeader(SmsHeaders.ENCODING, String.class);
        if ("UCS2".equals(encoding) || coding != null && coding.alphabet() == Alphabet.UCS2) {
            return ucs2Only;
        }
        boolean gsm = "GSM7".equals(encoding) || coding != null && coding.alphabet() == Alphabet.GSM7;
        return gsm ? septetsOnly : profile;
    }

    /** The body as text, "" when there is none. */
    public static String text(Message message) {
        String text = message.getBody(String.class);
        return text == null ? "" : text;
    }

    private static DataCoding coding(Message message) {
        Integer coding = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
        // what is below 0x10, but for the alphabets themselves, is SMPP's own
        return coding == null || coding < 0x10 && coding != 0 && coding != 4 && coding != 8
                ? null
                : new DataCoding(coding);
    }

    private static OptionalInt messageClass(Message message) {
        Integer value = message.getHeader(SmsHeaders.CLASS, Integer.class);
        if (value != null && (value < 0 || value > 3)) {
            throw new IllegalArgumentException("header " + SmsHeaders.CLASS + " is 0 to 3, not " + value);
        }
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static String header(Message message) {
        String given = message.getHeader(SmsHeaders.UDH, String.class);
        if (given == null && message.getHeader(SmsHeaders.PARTS, 1, Integer.class) < 2) {
            return "";
        }
        String udh = given == null ? "" : given;
        int octets = -1;
        try {
            octets = Hex.parse(udh).length;
        } catch (TextException e) {
            // said below
        }
        if (octets < 0 || octets > Alphabet.MAX_OCTETS) {
            throw new IllegalArgumentException("header " + SmsHeaders.UDH + " is not hex of 1 to 140 octets");
        }
        int parts = message.getHeader(SmsHeaders.PARTS, 1, Integer.class);
        Udh header = parts < 2 ? null : Content.header(udh);
        if (parts < 2 || header == null || header.concatenation().isPresent()) {
            return udh.toUpperCase(Locale.ROOT);
        }
        return Hex.of(header.with(Concatenation.narrow(
                        message.getHeader(SmsHeaders.PART_REF, 0, Integer.class),
                        parts,
                        message.getHeader(SmsHeaders.PART, 1, Integer.class)))
                .bytes());
    }
}
