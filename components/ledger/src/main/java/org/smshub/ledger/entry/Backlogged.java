package org.smshub.ledger.entry;

/**
 * What waits on a link.
 *
 * @param count parts, counted up to {@value #MOST}
 * @param oldest epoch milliseconds when the oldest of them was, or is, due; null = none waits
 */
public record Backlogged(String link, int priority, int count, Long oldest) {

    /** From here on it is not counted further. */
    public static final int MOST = 1_000_000;
}
