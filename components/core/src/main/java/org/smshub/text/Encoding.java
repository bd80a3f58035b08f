package org.smshub.text;

/**
 * How text becomes octets and back. Encoders and decoders work on unpacked octets: one septet an octet for GSM-7, two
 * octets a unit for UCS-2; {@link Septets} packs.
 */
public sealed interface Encoding permits Gsm7, Ucs2, SingleByte {

    /** GSM 7-bit default alphabet with its extension table (3GPP TS 23.038 6.2.1). */
    Encoding GSM7 = Gsm7.DEFAULT;

    /** UCS-2 as every handset reads it: UTF-16BE, characters beyond U+FFFF as surrogate pairs. */
    Encoding UCS2 = Ucs2.INSTANCE;

    /** Link whose "default alphabet" is ISO-8859-1: the centre turns the octets into GSM-7. */
    Encoding LATIN1 = SingleByte.LATIN1;

    /** Link whose "default alphabet" is ASCII: the centre turns the octets into GSM-7. */
    Encoding ASCII = SingleByte.ASCII;

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
}
