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

    /** One part; {@code remoteId} is the centre's id. */
    public record PartView(
            int part,
            String state,
            String link,
            String remoteId,
            int attempts,
            String errorCode,
            String errorText,
            String sentAt,
            String doneAt) {}

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
