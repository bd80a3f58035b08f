package org.smshub.hub;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern ID = field("id", "(\\S{1,65})");
    private static final Pattern STATE = field("stat(?:e|us)?", "([A-Za-z]{1,20})");
    private static final Pattern ERROR = field("err(?:or)?", "(\\S{1,10})");

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

    private static Pattern field(String name, String value) {
        return Pattern.compile("(?:^|\\s)" + name + "\\s*:\\s*" + value, Pattern.CASE_INSENSITIVE);
    }

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

    private static String first(Pattern pattern, String in) {
        Matcher matcher = pattern.matcher(in);
        return matcher.find() ? matcher.group(1) : null;
    }
}
