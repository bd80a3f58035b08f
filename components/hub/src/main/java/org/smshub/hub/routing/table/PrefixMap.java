package org.smshub.hub.routing.table;

import java.util.Arrays;

/**
 * Prefixes of numbers, sorted, each with a value; the longest one of a number is found in a binary search and a few steps
 * upwards. 16 octets an entry. Immutable.
 *
 * <p>A prefix is a long of 16 places, the first character in the highest one: 0 = it has ended, 1 to 10 = a digit, 11 = a plus.
 * In this order a prefix stands before all that begins with it, so that the longest one of a number is the last entry
 * before the number, or one that this entry begins with.
 */
public final class PrefixMap {

    /** Characters that are told apart: a plus and the 15 digits of E.164. */
    public static final int LONGEST = 16;

    private static final int BITS = 4;
    private static final int PLUS = 11;

    /** With the highest bit turned round, so that the order of longs is that of their places. */
    private final long[] keys;

    private final int[] values;

    /** The longest entry that each begins with; -1 = none. */
    private final int[] parents;

    /**
     * @param sorted keys, in rising order, none twice
     * @param values one of each
     */
    public PrefixMap(long[] sorted, int[] values) {
        this.keys = sorted;
        this.values = values;
        this.parents = new int[sorted.length];
        for (int i = 0; i < sorted.length; i++) {
            if (i > 0 && sorted[i - 1] >= sorted[i]) {
                throw new IllegalArgumentException("not sorted at " + i);
            }
            int parent = i - 1;
            while (parent >= 0 && !begins(sorted[i], sorted[parent])) {
                parent = parents[parent];
            }
            parents[i] = parent;
        }
    }

    /** @param text a plus and digits, or digits; what comes behind another character, or the 16th, does not count */
    public static long key(String text) {
        long key = 0;
        int places = Math.min(text.length(), LONGEST);
        int i = 0;
        for (; i < places; i++) {
            char c = text.charAt(i);
            int place = c == '+' ? PLUS : c - '0' + 1;
            if (place < 1 || place > PLUS || place == PLUS && c != '+') {
                break;
            }
            key = key << BITS | place;
        }
        return (i == 0 ? 0 : key << BITS * (LONGEST - i)) ^ Long.MIN_VALUE;
    }

    public static String text(long key) {
        StringBuilder text = new StringBuilder(LONGEST);
        for (long left = key ^ Long.MIN_VALUE; left != 0; left <<= BITS) {
            int place = (int) (left >>> BITS * (LONGEST - 1));
            text.append(place == PLUS ? '+' : (char) ('0' + place - 1));
        }
        return text.toString();
    }

    private static boolean begins(long key, long prefix) {
        long bare = prefix ^ Long.MIN_VALUE;
        // no place in it is 0, so the zeros behind are the places that it has not
        int ended = Long.numberOfTrailingZeros(bare) / BITS * BITS;
        return bare == 0 || (key ^ prefix) >>> ended == 0;
    }

    /** The entry with the longest prefix of a number; -1 = there is none. */
    public int find(String number) {
        long key = key(number);
        int at = Arrays.binarySearch(keys, key);
        int entry = at >= 0 ? at : -at - 2;
        while (entry >= 0 && !begins(key, keys[entry])) {
            entry = parents[entry];
        }
        return entry;
    }

    /** The entry with the next shorter prefix of the same number; -1 = there is none. */
    public int parent(int entry) {
        return parents[entry];
    }

    public int value(int entry) {
        return values[entry];
    }

    public String prefix(int entry) {
        return text(keys[entry]);
    }

    public int size() {
        return keys.length;
    }
}
