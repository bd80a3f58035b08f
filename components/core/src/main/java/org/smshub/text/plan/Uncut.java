package org.smshub.text.plan;

import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.TextException;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.NationalShift;
import org.smshub.text.udh.Udh;

/**
 * A message as its sender gave it. What comes finished (a part, a coding, national tables) goes on as it is.
 *
 * @param body text ({@code String}) or octets ({@code byte[]}), see {@link Piece}
 * @param encoding {@code GSM7}, {@code UCS2}, {@code BINARY}, {@code LATIN1}, {@code ASCII}; null = choose, or as the
 *     data coding says
 * @param messageClass 0 to 3, or null
 * @param dataCoding as given, or null; below 0x10 it is data_coding of SMPP
 * @param number of the part, where the header does not say it (SAR), or null
 */
public record Uncut(
        Object body, String encoding, Udh udh, Integer messageClass, Integer dataCoding, Concatenation number) {

    static final String GSM7 = "GSM7";
    static final String UCS2 = "UCS2";
    static final String BINARY = "BINARY";

    /** A text to be sent in the cheapest way. */
    public static Uncut text(String text) {
        return new Uncut(text, null, Udh.NONE, null, null, null);
    }

    public boolean isOctets() {
        return body instanceof byte[] || BINARY.equals(encoding);
    }

    /** A part of a long message that its sender cut. */
    boolean isPart() {
        return number != null || udh.concatenation().isPresent();
    }

    boolean isFinished() {
        return isPart() || dataCoding != null || udh.elements().stream().anyMatch(NationalShift.class::isInstance);
    }

    /** The encoding that is said, by name or by the data coding; null = none is. */
    String said() {
        if (encoding != null || dataCoding == null) {
            return encoding;
        }
        if (dataCoding < 0x10) {
            return switch (dataCoding) {
                case 0 -> GSM7;
                case 1 -> "ASCII";
                case 3 -> "LATIN1";
                case 8 -> UCS2;
                default ->
                    throw TextException.invalid(
                            String.format("data coding %02X is one for octets, and the body is a text", dataCoding));
            };
        }
        return new DataCoding(dataCoding).alphabet().name();
    }

    /** Of octets. */
    Alphabet alphabet() {
        return encoding == null ? Alphabet.BINARY : Alphabet.valueOf(encoding);
    }

    Uncut as(String otherEncoding, Integer otherCoding) {
        return new Uncut(body, otherEncoding, udh, messageClass, otherCoding, number);
    }

    /** Without the text, which belongs in no log. */
    @Override
    public String toString() {
        return "Uncut[" + encoding + "]";
    }
}
