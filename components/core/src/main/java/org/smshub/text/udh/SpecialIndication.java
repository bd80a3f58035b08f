package org.smshub.text.udh;

import org.smshub.text.TextException;

/**
 * Special SMS message indication (IEI 01, 3GPP TS 23.040 9.2.3.24.2): so many messages wait in a mailbox.
 *
 * @param indication bit 7 store, bits 6–5 multiple subscriber profile, bits 4–0 type
 * @param count waiting messages, 0 to 255
 */
public record SpecialIndication(int indication, int count) implements InformationElement {

    static final int ID = 0x01;

    public SpecialIndication {
        TextException.inRange("message indication", indication, 0, 255);
        TextException.inRange("message count", count, 0, 255);
    }

    /** Whether the message shall be kept after the indication was shown. */
    public boolean store() {
        return (indication & 0x80) != 0;
    }

    /** 0 voice, 1 fax, 2 e-mail, 3 other, 7 video, and reserved ones. */
    public int type() {
        return indication & 0x1F;
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] data() {
        return new byte[] {(byte) indication, (byte) count};
    }
}
