package org.smshub.line.camel;

import java.util.OptionalInt;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.Hex;
import org.smshub.text.Septets;
import org.smshub.text.TextException;
import org.smshub.text.udh.Udh;

/**
 * The content of a short message, for a protocol that carries text, header and coding in fields of their own.
 *
 * @param text null when there are octets
 * @param data null when there is a text: binary content, or units of the alphabet that are no clean text (one septet an
 *     octet)
 * @param alphabet what the handset sees
 * @param messageClass 0 to 3, or empty
 * @param udh user data header in hex with its length octet, or ""
 * @param coding data coding scheme as given, or null when none was
 */
public record Content(
        String text, byte[] data, Alphabet alphabet, OptionalInt messageClass, String udh, DataCoding coding) {

    public static Content text(
            String text, Alphabet alphabet, OptionalInt messageClass, String udh, DataCoding coding) {
        return new Content(text, null, alphabet, messageClass, udh, coding);
    }

    /**
     * Octets as they came: a text where they are units of one, else left as they are.
     *
     * @param septets the 7-bit encoding, unless the header names another
     */
    public static Content units(
            byte[] octets,
            Alphabet alphabet,
            Encoding septets,
            OptionalInt messageClass,
            String udh,
            DataCoding coding) {
        String text =
                switch (alphabet) {
                    case BINARY -> null;
                    case UCS2 -> Encoding.UCS2.exact(octets, 0);
                    case GSM7 -> septets(udh, septets).exact(octets, 0);
                };
        return new Content(text, text == null ? octets : null, alphabet, messageClass, udh, coding);
    }

    /** Whether there are octets that no alphabet of septets has. */
    public boolean isUnreadable() {
        return data != null && alphabet == Alphabet.GSM7 && !Septets.are(data);
    }

    /** The data coding scheme: as given, or what alphabet and class make it. */
    public DataCoding scheme() {
        if (coding != null) {
            return coding;
        }
        return messageClass.isPresent() ? DataCoding.of(alphabet, messageClass.getAsInt()) : DataCoding.of(alphabet);
    }

    /** Octets of what is no GSM-7 text. */
    public byte[] octets() {
        return data != null ? data : Encoding.UCS2.encode(text);
    }

    /**
     * The octets as they are sent, one septet an octet.
     *
     * @param line the 7-bit alphabet of the line, unless the header names another
     */
    public byte[] units(Encoding line) {
        return data != null || alphabet != Alphabet.GSM7
                ? octets()
                : septets(udh, line).encode(text);
    }

    /** How the septets are written: the alphabet of the line, unless the header names national tables. */
    public static Encoding septets(String udh, Encoding line) {
        return septets(header(udh), line);
    }

    static Encoding septets(Udh header, Encoding line) {
        Encoding named = header == null ? Encoding.GSM7 : header.encoding(Alphabet.GSM7);
        return named == Encoding.GSM7 ? line : named;
    }

    /** The header, or null when it cannot be read: it is passed on as it came then. */
    public static Udh header(String hex) {
        try {
            return Udh.parse(Hex.parse(hex));
        } catch (TextException e) {
            return null;
        }
    }

    /**
     * Sets body and headers of a message that came, which is UNREADABLE where its octets are no characters.
     *
     * @param line what the peer means by its default alphabet
     */
    public void to(Message message, Encoding line) {
        to(message);
        DefaultAlphabet.read(message, line);
        message.setHeader(SmsHeaders.KIND, "MESSAGE");
        if (isUnreadable()) {
            message.setHeader(SmsHeaders.KIND, "UNREADABLE");
            message.setHeader(SmsHeaders.ERROR_TEXT, "octets that are no characters of the alphabet");
        }
    }

    /** Sets the body. */
    public void toBody(Message message) {
        message.setBody(data != null ? data : text);
    }

    /** Sets body and headers. */
    public void to(Message message) {
        toBody(message);
        message.setHeader(SmsHeaders.ENCODING, alphabet.name());
        messageClass.ifPresent(value -> message.setHeader(SmsHeaders.CLASS, value));
        if (coding != null) {
            // below 0x10 two bits say the alphabet; the others mean nothing here, and something else in SMPP
            int alphabetOnly = alphabet == Alphabet.GSM7 ? 0 : coding.value() & 0x0C;
            message.setHeader(SmsHeaders.DATA_CODING, coding.value() < 0x10 ? alphabetOnly : coding.value());
        }
        if (!udh.isEmpty()) {
            message.setHeader(SmsHeaders.UDH, udh);
            Udh header = header(udh);
            if (header != null) {
                header.concatenation().ifPresent(c -> LineHeaders.part(message, c.part(), c.parts(), c.reference()));
            }
        }
    }
}
