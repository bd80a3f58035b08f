package org.smshub.text;

import java.util.HexFormat;

/** Octets as hex digits: upper case when written, either case when read. */
public final class Hex {

    private static final HexFormat FORMAT = HexFormat.of().withUpperCase();

    private Hex() {}

    public static String of(byte[] octets) {
        return FORMAT.formatHex(octets);
    }

    /** @throws TextException {@code MALFORMED} for an odd number of digits or another character */
    public static byte[] parse(String digits) {
        try {
            return FORMAT.parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw TextException.malformed("not hex: " + e.getMessage());
        }
    }

    /** As much as can be read: digits up to the first that is none, without a half octet. */
    public static byte[] leniently(String digits) {
        int end = 0;
        while (end < digits.length() && HexFormat.isHexDigit(digits.charAt(end))) {
            end++;
        }
        return FORMAT.parseHex(digits, 0, end & ~1);
    }

    /** Whether there is no other character than hex digits. */
    public static boolean isHex(String text) {
        return text.chars().allMatch(HexFormat::isHexDigit);
    }
}
