package org.smshub.ledger.store;

import java.time.Instant;
import java.util.List;

/**
 * A message as its sender sees it. Times are ISO-8601 in UTC.
 *
 * @param state derived from the parts: the least advanced while any is on its way, the worst when all have ended
 */
public record MessageView(
        String id,
        String client,
        String ref,
        String to,
        String from,
        String state,
        String encoding,
        String acceptedAt,
        String sendAt,
        String validUntil,
        List<PartView> parts) {

    /**
     * One part.
     *
     * @param remoteId the centre's id
     * @param attempts sends on all its links that left, or that a centre refused
     * @param history what became of it, in the order it happened
     */
    public record PartView(
            int part,
            String state,
            String link,
            String remoteId,
            int attempts,
            String errorCode,
            String errorText,
            String sentAt,
            String doneAt,
            List<Attempt> history) {}

    /**
     * One thing that happened to a part.
     *
     * @param link where it was sent; of MOVED where it went to
     * @param outcome an attempt: NOT_SENT, UNKNOWN or SENT; beside them THROTTLED (refused for going too fast), MOVED, LATE
     *     (the centre's yes to a send that counted as UNKNOWN), LATE_NOT_SENT (its no)
     * @param code the protocol's own, or null
     */
    public record Attempt(String at, String link, String outcome, String code, String text) {}

    private static final List<PartState> BY_WEIGHT = List.of(
            // on its way: the least advanced tells
            PartState.QUEUED,
            PartState.CLAIMED,
            PartState.SENT,
            PartState.BUFFERED,
            PartState.UNKNOWN,
            // ended: the worst tells
            PartState.FAILED,
            PartState.REJECTED,
            PartState.UNDELIVERABLE,
            PartState.EXPIRED,
            PartState.DELETED,
            PartState.CANCELLED,
            PartState.DELIVERED);

    public static PartState stateOf(List<PartState> parts) {
        return BY_WEIGHT.stream().filter(parts::contains).findFirst().orElseThrow();
    }

    /**
     * The name outside the ledger: that a part is marked as in flight is the ledger's own affair, and what waits for its
     * time is accepted rather than queued.
     */
    public static String outside(PartState state, boolean early) {
        return switch (state) {
            case CLAIMED -> PartState.QUEUED.name();
            case QUEUED -> early ? "ACCEPTED" : PartState.QUEUED.name();
            default -> state.name();
        };
    }

    public static String iso(Long epochMillis) {
        return epochMillis == null ? null : Instant.ofEpochMilli(epochMillis).toString();
    }
}
