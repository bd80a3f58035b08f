package org.smshub.text;

/**
 * Packing of septets into octets, least significant bit first (3GPP TS 23.038 6.1.2.1). After a user data header fill
 * bits lead to the next septet boundary (3GPP TS 23.040 9.2.3.24); they are the {@code bitOffset} here.
 */
public final class Septets {

    private Septets() {}

    /** Zero bits between a header and the first septet, 0 to 6. */
    public static int fillBits(int headerOctets) {
        return (7 - headerOctets * 8 % 7) % 7;
    }

    /** Septets that a header and its fill bits take from the count in TP-UDL. */
    public static int headerSeptets(int headerOctets) {
        return (headerOctets * 8 + 6) / 7;
    }

    /** Packs septets with nothing before them. */
    public static byte[] pack(byte[] septets) {
        byte[] octets = new byte[(septets.length * 7 + 7) / 8];
        pack(septets, septets.length, octets, 0);
        return octets;
    }

    /**
     * Packs septets into octets that are zero from the bit offset on.
     *
     * @param bitOffset where the first septet starts: 8 × header octets + fill bits
     */
    public static void pack(byte[] septets, int count, byte[] octets, int bitOffset) {
        int at = bitOffset >> 3;
        int bits = bitOffset & 7;
        int pending = bits == 0 ? 0 : octets[at] & 0xFF;
        for (int i = 0; i < count; i++) {
            pending |= (septets[i] & 0x7F) << bits;
            bits += 7;
            if (bits >= 8) {
                octets[at++] = (byte) pending;
                pending >>>= 8;
                bits -= 8;
            }
        }
        if (bits > 0) {
            octets[at] = (byte) pending;
        }
    }

    /**
     * The inverse of {@link #pack(byte[], int, byte[], int)}.
     *
     * @param count septets wanted; never more are returned than the octets hold
     */
    public static byte[] unpack(byte[] octets, int bitOffset, int count) {
        int present = (octets.length * 8 - bitOffset) / 7;
        byte[] septets = new byte[Math.max(0, Math.min(count, present))];
        int at = bitOffset >> 3;
        int bits = 0;
        int pending = 0;
        if (septets.length > 0 && (bitOffset & 7) != 0) {
            pending = (octets[at++] & 0xFF) >>> (bitOffset & 7);
            bits = 8 - (bitOffset & 7);
        }
        for (int i = 0; i < septets.length; i++) {
            if (bits < 7) {
                pending |= (octets[at++] & 0xFF) << bits;
                bits += 8;
            }
            septets[i] = (byte) (pending & 0x7F);
            pending >>>= 7;
            bits -= 7;
        }
        return septets;
    }
}
