package org.smshub.text.udh;

import org.smshub.text.TextException;

/**
 * EMS text formatting (IEI 0A, 3GPP TS 23.040 9.2.3.24.10.1.1).
 *
 * @param start first character, 0 to 255
 * @param length characters, 0 to 255; 0 = default of what follows
 * @param mode bits 0–1 alignment, 2–3 size, 4 bold, 5 italic, 6 underlined, 7 struck through
 * @param colour foreground in the low, background in the high four bits; -1 when absent
 */
public record TextFormatting(int start, int length, int mode, int colour) implements InformationElement {

    static final int ID = 0x0A;

    public TextFormatting {
        TextException.inRange("format start", start, 0, 255);
        TextException.inRange("format length", length, 0, 255);
        TextException.inRange("format mode", mode, 0, 255);
        TextException.inRange("format colour", colour, -1, 255);
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] data() {
        return colour < 0
                ? new byte[] {(byte) start, (byte) length, (byte) mode}
                : new byte[] {(byte) start, (byte) length, (byte) mode, (byte) colour};
    }
}
