package org.smshub.text.udh;

import org.smshub.text.TextException;

/**
 * Who wrote the header elements that follow (IEI 07, 3GPP TS 23.040 9.2.3.24.6).
 *
 * @param source 1 the original sender, 2 the original receiver, 3 the centre; 0 to 255
 */
public record SourceIndicator(int source) implements InformationElement {

    static final int ID = 0x07;

    public SourceIndicator {
        TextException.inRange("source indicator", source, 0, 255);
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public byte[] data() {
        return new byte[] {(byte) source};
    }
}
