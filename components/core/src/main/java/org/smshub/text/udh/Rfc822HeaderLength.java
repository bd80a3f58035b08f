package org.smshub.text.udh;

import org.smshub.text.TextException;

/**
 * Length of the e-mail header at the start of the body (IEI 20, 3GPP TS 23.040 9.2.3.24.11).
 *
 * @param length characters, 0 to 255
 */
public record Rfc822HeaderLength(int length) implements InformationElement {

    static final int ID = 0x20;

    public Rfc822HeaderLength {
        TextException.inRange("RFC 822 header length", length, 0, 255);
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] data() {
        return new byte[] {(byte) length};
    }
}
