package org.smshub.ucp;

import java.util.Map;
import java.util.Set;

/**
 * Notifications: what Dst and Rsn of operation 53 mean for a message (EMI-UCP 4.0, section 5.5 and appendix B; operators
 * may have other reasons). There is no "expired": a passed validity comes as "not delivered" with the last reason.
 */
final class UcpReason {

    static final String DELIVERED = "DELIVERED";
    static final String BUFFERED = "BUFFERED";
    static final String UNDELIVERABLE = "UNDELIVERABLE";
    static final String REJECTED = "REJECTED";
    static final String UNKNOWN = "UNKNOWN";

    private static final Set<String> BARRED =
            Set.of("103", "104", "201", "202", "203", "204", "205", "206", "207", "208");

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("000", "unknown subscriber"),
            Map.entry("009", "illegal error code"),
            Map.entry("010", "network time-out"),
            Map.entry("100", "facility not supported"),
            Map.entry("101", "unknown subscriber"),
            Map.entry("102", "facility not provided"),
            Map.entry("103", "call barred"),
            Map.entry("104", "operation barred"),
            Map.entry("105", "service centre congestion"),
            Map.entry("106", "facility not supported"),
            Map.entry("107", "absent subscriber"),
            Map.entry("108", "delivery fail"),
            Map.entry("109", "service centre congestion"),
            Map.entry("110", "protocol error"),
            Map.entry("111", "mobile station not equipped"),
            Map.entry("112", "unknown service centre"),
            Map.entry("113", "service centre congestion"),
            Map.entry("114", "illegal mobile station"),
            Map.entry("115", "mobile station not a subscriber"),
            Map.entry("116", "error in mobile station"),
            Map.entry("117", "lower layer not provisioned for short messages"),
            Map.entry("118", "system fail"),
            Map.entry("119", "PLMN system failure"),
            Map.entry("120", "HLR system failure"),
            Map.entry("121", "VLR system failure"),
            Map.entry("122", "previous VLR system failure"),
            Map.entry("123", "controlling MSC system failure"),
            Map.entry("124", "VMSC system failure"),
            Map.entry("125", "EIR system failure"),
            Map.entry("126", "system failure"),
            Map.entry("127", "unexpected data value"),
            Map.entry("200", "error in address of service centre"),
            Map.entry("201", "invalid absolute validity period"),
            Map.entry("202", "short message exceeds maximum"),
            Map.entry("203", "unable to unpack GSM message"),
            Map.entry("204", "unable to convert to IRA alphabet"),
            Map.entry("205", "invalid validity period format"),
            Map.entry("206", "invalid destination address"),
            Map.entry("207", "duplicate message submit"),
            Map.entry("208", "invalid message type indicator"));

    private UcpReason() {}

    /** The state of the message. */
    static String state(String dst, String rsn) {
        return switch (dst) {
            case "0" -> DELIVERED;
            case "1" -> BUFFERED;
            case "2" -> BARRED.contains(rsn) ? REJECTED : UNDELIVERABLE;
            default -> UNKNOWN;
        };
    }

    /** Dst for a state: what is neither delivered nor under way any more is not delivered. */
    static String dst(String state) {
        return switch (state) {
            case DELIVERED -> "0";
            case BUFFERED, "ACCEPTED", "QUEUED", "SENT" -> "1";
            default -> "2";
        };
    }

    /** Rsn for a state when no reason is given. */
    static String rsn(String dst) {
        return switch (dst) {
            case "0" -> "000";
            case "1" -> "107";
            default -> "108";
        };
    }

    static String words(String rsn) {
        boolean temporary = rsn.compareTo("001") >= 0 && rsn.compareTo("008") <= 0;
        return WORDS.getOrDefault(rsn, temporary ? "service temporarily not available" : "unknown reason");
    }
}
