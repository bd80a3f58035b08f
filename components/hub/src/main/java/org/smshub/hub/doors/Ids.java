package org.smshub.hub.doors;

import java.math.BigInteger;
import java.util.Locale;
import java.util.UUID;

/** The hub's id of a message, a ULID of 128 bits, in the spellings of others, and back: no table is needed. */
public final class Ids {

    /** Crockford's, of ULIDs. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int ULID = 26;

    private Ids() {}

    /** As {@code 0193a1b2-….}: Jasmin, Kannel. @throws IllegalArgumentException it is no ULID */
    public static String uuid(String ulid) {
        BigInteger bits = bits(ulid);
        return new UUID(bits.shiftRight(64).longValue(), bits.longValue()).toString();
    }

    /** 32 hexadecimal digits in small letters. @throws IllegalArgumentException it is no ULID */
    public static String hex(String ulid) {
        return String.format("%032x", bits(ulid));
    }

    /** The ULID of a UUID, or of 32 hexadecimal digits in any case; null = it is neither. */
    public static String ulid(String uuidOrHex) {
        String hex = uuidOrHex.replace("-", "").toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]{32}")) {
            return null;
        }
        BigInteger bits = new BigInteger(hex, 16);
        char[] ulid = new char[ULID];
        for (int i = ULID - 1; i >= 0; i--) {
            ulid[i] = ALPHABET.charAt(bits.intValue() & 31);
            bits = bits.shiftRight(5);
        }
        return new String(ulid);
    }

    private static BigInteger bits(String ulid) {
        if (ulid.length() != ULID) {
            throw new IllegalArgumentException("A ULID has " + ULID + " characters");
        }
        BigInteger bits = BigInteger.ZERO;
        for (int i = 0; i < ULID; i++) {
            int digit = ALPHABET.indexOf(ulid.charAt(i));
            if (digit < 0) {
                throw new IllegalArgumentException("This is no ULID");
            }
            bits = bits.shiftLeft(5).or(BigInteger.valueOf(digit));
        }
        return bits;
    }
}
