package org.smshub.hub.doors;

import java.util.HexFormat;
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
        return bits(ulid).toString();
    }

    /** 32 hexadecimal digits in small letters. @throws IllegalArgumentException it is no ULID */
    public static String hex(String ulid) {
        UUID bits = bits(ulid);
        HexFormat digits = HexFormat.of();
        return digits.toHexDigits(bits.getMostSignificantBits()) + digits.toHexDigits(bits.getLeastSignificantBits());
    }

    /** The ULID of a UUID, or of 32 hexadecimal digits in any case; null = it is neither. */
    public static String ulid(String uuidOrHex) {
        String hex = uuidOrHex.replace("-", "").toLowerCase(Locale.ROOT);
        if (!hex.matches("[0-9a-f]{32}")) {
            return null;
        }
        long high = HexFormat.fromHexDigitsToLong(hex, 0, 16);
        long low = HexFormat.fromHexDigitsToLong(hex, 16, 32);
        char[] ulid = new char[ULID];
        for (int i = ULID - 1; i >= 0; i--) {
            ulid[i] = ALPHABET.charAt((int) low & 31);
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(ulid);
    }

    private static UUID bits(String ulid) {
        if (ulid.length() != ULID) {
            throw new IllegalArgumentException("A ULID has " + ULID + " characters");
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < ULID; i++) {
            int digit = ALPHABET.indexOf(ulid.charAt(i));
            if (digit < 0 || i == 0 && digit > 7) {
                throw new IllegalArgumentException("This is no ULID");
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        return new UUID(high, low);
    }
}
