package org.smshub.text;

import java.util.Arrays;

/** Reads the fields of a PDU one after another; past the end is {@code MALFORMED}, naming the field. */
public final class OctetReader {

    private final byte[] octets;
    private int at;

    public OctetReader(byte[] octets) {
        this.octets = octets;
    }

    public int remaining() {
        return octets.length - at;
    }

    public int peek() {
        return octets[at] & 0xFF;
    }

    public int octet(String field) {
        require(1, field);
        return octets[at++] & 0xFF;
    }

    public byte[] octets(int count, String field) {
        require(count, field);
        at += count;
        return Arrays.copyOfRange(octets, at - count, at);
    }

    /** Seven octets as a number, the first one highest. */
    public long seven(String field) {
        require(7, field);
        long value = 0;
        for (int i = 0; i < 7; i++) {
            value = value << 8 | octets[at++] & 0xFF;
        }
        return value;
    }

    private void require(int count, String field) {
        if (count > remaining()) {
            throw TextException.malformed("ends inside " + field);
        }
    }
}
