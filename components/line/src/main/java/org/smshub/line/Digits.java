package org.smshub.line;

import java.nio.charset.StandardCharsets;

/** Numbers and sums of protocols that write them as ASCII digits of a fixed count (UCP, CIMD2). */
public final class Digits {

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private Digits() {}

    /** Writes so many decimal digits and what divides them from the next field; returns the index behind that. */
    public static int write(byte[] out, int at, int count, int value, int divider) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out[at + count] = (byte) divider;
        return at + count + 1;
    }

    /** Value of so many decimal digits, -1 if one of them is none. */
    public static int read(byte[] bytes, int at, int count) {
        int value = 0;
        for (int i = at; i < at + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** Sum of the octets, modulo 256. */
    public static int sum(byte[] bytes, int from, int to) {
        int sum = 0;
        for (int i = from; i < to; i++) {
            sum += bytes[i];
        }
        return sum & 0xFF;
    }

    /** Writes an octet as two hex digits, upper case; returns the index behind them. */
    public static int writeHex(byte[] out, int at, int octet) {
        out[at] = HEX[octet >> 4];
        out[at + 1] = HEX[octet & 15];
        return at + 2;
    }

    /** Value of two hex digits in either case, -1 if one of them is none. */
    public static int readHex(byte[] bytes, int at) {
        int high = Character.digit(bytes[at], 16);
        int low = Character.digit(bytes[at + 1], 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
