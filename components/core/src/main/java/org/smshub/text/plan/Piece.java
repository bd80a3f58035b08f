package org.smshub.text.plan;

import org.smshub.text.udh.Udh;

/**
 * One short message as it is kept and sent.
 *
 * @param part 1 to {@code parts}
 * @param body text ({@code String}), or octets ({@code byte[]}): content of a binary message, or the units of an alphabet
 *     (one septet an octet) where they are no clean text
 * @param encoding {@code GSM7}, {@code UCS2}, {@code BINARY}; {@code GSM7/TURKISH/DEFAULT} and the like where this library
 *     chose the national tables; {@code LATIN1} or {@code ASCII} for a text that its sender wrote so
 * @param udh header with the concatenation, unless the part is numbered in another way
 */
public record Piece(int part, int parts, Object body, String encoding, Udh udh) {

    /** The alphabet of an encoding: which national tables it is, the header says. */
    public static String alphabet(String encoding) {
        int slash = encoding == null ? -1 : encoding.indexOf('/');
        return slash < 0 ? encoding : encoding.substring(0, slash);
    }

    /** Without the text, which belongs in no log. */
    @Override
    public String toString() {
        return "Piece[" + part + " of " + parts + ", " + encoding + "]";
    }
}
