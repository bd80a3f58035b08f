package org.smshub.ucp.codec;

import java.util.HexFormat;

/** Octets as hex digits, upper case when written, either when read ("char string encoded into IRA characters"). */
public final class UcpHex {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private UcpHex() {}

    public static String encode(byte[] octets) {
        return HEX.formatHex(octets);
    }

    /** @throws UcpException when the digits are odd in number or not hex */
    public static byte[] decode(UcpField field, String digits) throws UcpException {
        if ((digits.length() & 1) != 0 || !isHex(digits, 0, digits.length())) {
            throw new UcpException(UcpErrorCode.SYNTAX, field + " is not hex");
        }
        return HEX.parseHex(digits);
    }

    /** As much as can be read: digits up to the first that is none, without a half octet. */
    public static byte[] decodeLeniently(String digits) {
        int end = 0;
        while (end < digits.length() && HexFormat.isHexDigit(digits.charAt(end))) {
            end++;
        }
        return HEX.parseHex(digits, 0, end & ~1);
    }

    public static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Value of two digits, -1 if they are none. */
    public static int octet(String text, int at) {
        return isHex(text, at, at + 2) ? HexFormat.fromHexDigits(text, at, at + 2) : -1;
    }
}
