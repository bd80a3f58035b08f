package org.smshub.hub.smpp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A receipt as centres write it (SMPP 3.4 appendix B), read leniently: fields in any order and case, missing ones, states
 * spelt out, free text around. What jSMPP's own reader does not know it drops; here the identity and the state are
 * enough. The done date is left alone: it has no zone and ends at the minute.
 *
 * @param id the centre's id of the part
 * @param state state in the hub's words
 * @param error the centre's own error code, or null
 */
public record SmppReceipt(String id, String state, String error) {

    private static final int MAX_LENGTH = 1_000;
    private static final int MAX_VALUE = 65;
    private static final List<String> ID = List.of("id");
    private static final List<String> STATE = List.of("stat", "state", "status");
    private static final List<String> ERROR = List.of("err", "error");

    /** SMPP 3.4 table B-2 and 5.2.28, with what centres write in its place. */
    private static final Map<String, String> STATES = Map.ofEntries(
            Map.entry("DELIVRD", "DELIVERED"),
            Map.entry("DELIVERED", "DELIVERED"),
            Map.entry("EXPIRED", "EXPIRED"),
            Map.entry("DELETED", "DELETED"),
            Map.entry("UNDELIV", "UNDELIVERABLE"),
            Map.entry("UNDELIVERABLE", "UNDELIVERABLE"),
            Map.entry("UNDELIVERED", "UNDELIVERABLE"),
            Map.entry("FAILED", "UNDELIVERABLE"),
            Map.entry("REJECTD", "REJECTED"),
            Map.entry("REJECTED", "REJECTED"),
            Map.entry("ACCEPTD", "BUFFERED"),
            Map.entry("ACCEPTED", "BUFFERED"),
            Map.entry("ENROUTE", "BUFFERED"),
            Map.entry("BUFFERED", "BUFFERED"),
            Map.entry("UNKNOWN", "UNKNOWN"));

    /** TLV message_state (SMPP 3.4 5.2.28), by its value. */
    private static final String[] TLV_STATES = {
        "BUFFERED", "BUFFERED", "DELIVERED", "EXPIRED", "DELETED", "UNDELIVERABLE", "BUFFERED", "UNKNOWN", "REJECTED"
    };

    /**
     * Reads a receipt.
     *
     * @param tlvId receipted_message_id, or null
     * @param tlvState message_state, or null; the TLVs win over the text
     * @return empty when neither says which message it is about or what became of it
     */
    public static Optional<SmppReceipt> parse(String text, String tlvId, Integer tlvState) {
        String in = text == null ? "" : text.substring(0, Math.min(text.length(), MAX_LENGTH));
        String id = tlvId != null && !tlvId.isBlank() ? tlvId.trim() : first(ID, in);
        String state = tlvState != null && tlvState >= 0 && tlvState < TLV_STATES.length
                ? TLV_STATES[tlvState]
                : stateOf(first(STATE, in));
        if (id == null || state == null) {
            return Optional.empty();
        }
        String error = first(ERROR, in);
        return Optional.of(new SmppReceipt(id, state, isZero(error) ? null : error));
    }

    /** No error, or none told. */
    private static boolean isZero(String error) {
        return error == null || error.chars().allMatch(c -> c == '0');
    }

    private static String stateOf(String word) {
        return word == null ? null : STATES.get(word.toUpperCase(Locale.ROOT));
    }

    /**
     * The value of the first field with one of these names: at the start of a word, a colon after it, up to the next
     * blank; blanks around the colon are skipped. No regular expression: receipts are read at the rate of messages.
     */
    private static String first(List<String> names, String in) {
        for (int colon = in.indexOf(':'); colon >= 0; colon = in.indexOf(':', colon + 1)) {
            int end = colon;
            while (end > 0 && isBlank(in.charAt(end - 1))) {
                end--;
            }
            int start = end;
            while (start > 0 && !isBlank(in.charAt(start - 1))) {
                start--;
            }
            for (String name : names) {
                if (end - start == name.length() && in.regionMatches(true, start, name, 0, name.length())) {
                    String value = word(in, colon + 1);
                    if (value != null) {
                        return value;
                    }
                }
            }
        }
        return null;
    }

    private static String word(String in, int from) {
        int start = from;
        while (start < in.length() && isBlank(in.charAt(start))) {
            start++;
        }
        int end = start;
        while (end < in.length() && !isBlank(in.charAt(end))) {
            end++;
        }
        // "err: text:" has no error: the next field follows
        return end == start || end - start > MAX_VALUE || in.charAt(end - 1) == ':' ? null : in.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c <= ' ';
    }
}
