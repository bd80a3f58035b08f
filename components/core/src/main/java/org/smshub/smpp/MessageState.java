package org.smshub.smpp;

import java.util.Locale;
import java.util.Map;

/** message_state (§5.2.28; SMPP 5.0 §4.7.15), the words of receipts (Appendix B), and the hub's own states. */
public final class MessageState {

    /** By value; 0 and 9 are of SMPP 5.0. */
    private static final String[] STATES = {
        "BUFFERED",
        "BUFFERED",
        "DELIVERED",
        "EXPIRED",
        "DELETED",
        "UNDELIVERABLE",
        "BUFFERED",
        "UNKNOWN",
        "REJECTED",
        "UNDELIVERABLE"
    };

    /** Table B-2, with what centres write in its place. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("DELIVRD", "DELIVERED"),
            Map.entry("DELIVERED", "DELIVERED"),
            Map.entry("DELIVERD", "DELIVERED"),
            Map.entry("EXPIRED", "EXPIRED"),
            Map.entry("DELETED", "DELETED"),
            Map.entry("UNDELIV", "UNDELIVERABLE"),
            Map.entry("UNDELIVERABLE", "UNDELIVERABLE"),
            Map.entry("UNDELIVERED", "UNDELIVERABLE"),
            Map.entry("FAILED", "UNDELIVERABLE"),
            Map.entry("SKIPPED", "UNDELIVERABLE"),
            Map.entry("REJECTD", "REJECTED"),
            Map.entry("REJECTED", "REJECTED"),
            Map.entry("ACCEPTD", "BUFFERED"),
            Map.entry("ACCEPTED", "BUFFERED"),
            Map.entry("ENROUTE", "BUFFERED"),
            Map.entry("SCHEDULED", "BUFFERED"),
            Map.entry("BUFFERED", "BUFFERED"),
            Map.entry("UNKNOWN", "UNKNOWN"));

    private MessageState() {}

    /** @return the hub's state, or null for a value that the specification does not have */
    public static String of(long number) {
        return number >= 0 && number < STATES.length ? STATES[(int) number] : null;
    }

    /** @return the hub's state of a word after {@code stat:}, in any case; null for another word */
    public static String of(String word) {
        return word == null ? null : WORDS.get(word.toUpperCase(Locale.ROOT));
    }

    /** message_state of a state of the hub, 1 to 8; what is no state is UNKNOWN. */
    public static int number(String state) {
        return switch (state == null ? "UNKNOWN" : state) {
            case "QUEUED", "SENT", "BUFFERED" -> 1;
            case "DELIVERED" -> 2;
            case "EXPIRED" -> 3;
            case "DELETED", "CANCELLED" -> 4;
            case "UNDELIVERABLE" -> 5;
            case "ACCEPTED" -> 6;
            case "REJECTED", "FAILED" -> 8;
            default -> 7;
        };
    }

    /** The word of table B-2. */
    static String word(String state) {
        return switch (number(state)) {
            case 1 -> "ENROUTE";
            case 2 -> "DELIVRD";
            case 3 -> "EXPIRED";
            case 4 -> "DELETED";
            case 5 -> "UNDELIV";
            case 6 -> "ACCEPTD";
            case 8 -> "REJECTD";
            default -> "UNKNOWN";
        };
    }

    /** Whether no other state follows. */
    public static boolean isFinal(String state) {
        int number = number(state);
        return number != 1 && number != 6;
    }
}
