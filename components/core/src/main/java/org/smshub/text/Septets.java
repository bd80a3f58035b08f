package org.smshub.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Packing of septets into octets, least significant bit first (3GPP TS 23.038 6.1.2.1). After a user data header fill
 * bits lead to the next septet boundary (3GPP TS 23.040 9.2.3.24); they are the {@code bitOffset} here.
 */
public final class Septets {

    /** Eight octets as a number, the first one lowest. */
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Septets() {}

    /** Whether each octet is one septet. */
    public static boolean are(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

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
        int i = 0;
        long pending = bits == 0 ? 0 : octets[at] & 0xFF;
        // Eight septets are seven octets; the eighth octet that is written is begun here and finished by the next
        // round.
        for (; i + 8 <= count && at + 8 <= octets.length; i += 8, at += 7) {
            pending |= squeeze((long) LONG.get(septets, i)) << bits;
            LONG.set(octets, at, pending);
            pending >>>= 56;
        }
        for (; i < count; i++) {
            pending |= (septets[i] & 0x7FL) << bits;
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
        int shift = bitOffset & 7;
        int at = bitOffset >> 3;
        int i = 0;
        for (; i + 8 <= septets.length && at + 8 <= octets.length; i += 8, at += 7) {
            LONG.set(septets, i, spread((long) LONG.get(octets, at) >>> shift));
        }
        for (int bit = bitOffset + 7 * i; i < septets.length; i++, bit += 7) {
            int low = octets[bit >> 3] & 0xFF;
            int high = (bit & 7) > 1 ? octets[(bit >> 3) + 1] & 0xFF : 0;
            septets[i] = (byte) ((low | high << 8) >> (bit & 7) & 0x7F);
        }
        return septets;
    }

    /** Eight octets of seven bits to one number of 56 bits: pairs, then fours, then all. */
    private static long squeeze(long x) {
        long pairs = x & 0x007F_007F_007F_007FL | (x & 0x7F00_7F00_7F00_7F00L) >>> 1;
        long fours = pairs & 0x0000_3FFF_0000_3FFFL | (pairs & 0x3FFF_0000_3FFF_0000L) >>> 2;
        return fours & 0x0FFF_FFFFL | (fours & 0x0FFF_FFFF_0000_0000L) >>> 4;
    }

    /** The inverse of {@link #squeeze}; bits beyond the 56 are dropped. */
    private static long spread(long x) {
        long fours = x & 0x0FFF_FFFFL | x << 4 & 0x0FFF_FFFF_0000_0000L;
        long pairs = fours & 0x0000_3FFF_0000_3FFFL | fours << 2 & 0x3FFF_0000_3FFF_0000L;
        return pairs & 0x007F_007F_007F_007FL | pairs << 1 & 0x7F00_7F00_7F00_7F00L;
    }
}
