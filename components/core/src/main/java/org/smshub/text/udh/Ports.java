package org.smshub.text.udh;

import org.smshub.text.TextException;

/**
 * Application ports, 8-bit (IEI 04, 3GPP TS 23.040 9.2.3.24.3) or 16-bit (IEI 05, 9.2.3.24.4).
 *
 * @param destination 0 to 255 or 0 to 65535, such as 2948 for WAP push
 * @param source likewise
 * @param wide whether they have 16 bits
 */
public record Ports(int destination, int source, boolean wide) implements InformationElement {

    static final int NARROW_ID = 0x04;
    static final int WIDE_ID = 0x05;

    public Ports {
        TextException.inRange("destination port", destination, 0, wide ? 0xFFFF : 0xFF);
        TextException.inRange("source port", source, 0, wide ? 0xFFFF : 0xFF);
    }

    @Override
    public int id() {
        return wide ? WIDE_ID : NARROW_ID;
    }

    @Override
    public byte[] data() {
        return wide
                ? new byte[] {(byte) (destination >> 8), (byte) destination, (byte) (source >> 8), (byte) source}
                : new byte[] {(byte) destination, (byte) source};
    }
}
