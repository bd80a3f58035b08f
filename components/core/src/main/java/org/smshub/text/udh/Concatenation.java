package org.smshub.text.udh;

import org.smshub.text.TextException;

/**
 * Part of a long message, with an 8-bit (IEI 00, 3GPP TS 23.040 9.2.3.24.1) or 16-bit reference (IEI 08, 9.2.3.24.8).
 *
 * @param reference the same in all parts of a message, 0 to 255 or 0 to 65535
 * @param wide whether the reference has 16 bits; the two kinds never match each other
 * @param parts 1 to 255
 * @param part 1 to {@code parts}
 */
public record Concatenation(int reference, boolean wide, int parts, int part) implements InformationElement {

    public static final int NARROW_ID = 0x00;
    public static final int WIDE_ID = 0x08;
    public static final int MAX_PARTS = 255;

    public Concatenation {
        TextException.inRange("concatenation reference", reference, 0, wide ? 0xFFFF : 0xFF);
        TextException.inRange("number of parts", parts, 1, MAX_PARTS);
        TextException.inRange("part", part, 1, parts);
    }

    /**
     * For a part that was numbered in another way, as by SAR: only beside an 8-bit reference do 153 septets fit, and all parts
     * must have the same width.
     *
     * @param reference its low octet is used
     */
    public static Concatenation narrow(int reference, int parts, int part) {
        return new Concatenation(reference & 0xFF, false, parts, part);
    }

    @Override
    public int id() {
        return wide ? WIDE_ID : NARROW_ID;
    }

    @Override
    public byte[] data() {
        return wide
                ? new byte[] {(byte) (reference >> 8), (byte) reference, (byte) parts, (byte) part}
                : new byte[] {(byte) reference, (byte) parts, (byte) part};
    }

    /** Octets that the element adds to a header: 5 or 6. */
    public static int octets(boolean wide) {
        return wide ? 6 : 5;
    }
}
