package org.smshub.smpp;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A delivery receipt or intermediate notification, in text (Appendix B) and optional parameters. Read leniently: fields in
 * any order and case, missing ones, states spelt out, free text around, any octets.
 *
 * <p>The done date is left alone: it has no zone and ends at the minute.
 *
 * @param ids the centre's id of the part, first as receipted_message_id has it, then, if it differs, as the text has it;
 *     empty if neither does. Of any length.
 * @param state in the hub's words, null if it is not told or not understood; the parameter wins over the text
 * @param word after {@code stat:}, as it came, or null
 * @param error the centre's own error code, as it came ({@code 0A1}); from network_error_code if the text has none; null
 *     if there is none or it is zero
 * @param network network_error_code as it came, in hex; null if there is none or its code is zero
 */
public record Receipt(List<String> ids, String state, String word, String error, String network) {

    /** Between the centre's error and the network's in an error code of the hub. */
    private static final char NETWORK = '/';

    /** Text of the message that is repeated in a receipt. */
    private static final int TEXT = 20;

    /** Of the octets of a receipt: more than any text with an id of 255 characters has. */
    private static final int MAX_LENGTH = 1_000;

    /** Octets of network_error_code; it has three. */
    private static final int MAX_NETWORK = 16;

    private static final List<String> ID = List.of("id");
    private static final List<String> STATE = List.of("stat", "state", "status");
    private static final List<String> ERROR = List.of("err", "error");

    /** Fields that may follow one without a value: {@code id: sub:001}. */
    private static final Set<String> FIELDS =
            Set.of("id", "sub", "dlvrd", "submit", "done", "date", "stat", "state", "status", "err", "error", "text");

    public Receipt {
        ids = List.copyOf(ids);
    }

    /** The likeliest of {@link #ids}, or null. */
    public String id() {
        return ids.isEmpty() ? null : ids.get(0);
    }

    /** The error as the hub tells it: {@code smpp:0A1}, {@code smpp:0A1/030045} with the network's; null if there is none. */
    public String code() {
        return error == null ? null : "smpp:" + error + (network == null ? "" : NETWORK + network);
    }

    /** Whether it says both which message it is about and what became of it. */
    public boolean isUnderstood() {
        return !ids.isEmpty() && state != null;
    }

    /**
     * Whether a deliver_sm or data_sm is one: by its esm_class, or by the parameters that only a receipt has. Without
     * esm_class both are needed, because a message to a phone may refer to another by its id.
     */
    public static boolean isReceipt(int esmClass, List<Tlv> tlvs) {
        return EsmClass.isReceipt(esmClass)
                || EsmClass.isIntermediate(esmClass)
                || Tlv.find(tlvs, Tlv.RECEIPTED_MESSAGE_ID) != null && Tlv.find(tlvs, Tlv.MESSAGE_STATE) != null;
    }

    /**
     * Reads what {@link #isReceipt} says is one; never fails. An intermediate notification is never final: a final word in
     * it tells what happened to one attempt.
     *
     * @param octets of short_message; if there are none message_payload is read
     */
    public static Receipt read(int esmClass, byte[] octets, List<Tlv> tlvs) {
        Tlv payload = octets.length == 0 ? Tlv.find(tlvs, Tlv.MESSAGE_PAYLOAD) : null;
        Tlv id = Tlv.find(tlvs, Tlv.RECEIPTED_MESSAGE_ID);
        Receipt receipt = read(
                text(payload == null ? octets : payload.value()),
                id == null ? null : id.text(),
                Tlv.number(tlvs, Tlv.MESSAGE_STATE),
                Tlv.find(tlvs, Tlv.NETWORK_ERROR_CODE));
        boolean lastWord = receipt.state != null && MessageState.isFinal(receipt.state);
        return EsmClass.isIntermediate(esmClass) && lastWord
                ? new Receipt(receipt.ids, "BUFFERED", receipt.word, receipt.error, receipt.network)
                : receipt;
    }

    /**
     * @param text of the receipt, or null
     * @param tlvId receipted_message_id, or null
     * @param tlvState message_state, or -1
     */
    public static Receipt read(String text, String tlvId, long tlvState) {
        return read(text, tlvId, tlvState, null);
    }

    private static Receipt read(String text, String tlvId, long tlvState, Tlv network) {
        String whole = text == null ? "" : text.substring(0, Math.min(text.length(), MAX_LENGTH));
        String in = whole.substring(0, tail(whole));
        Set<String> ids = new LinkedHashSet<>();
        for (String id : new String[] {tlvId, first(ID, in)}) {
            if (id != null && !id.isBlank()) {
                ids.add(id.trim());
            }
        }
        String word = first(STATE, in);
        String byNumber = MessageState.of(tlvState);
        String error = first(ERROR, in);
        String networkError = networkError(network);
        return new Receipt(
                new ArrayList<>(ids),
                byNumber == null ? MessageState.of(word) : byNumber,
                word,
                isZero(error) ? networkError : error,
                networkError == null ? null : HexFormat.of().withUpperCase().formatHex(network.value()));
    }

    /**
     * ASCII, in whatever it came: the NULs of UCS-2 (either order), of a string's end and stray ones are left out. The
     * fields are ASCII, and what more the text has nobody reads. Two characters of ids are control characters in GSM 7-bit,
     * and an id must not end there.
     */
    private static String text(byte[] octets) {
        int length = Math.min(octets.length, 2 * MAX_LENGTH);
        char[] text = new char[length];
        int n = 0;
        for (int i = 0; i < length; i++) {
            if (octets[i] != 0) {
                text[n++] = octets[i] == 0x11 ? '_' : octets[i] == 0x02 ? '$' : (char) (octets[i] & 0xFF);
            }
        }
        return new String(text, 0, n);
    }

    /** The code in the last two of three octets (§5.3.2.31), or in what there is instead. */
    private static String networkError(Tlv tlv) {
        if (tlv == null || tlv.value().length < 2) {
            return null;
        }
        byte[] v = tlv.value();
        int at = v.length == 2 ? 0 : 1;
        int code = (v[at] & 0xFF) << 8 | v[at + 1] & 0xFF;
        return code == 0 || v.length > MAX_NETWORK ? null : Integer.toString(code);
    }

    /** No error, or none told. */
    private static boolean isZero(String error) {
        return error == null || error.chars().allMatch(c -> c == '0');
    }

    /** Where the text of the message starts, whose words are no fields; it is the last field, unless it is the first. */
    private static int tail(String in) {
        for (int colon = in.indexOf(':'); colon >= 0; colon = in.indexOf(':', colon + 1)) {
            int start = start(in, colon);
            if (start > 0 && colon - start == 4 && in.regionMatches(true, start, "text", 0, 4)) {
                return start;
            }
        }
        return in.length();
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
            int start = start(in, end);
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

    private static int start(String in, int end) {
        int start = end;
        while (start > 0 && !isBlank(in.charAt(start - 1))) {
            start--;
        }
        return start;
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
        if (end == start) {
            return null;
        }
        String word = in.substring(start, end);
        int colon = word.indexOf(':');
        boolean nextField = word.charAt(word.length() - 1) == ':'
                || start > from && (isField(word.substring(0, Math.max(0, colon))) || isDate(in, start, end));
        return nextField ? null : word;
    }

    /** {@code submit date:} and {@code done date:} are two words. */
    private static boolean isDate(String in, int start, int end) {
        String word = in.substring(start, end).toLowerCase(Locale.ROOT);
        return (word.equals("submit") || word.equals("done")) && in.regionMatches(true, end, " date", 0, 5);
    }

    private static boolean isField(String name) {
        return FIELDS.contains(name.toLowerCase(Locale.ROOT));
    }

    private static boolean isBlank(char c) {
        return c <= ' ';
    }

    /**
     * The done date of a receipt's text, YYMMDDhhmm with or without seconds, which is of whatever zone the centre is in.
     *
     * @return epoch milliseconds, or null if there is none
     */
    public static Long doneAt(String text, ZoneId zone) {
        int date = text.indexOf("done date:");
        String digits = date < 0 ? null : word(text, date + "done date:".length());
        return digits == null ? null : Times.receipt(digits, zone);
    }

    // --- written

    /** esm_class of a receipt of ours: the last word, or an intermediate notification (§5.2.12). */
    public static int esmClass(String state) {
        return MessageState.isFinal(state) ? EsmClass.RECEIPT : EsmClass.INTERMEDIATE;
    }

    /**
     * @param state in the hub's words
     * @param errorCode such as {@code smpp:0x58}; null = none
     * @param submittedAt epoch milliseconds, written in UTC to the minute; so is doneAt
     * @param text of the message; its first twenty characters are repeated as far as they are ASCII
     */
    public static String write(String id, String state, String errorCode, long submittedAt, long doneAt, String text) {
        return "id:" + id + " sub:001 dlvrd:" + (MessageState.number(state) == 2 ? "001" : "000") + " submit date:"
                + Times.receipt(submittedAt) + " done date:" + Times.receipt(doneAt) + " stat:"
                + MessageState.word(state) + " err:" + error(errorCode) + " text:" + ascii(text);
    }

    /** receipted_message_id and message_state, and network_error_code where the error code has one. */
    public static List<Tlv> tlvs(String id, String state, String errorCode) {
        List<Tlv> tlvs = new ArrayList<>(3);
        tlvs.add(Tlv.of(TlvTag.RECEIPTED_MESSAGE_ID, id));
        tlvs.add(Tlv.of(TlvTag.MESSAGE_STATE, MessageState.number(state)));
        int network = errorCode == null ? -1 : errorCode.indexOf(NETWORK);
        if (network > 0 && errorCode.matches("smpp:.*/([0-9A-F]{2}){2,16}")) {
            tlvs.add(new Tlv(Tlv.NETWORK_ERROR_CODE, HexFormat.of().parseHex(errorCode.substring(network + 1))));
        }
        return tlvs;
    }

    /**
     * Three characters: the number in a code such as {@code ucp:04} or {@code smpp:0x58}, or what a centre wrote there
     * itself ({@code smpp:0A1}); 999 for what has no room.
     */
    static String error(String code) {
        if (code == null) {
            return "000";
        }
        int network = code.indexOf(NETWORK);
        String own = network < 0 ? code : code.substring(0, network);
        String number = own.substring(own.lastIndexOf(':') + 1).trim();
        if (number.startsWith("0x")) {
            try {
                int n = Integer.parseInt(number.substring(2), 16);
                return n < 0 || n > 999 ? "999" : String.format(Locale.ROOT, "%03d", n);
            } catch (NumberFormatException e) {
                return "999";
            }
        }
        boolean fits = !number.isEmpty()
                && number.length() <= 3
                && number.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'A' && c <= 'F' || c >= 'a' && c <= 'f');
        return fits ? "0".repeat(3 - number.length()) + number : "999";
    }

    /** error_code of a query_sm_resp (§4.8.2), one octet; 255 for what has no room. */
    public static int errorNumber(String code) {
        try {
            return Math.min(Integer.parseInt(error(code)), 0xFF);
        } catch (NumberFormatException e) {
            return 0xFF;
        }
    }

    private static String ascii(String text) {
        if (text == null) {
            return "";
        }
        String head = text.substring(0, Math.min(TEXT, text.length()));
        return head.chars().allMatch(c -> c >= ' ' && c < 0x7F) ? head : "";
    }

    /** The octets of a written receipt, in data_coding 0: ASCII. */
    public static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
