package org.smshub.ledger.store.sql.move;

import java.nio.charset.StandardCharsets;

/** How many rows there are, and a checksum of them all, whatever their order: FNV-1a of each row's values, added up. */
final class RowSum {

    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long rows;
    private long sum;

    void add(Object[] values) {
        long hash = BASIS;
        for (Object value : values) {
            if (value == null) {
                hash = step(hash, 0);
            } else if (value instanceof Long number) {
                hash = step(hash, 1);
                for (int i = 0; i < Long.SIZE; i += Byte.SIZE) {
                    hash = step(hash, (int) (number >>> i));
                }
            } else {
                boolean text = value instanceof String;
                byte[] octets = text ? ((String) value).getBytes(StandardCharsets.UTF_8) : (byte[]) value;
                hash = step(hash, text ? 2 : 3);
                for (byte one : octets) {
                    hash = step(hash, one);
                }
                hash = step(hash, octets.length);
                hash = step(hash, octets.length >> Byte.SIZE);
            }
        }
        rows++;
        sum += hash;
    }

    private static long step(long hash, int octet) {
        return (hash ^ octet & 0xFF) * PRIME;
    }

    long rows() {
        return rows;
    }

    boolean is(RowSum other) {
        return rows == other.rows && sum == other.sum;
    }
}
