package org.smshub.hub.doors.vonage;

import java.util.HexFormat;
import org.smshub.text.udh.Udh;

/**
 * A message, as far as its parameters can be judged by themselves.
 *
 * @param body a text, or octets
 * @param unicode whether it goes as UCS-2 whatever it says
 * @param udh in hexadecimal digits, or null
 * @param millis of its validity, or null
 * @param receipt whether its sender wants to hear of it; null = it does not say
 */
record VonageSend(
        String from,
        String to,
        Object body,
        boolean unicode,
        String udh,
        Integer messageClass,
        Integer protocolId,
        Long millis,
        Boolean receipt,
        String callback,
        String ref) {

    private static final long MILLIS_LEAST = 20_000;
    private static final long MILLIS_MOST = 604_800_000;
    private static final int REF_MOST = 100;
    private static final String HEX = "([0-9a-fA-F]{2})+";
    private static final String NUMBER = "(?:\\+|00)?[0-9]{3,20}";
    private static final String WORD_FROM = "(?=.*[^0-9]).{1,11}";
    private static final String NUMBER_FROM = "\\+?[0-9]{1,15}";

    /** @throws VonageError what is missing or wrong */
    static VonageSend of(VonageForm form) throws VonageError {
        String from = form.required("from");
        String to = form.required("to").strip();
        if (!to.matches(NUMBER)) {
            throw VonageError.invalid("to");
        }
        if (!from.matches(WORD_FROM) && !from.matches(NUMBER_FROM)) {
            throw new VonageError(VonageError.SENDER, "Illegal Sender Address - rejected");
        }
        String type = form.get("type") == null ? "text" : form.get("type");
        boolean binary = type.equals("binary");
        if (!binary && !type.equals("text") && !type.equals("unicode")) {
            throw VonageError.invalid("type");
        }
        String udh = binary ? form.get("udh") : null;
        if (udh != null) {
            udh(udh);
        }
        String ref = form.get("client-ref");
        if (ref != null && ref.length() > REF_MOST) {
            throw VonageError.invalid("client-ref");
        }
        return new VonageSend(
                from,
                to,
                binary ? octets(form) : form.required("text"),
                type.equals("unicode"),
                udh,
                octet(form.number("message-class", 0, 3)),
                octet(form.number("protocol-id", 0, 255)),
                form.number("ttl", MILLIS_LEAST, MILLIS_MOST),
                form.truth("status-report-req"),
                form.get("callback"),
                ref);
    }

    private static Integer octet(Long number) {
        return number == null ? null : Integer.valueOf(number.intValue());
    }

    private static byte[] octets(VonageForm form) throws VonageError {
        String hex = form.required("body");
        if (!hex.matches(HEX)) {
            throw VonageError.invalid("body");
        }
        return HexFormat.of().parseHex(hex);
    }

    private static void udh(String hex) throws VonageError {
        try {
            Udh.parse(HexFormat.of().parseHex(hex));
        } catch (RuntimeException e) {
            throw VonageError.invalid("udh");
        }
    }

    /** No text. */
    @Override
    public String toString() {
        return "message";
    }
}
