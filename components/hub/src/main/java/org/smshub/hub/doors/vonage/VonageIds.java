package org.smshub.hub.doors.vonage;

import java.math.BigInteger;
import java.util.Locale;
import org.smshub.hub.doors.Ids;

/**
 * An id for each part of a message, without a table: the first has the hub's, in 32 upper-case hexadecimal digits; those behind
 * it count on in the first two digits, which in the hub's ids stand for decades and change in 2039.
 */
final class VonageIds {

    private static final int BITS = 128;
    private static final int COUNT_FROM = 120;

    private VonageIds() {}

    /** @param part 1 to 255 */
    static String of(String id, int part) {
        BigInteger bits = new BigInteger(Ids.hex(id), 16)
                .add(BigInteger.valueOf(part - 1L).shiftLeft(COUNT_FROM))
                .mod(BigInteger.ONE.shiftLeft(BITS));
        return String.format("%032x", bits).toUpperCase(Locale.ROOT);
    }
}
