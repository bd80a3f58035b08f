package org.smshub.text;

/** What the data coding scheme says of the units of a short message (3GPP TS 23.038 clause 4). */
public enum Alphabet {
    /** Septets of the GSM 7-bit default alphabet, or of the national tables that the header names. */
    GSM7(7),
    /** Octets whose meaning only the two ends know. */
    BINARY(8),
    /** 16-bit units, in practice UTF-16BE with surrogate pairs. */
    UCS2(16);

    /** Octets of user data in a TPDU, header included (3GPP TS 23.040 9.2.3.24). */
    public static final int MAX_OCTETS = 140;

    private final int bits;

    Alphabet(int bits) {
        this.bits = bits;
    }

    /** Bits of one unit: 7, 8 or 16. */
    public int bits() {
        return bits;
    }

    /**
     * Units that fit beside a header: 160, 153, 152 septets; 140, 134, 133 octets; 70, 67, 66 16-bit units …
     *
     * @param headerOctets length of the user data header with its length octet, 0 when there is none
     * @return 0 when the header leaves no room
     */
    public int capacity(int headerOctets) {
        return Math.max(0, (MAX_OCTETS - headerOctets) * 8 / bits);
    }
}
