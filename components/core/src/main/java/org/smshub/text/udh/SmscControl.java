package org.smshub.text.udh;

import org.smshub.text.TextException;

/**
 * SMSC control parameters (IEI 06, 3GPP TS 23.040 9.2.3.24.5).
 *
 * @param selective 0 to 255: bit 0 report on success, 1 permanent error, 2 temporary error while the centre goes on, 3
 *     temporary error when it gave up, 6 cancel the rest of a concatenated message, 7 original header in the report
 */
public record SmscControl(int selective) implements InformationElement {

    static final int ID = 0x06;

    public SmscControl {
        TextException.inRange("SMSC control", selective, 0, 255);
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] data() {
        return new byte[] {(byte) selective};
    }
}
