package org.smshub.smpp;

import org.smshub.text.Encoding;

/**
 * What a data_coding says of a message.
 *
 * @param encoding of the text; null = octets
 * @param messageClass 0 (flash) to 3; null = none
 * @param special whether the value is more than one way to say encoding and class (those of GSM, an alphabet that is left
 *     as octets), so that it has to go along with the message
 */
public record Coding(Encoding encoding, Integer messageClass, boolean special) {

    /** Whether this data_coding says that the text is in ISO-8859-1 or ASCII, as SMPP alone can say it. */
    public boolean isCharacterSet(int dataCoding) {
        return dataCoding == CodingRules.LATIN1 || dataCoding == CodingRules.ASCII && encoding == Encoding.ASCII;
    }

    /** Octets to text. A half of a surrogate pair is kept, because the next part may bring the other half. */
    public static String text(Encoding encoding, byte[] octets, int from) {
        if (encoding != Encoding.UCS2) {
            return encoding.decode(octets, from, octets.length).text();
        }
        char[] text = new char[(octets.length - from) / 2];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) ((octets[from + 2 * i] & 0xFF) << 8 | octets[from + 2 * i + 1] & 0xFF);
        }
        return new String(text);
    }
}
