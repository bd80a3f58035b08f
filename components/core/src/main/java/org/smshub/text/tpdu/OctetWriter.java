package org.smshub.text.tpdu;

import java.util.Arrays;

/** Writes the fields of a PDU one after another. */
final class OctetWriter {

    static final int UDHI = 0x40;

    private byte[] octets = new byte[176];
    private int length;

    OctetWriter octet(int value) {
        octets[length++] = (byte) value;
        return this;
    }

    OctetWriter octets(byte[] values) {
        if (length + values.length > octets.length) {
            octets = Arrays.copyOf(octets, 2 * (length + values.length));
        }
        System.arraycopy(values, 0, octets, length, values.length);
        length += values.length;
        return this;
    }

    OctetWriter seven(long value) {
        for (int shift = 48; shift >= 0; shift -= 8) {
            octet((int) (value >> shift));
        }
        return this;
    }

    OctetWriter userData(UserData data) {
        return octet(data.length()).octets(data.octets());
    }

    /** @return {@code bit} when {@code set}, for a first octet */
    static int flag(boolean set, int bit) {
        return set ? bit : 0;
    }

    static int udhi(UserData data) {
        return flag(data != null && !data.udh().isEmpty(), UDHI);
    }

    byte[] toOctets() {
        return Arrays.copyOf(octets, length);
    }
}
