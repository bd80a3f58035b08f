package org.smshub.text;

import java.util.Locale;

/**
 * How text becomes octets and back. Encoders and decoders work on unpacked octets: one septet an octet for GSM-7, two
 * octets a unit for UCS-2; {@link Septets} packs.
 */
public sealed interface Encoding permits Gsm7, Ucs2, CharacterSet {

    /** GSM 7-bit default alphabet with its extension table (3GPP TS 23.038 6.2.1). */
    Encoding GSM7 = Gsm7.of(NationalLanguage.DEFAULT, NationalLanguage.DEFAULT);

    /** UCS-2 as every handset reads it: UTF-16BE, characters beyond U+FFFF as surrogate pairs. */
    Encoding UCS2 = Ucs2.INSTANCE;

    /** Link whose "default alphabet" is ISO-8859-1: the centre turns the octets into GSM-7. */
    Encoding LATIN1 = CharacterSet.LATIN1;

    /** Link whose "default alphabet" is ASCII: the centre turns the octets into GSM-7. */
    Encoding ASCII = CharacterSet.ASCII;

    /** The same of UTF-8: under its default alphabet the other side has what GSM-7 has, written so. */
    Encoding UTF8 = CharacterSet.UTF8;

    /**
     * What a link or an application has for its default alphabet.
     *
     * @param name GSM7, LATIN1, ASCII or UTF8, in any case
     * @throws TextException {@code INVALID_VALUE} for another
     */
    static Encoding named(String name) {
        return switch (name.trim().toUpperCase(Locale.ROOT)) {
            case "GSM7" -> GSM7;
            case "LATIN1" -> LATIN1;
            case "ASCII" -> ASCII;
            case "UTF8" -> UTF8;
            default -> throw TextException.invalid("the alphabet is GSM7, LATIN1, ASCII or UTF8, not " + name);
        };
    }

    /** What the handset receives; it gives the capacity of a part and the data coding scheme. */
    Alphabet alphabet();

    /** Short name for logs and answers, such as {@code GSM7}, {@code GSM7/TURKISH/DEFAULT} (locking, single shift). */
    String name();

    /**
     * Units on the air that part of a text takes.
     *
     * @return -1 when a character is not in this encoding
     */
    int units(CharSequence text, int from, int to);

    /**
     * Index of the first character that is not in this encoding.
     *
     * @return -1 when every character is
     */
    int firstMissing(CharSequence text, int from);

    /**
     * How much of a text fits.
     *
     * @param capacity units that there is room for
     * @return index after the last {@code char} that fits with all its units
     */
    int fit(CharSequence text, int from, int capacity);

    /**
     * Encodes a text, unpacked and without a header.
     *
     * @throws TextException {@code NOT_ENCODABLE}, naming the character and its position
     */
    byte[] encode(String text);

    /** Decodes unpacked octets; never fails, see {@link Decoded}. */
    Decoded decode(byte[] octets, int from, int to);

    /**
     * The text that octets are, to the end: encoded again it gives them back.
     *
     * @return null when they are no such text, as where a pair was cut, or a unit means nothing
     */
    default String exact(byte[] octets, int from) {
        Decoded decoded = decode(octets, from, octets.length);
        return decoded.undecodable() == 0 ? decoded.text() : null;
    }
}
