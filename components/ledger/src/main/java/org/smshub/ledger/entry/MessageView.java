package org.smshub.ledger.entry;

import java.time.Instant;
import java.util.List;
import org.smshub.link.passing.Fields;

/**
 * A message as its sender sees it. Times are ISO-8601 in UTC.
 *
 * @param state derived from the parts: the least advanced while any is on its way, the worst when all have ended
 * @param input the route by which it came; null = not known
 * @param rule that of routing which chose its links, where it says so; or null
 * @param text while it is kept, and null for octets
 * @param data in place of text, octets in hexadecimal digits
 * @param history null in lists
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
        Integer priority,
        String receipt,
        List<String> links,
        List<String> tags,
        String input,
        String rule,
        String text,
        String data,
        List<PartView> parts,
        List<Step> history) {

    /** As far as it is told without its past. */
    public MessageView(
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
        this(
                id,
                client,
                ref,
                to,
                from,
                state,
                encoding,
                acceptedAt,
                sendAt,
                validUntil,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                parts,
                null);
    }

    /**
     * What happened to a message, in its order.
     *
     * @param what ACCEPTED (text: the input), ROUTED (text: the links, and the rule), PLANNED (text: encoding and parts),
     *     ATTEMPT (code: the outcome), RECEIPT (code: the state), TOLD (its sender has heard; code: the
     *     state; text: by which way), NOT_TOLD (the same, which was not taken), ENDED (code: the state; without any receipt)
     * @param session of an ATTEMPT: see {@link Attempt}
     * @param to of what was told: where, as far as the way says it
     * @param answer of what was told: what was answered, as far as the way has answers
     */
    public record Step(
            String at,
            String what,
            Integer part,
            String link,
            String session,
            String code,
            String text,
            String to,
            String answer) {

        /** What happened to all of a message. */
        public static Step of(String at, String what, String code, String text) {
            return new Step(at, what, null, null, null, code, text, null, null);
        }
    }

    /** Of {@link Fields}: the words of its sender for a message, blanks between them. */
    public static final String TAGS = "tags";

    /** Of {@link Fields}: the hash of the request that a key of idempotency stood for. */
    public static final String REQUEST = "request";

    /** Before a client's reference that is such a key, and no reference of its own. */
    public static final String KEYED = "key:";

    /** The same with its history. */
    public MessageView with(List<Step> itsHistory) {
        return new MessageView(
                id,
                client,
                ref,
                to,
                from,
                state,
                encoding,
                acceptedAt,
                sendAt,
                validUntil,
                priority,
                receipt,
                links,
                tags,
                input,
                rule,
                text,
                data,
                parts,
                itsHistory);
    }

    /** @param fields as a message has them, or null */
    public static List<String> tags(String fields) {
        String tags = fields == null || !fields.contains(TAGS)
                ? null
                : Fields.parse(fields).get(TAGS);
        return tags == null || tags.isEmpty() ? List.of() : List.of(tags.split(" "));
    }

    /** The reference that a client gave, and none that the hub made for it; or null. */
    public static String ownRef(String ref) {
        return ref == null || ref.startsWith(KEYED) || ref.startsWith("again:") ? null : ref;
    }

    long acceptedMillis() {
        return Instant.parse(acceptedAt).toEpochMilli();
    }

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
     * @param session over which it went: its number on the link and the peer; null = over none, or not known
     * @param outcome an attempt: NOT_SENT, UNKNOWN or SENT; beside them THROTTLED (refused for going too fast), MOVED, LATE
     *     (the centre's yes to a send that counted as UNKNOWN), LATE_NOT_SENT (its no)
     * @param code the protocol's own, or null
     */
    public record Attempt(String at, String link, String session, String outcome, String code, String text) {}

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
