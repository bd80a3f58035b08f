package org.smshub.text.udh;

import org.smshub.text.TextException;

/**
 * Hyperlink in the text (IEI 21, 3GPP TS 23.040 9.2.3.24.12): a title, then an address.
 *
 * @param position first character of the title, 0 to 65535
 * @param titleLength characters, 0 to 255
 * @param urlLength characters, 0 to 255
 */
public record Hyperlink(int position, int titleLength, int urlLength) implements InformationElement {

    static final int ID = 0x21;

    public Hyperlink {
        TextException.inRange("hyperlink position", position, 0, 0xFFFF);
        TextException.inRange("hyperlink title length", titleLength, 0, 255);
        TextException.inRange("hyperlink address length", urlLength, 0, 255);
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] data() {
        return new byte[] {(byte) (position >> 8), (byte) position, (byte) titleLength, (byte) urlLength};
    }
}
