package org.smshub.text;

import java.util.Arrays;

/** Reads the fields of a PDU one after another; past the end is {@code MALFORMED}, naming the field. */
final class OctetReader {

    private final byte[] octets;
    private int at;

    OctetReader(byte[] octets) {
        this.octets = octets;
    }

    int remaining() {
        return octets.length - at;
    }

    int peek() {
        return octets[at] & 0xFF;
    }

    /** TP-UDL and TP-UD at the end of a TPDU; missing octets are a flaw of the user data, not an error. */
    UserData userData(DataCoding coding, int firstOctet) {
        int length = octet("the user data length");
        byte[] data = octets(remaining(), "the user data");
        return UserData.read(coding, (firstOctet & OctetWriter.UDHI) != 0, length, data);
    }

    int octet(String field) {
        require(1, field);
        return octets[at++] & 0xFF;
    }

    byte[] octets(int count, String field) {
        require(count, field);
        at += count;
        return Arrays.copyOfRange(octets, at - count, at);
    }

    /** Seven octets as a number, the first one highest. */
    long seven(String field) {
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
