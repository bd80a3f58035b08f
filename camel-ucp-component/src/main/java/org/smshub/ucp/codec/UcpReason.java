package org.smshub.ucp.codec;

import java.util.Map;
import java.util.Set;
import org.smshub.link.errors.Tables;

/**
 * Notifications: what Dst and Rsn of operation 53 mean for a message (EMI-UCP 4.0, section 5.5 and appendix B). There is no
 * "expired": a passed validity comes as "not delivered" with the last reason.
 */
public final class UcpReason {

    public static final String DELIVERED = "DELIVERED";
    public static final String BUFFERED = "BUFFERED";
    public static final String UNDELIVERABLE = "UNDELIVERABLE";
    public static final String REJECTED = "REJECTED";
    public static final String UNKNOWN = "UNKNOWN";

    private static final Set<String> BARRED =
            Set.of("103", "104", "201", "202", "203", "204", "205", "206", "207", "208");

    private static final Map<String, String> WORDS = Tables.words(UcpReason.class, "reasons.txt");

    private UcpReason() {}

    /** The state of the message. */
    public static String state(String dst, String rsn) {
        return switch (dst) {
            case "0" -> DELIVERED;
            case "1" -> BUFFERED;
            case "2" -> BARRED.contains(rsn) ? REJECTED : UNDELIVERABLE;
            default -> UNKNOWN;
        };
    }

    /** Dst for a state: what is neither delivered nor under way any more is not delivered. */
    public static String dst(String state) {
        return switch (state) {
            case DELIVERED -> "0";
            case BUFFERED, "ACCEPTED", "QUEUED", "SENT" -> "1";
            default -> "2";
        };
    }

    /** Rsn for a state when no reason is given. */
    public static String rsn(String dst) {
        return switch (dst) {
            case "0" -> "000";
            case "1" -> "107";
            default -> "108";
        };
    }

    public static String words(String rsn) {
        return WORDS.getOrDefault(rsn, "unknown reason");
    }
}
