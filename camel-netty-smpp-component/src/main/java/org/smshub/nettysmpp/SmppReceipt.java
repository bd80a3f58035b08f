package org.smshub.nettysmpp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A delivery receipt as SMPP 3.4 Appendix B writes it, and its optional parameters (§5.3.2.12, §5.3.2.35). */
final class SmppReceipt {

    /** Word in the text and message_state (§5.2.28) of a state of ours. */
    private record State(String word, int number, boolean isFinal) {}

    private static final int TEXT = 20;

    private SmppReceipt() {}

    private static State state(String state) {
        return switch (state == null ? "UNKNOWN" : state) {
            case "DELIVERED" -> new State("DELIVRD", 2, true);
            case "EXPIRED" -> new State("EXPIRED", 3, true);
            case "DELETED", "CANCELLED" -> new State("DELETED", 4, true);
            case "UNDELIVERABLE" -> new State("UNDELIV", 5, true);
            case "ACCEPTED" -> new State("ACCEPTD", 6, false);
            case "QUEUED", "SENT", "BUFFERED" -> new State("ENROUTE", 1, false);
            case "REJECTED", "FAILED" -> new State("REJECTD", 8, true);
            default -> new State("UNKNOWN", 7, true);
        };
    }

    /** message_state of a query_sm_resp. */
    static int number(String state) {
        return state(state).number();
    }

    static boolean isFinal(String state) {
        return state(state).isFinal();
    }

    /** esm_class: receipt, or intermediate notification (§5.2.12). */
    static int esmClass(String state) {
        return isFinal(state) ? 0x04 : 0x20;
    }

    /** @param text of the message; its first twenty characters are repeated as far as they are ASCII */
    static String text(String id, String state, String errorCode, long submittedAt, long doneAt, String text) {
        State s = state(state);
        return String.format(
                Locale.ROOT,
                "id:%s sub:001 dlvrd:%s submit date:%s done date:%s stat:%s err:%03d text:%s",
                id,
                s.number() == 2 ? "001" : "000",
                SmppTime.receipt(submittedAt),
                SmppTime.receipt(doneAt),
                s.word(),
                error(errorCode),
                ascii(text));
    }

    /** The number in a code such as {@code ucp:04} or {@code smpp:0x58}, as the three digits have room for it. */
    static int error(String code) {
        if (code == null) {
            return 0;
        }
        String number = code.substring(code.lastIndexOf(':') + 1).trim();
        try {
            int n = number.startsWith("0x") ? Integer.parseInt(number.substring(2), 16) : Integer.parseInt(number);
            return n < 0 || n > 999 ? 999 : n;
        } catch (NumberFormatException e) {
            return 999;
        }
    }

    private static String ascii(String text) {
        if (text == null) {
            return "";
        }
        String head = text.substring(0, Math.min(TEXT, text.length()));
        return head.chars().allMatch(c -> c >= ' ' && c < 0x7F) ? head : "";
    }

    static List<SmppPdu.Tlv> tlvs(String id, String state) {
        byte[] octets = (id + "\0").getBytes(StandardCharsets.ISO_8859_1);
        return List.of(
                new SmppPdu.Tlv(SmppPdu.Tlv.RECEIPTED_MESSAGE_ID, octets),
                new SmppPdu.Tlv(
                        SmppPdu.Tlv.MESSAGE_STATE,
                        new byte[] {(byte) state(state).number()}));
    }
}
