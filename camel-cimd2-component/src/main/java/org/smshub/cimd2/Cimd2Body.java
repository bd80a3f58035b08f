package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Error.unless;
import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Parameter;
import org.smshub.cimd2.codec.Cimd2Text;
import org.smshub.line.FrameException;
import org.smshub.line.camel.Content;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.Hex;
import org.smshub.text.Septets;

/** The parameters that carry the content of a message: 030, 032, 033 and 034 (CIMD2 reference, section 10). */
final class Cimd2Body {

    private Cimd2Body() {}

    /** @param eightBit write as ISO 8859-1 what that has, which not every link can carry */
    static void write(Content content, Cimd2Frame.Builder frame, boolean eightBit, Encoding alphabet) {
        int scheme = content.scheme().value();
        boolean text = content.alphabet() == Alphabet.GSM7;
        if (!text || content.coding() != null || scheme != 0) {
            frame.add(DATA_CODING, scheme);
        }
        if (!content.udh().isEmpty()) {
            frame.add(HEADER, content.udh());
        }
        if (text) {
            Encoding encoding = Content.septets(content.udh(), alphabet);
            frame.add(
                    USER_DATA,
                    content.data() != null
                            ? Cimd2Text.wire(content.data(), eightBit)
                            : Cimd2Text.encode(content.text(), encoding, eightBit));
        } else {
            frame.add(BINARY_DATA, Hex.of(content.octets()));
        }
    }

    /**
     * Reads the parameters.
     *
     * @param alphabet of the peer
     * @param strict refuse what is broken, as a centre does; false keeps what can be read
     * @throws FrameException with the code that answers it
     */
    static Content read(Cimd2Frame frame, Encoding alphabet, boolean strict) throws FrameException {
        boolean binary = frame.has(BINARY_DATA);
        if (strict) {
            check(frame, binary);
        }
        DataCoding coding = coding(frame);
        String udh = frame.get(HEADER).toUpperCase(Locale.ROOT);
        OptionalInt messageClass = coding == null ? OptionalInt.empty() : coding.messageClass();
        Encoding septets = Content.septets(udh, alphabet);
        if (!binary) {
            String value = frame.get(USER_DATA);
            if (!(septets instanceof Gsm7)) {
                byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
                Content content = Content.units(octets, Alphabet.GSM7, septets, messageClass, udh, coding);
                // no characters of the alphabet
                unless(!strict || !content.isUnreadable(), USER_DATA.error());
                return content;
            }
            byte[] units = Cimd2Text.septets(value, septets);
            return units != null
                    ? Content.units(units, Alphabet.GSM7, septets, messageClass, udh, coding)
                    : Content.text(Cimd2Text.decode(value, septets), Alphabet.GSM7, messageClass, udh, coding);
        }
        byte[] octets = Hex.leniently(frame.get(BINARY_DATA));
        Alphabet meant = coding == null ? Alphabet.BINARY : coding.alphabet();
        octets = meant == Alphabet.GSM7 ? unpacked(octets) : octets;
        return Content.units(octets, meant, Encoding.GSM7, messageClass, udh, coding);
    }

    private static void check(Cimd2Frame frame, boolean binary) throws FrameException {
        unless(!binary || !frame.has(USER_DATA), 303);
        String udh = frame.get(HEADER);
        unless(udh.isEmpty() || udh.equals("00") || Content.header(udh) != null, 303);
        for (Cimd2Parameter parameter : List.of(DATA_CODING, USER_DATA, BINARY_DATA)) {
            String value = frame.get(parameter);
            unless(value.isEmpty() || parameter.fits(value), parameter.error());
        }
    }

    /** Null when there is none, or no octet. */
    private static DataCoding coding(Cimd2Frame frame) {
        String value = frame.get(DATA_CODING);
        return DATA_CODING.fits(value) ? new DataCoding(Integer.parseInt(value)) : null;
    }

    /** Seven octets hold eight septets, or seven and padding. */
    private static byte[] unpacked(byte[] octets) {
        byte[] septets = Septets.unpack(octets, 0, octets.length * 8 / 7);
        boolean padded = octets.length > 0 && octets.length % 7 == 0 && septets[septets.length - 1] == 0;
        return padded ? Arrays.copyOf(septets, septets.length - 1) : septets;
    }
}
