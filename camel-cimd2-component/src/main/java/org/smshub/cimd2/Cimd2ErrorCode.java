package org.smshub.cimd2;

import java.util.TreeMap;

/**
 * An error code (parameter 900) and what a client does about it. The table, with its sources, is {@code error-codes.txt}.
 *
 * @param retry PERMANENT, RETRYABLE or THROTTLED
 */
public record Cimd2ErrorCode(int code, Retry retry, String words) {

    /** What may be tried again; no specification says it. */
    public enum Retry {
        PERMANENT,
        RETRYABLE,
        /** Later, and slower. */
        THROTTLED
    }

    private static final TreeMap<Integer, Cimd2ErrorCode> TABLE = new TreeMap<>();

    static {
        Cimd2Tables.read("error-codes.txt").forEach(line -> {
            String[] columns = line.split(" +", 3);
            int code = Integer.parseInt(columns[0]);
            TABLE.put(code, new Cimd2ErrorCode(code, Retry.valueOf(columns[1]), columns[2]));
        });
    }

    static final Cimd2ErrorCode UNEXPECTED = of(1);
    static final Cimd2ErrorCode SYNTAX = of(2);

    /** A code that the table lacks is permanent. */
    public static Cimd2ErrorCode of(int code) {
        Cimd2ErrorCode known = TABLE.get(code);
        return known == null ? new Cimd2ErrorCode(code, Retry.PERMANENT, "unknown error code") : known;
    }

    /** The codes of the table. */
    static Iterable<Cimd2ErrorCode> known() {
        return TABLE.values();
    }

    public boolean isRetryable() {
        return retry != Retry.PERMANENT;
    }

    public boolean isThrottled() {
        return retry == Retry.THROTTLED;
    }
}
