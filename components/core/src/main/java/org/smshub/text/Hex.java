package org.smshub.text;

import java.util.HexFormat;

/** Octets as hex digits: upper case when written, either case when read. */
final class Hex {

    private static final HexFormat FORMAT = HexFormat.of().withUpperCase();

    private Hex() {}

    static String of(byte[] octets) {
        return FORMAT.formatHex(octets);
    }

    /** @throws TextException {@code MALFORMED} for an odd number of digits or another character */
    static byte[] parse(String digits) {
        try {
            return FORMAT.parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw TextException.malformed("not hex: " + e.getMessage());
        }
    }
}
