package org.smshub.gsmmodem.dialogue;

import java.util.Locale;
import org.smshub.gsmmodem.at.AtAnswer;
import org.smshub.gsmmodem.at.AtRequest;
import org.smshub.gsmmodem.at.AtResult;
import org.smshub.gsmmodem.at.AtStep;
import org.smshub.gsmmodem.at.AtValues;
import org.smshub.gsmmodem.at.Modem;
import org.smshub.text.Encoding;
import org.smshub.text.Hex;
import org.smshub.text.Septets;
import org.smshub.text.TextException;

/** A service code such as {@code *100#}, and what the network answers (3GPP TS 27.007 7.15). */
public final class Ussd {

    /** Name of the line that tells the answer. */
    public static final String ANSWER = "+CUSD";

    private static final int UCS2 = 0x48;
    private static final char PAD = '\r';

    private Ussd() {}

    /** @param limit milliseconds to the network's answer */
    public static AtRequest request(String code, long limit) {
        return AtRequest.of("AT+CUSD", limit + AtStep.PROMPT, modem -> AtStep.of(
                        "AT+CUSD=1,\"" + (modem.profile.packedUssd() ? packed(code) : code) + "\",15",
                        result -> AtAnswer.of(result, text(result, modem)))
                .waitingFor(ANSWER)
                .within(limit));
    }

    private static String text(AtResult result, Modem modem) {
        AtValues values = result.values(ANSWER);
        return decode(values.text(1), values.number(2), modem.profile.packedUssd());
    }

    /**
     * What the network said: as it stands, or 16-bit units or packed septets in hex, which no modem says of itself.
     *
     * @param scheme data coding scheme of the answer (3GPP TS 23.038 clause 5), -1 = not said
     * @param packed whether the modem writes packed septets
     */
    static String decode(String said, int scheme, boolean packed) {
        try {
            boolean hex = !said.isEmpty()
                    && said.length() % 2 == 0
                    && said.toUpperCase(Locale.ROOT).matches("[0-9A-F]+");
            if (hex && (scheme == UCS2 || scheme > 0 && (scheme & 0xCC) == UCS2)) {
                byte[] octets = Hex.parse(said);
                return Encoding.UCS2.decode(octets, 0, octets.length).text();
            }
            return hex && packed ? unpacked(Hex.parse(said)) : said;
        } catch (TextException e) {
            return said;
        }
    }

    private static String unpacked(byte[] octets) {
        byte[] septets = Septets.unpack(octets, 0, octets.length * 8 / 7);
        String text = Encoding.GSM7.decode(septets, 0, septets.length).text();
        boolean padded = text.length() % 8 == 0 && !text.isEmpty() && text.charAt(text.length() - 1) == PAD;
        return padded ? text.substring(0, text.length() - 1) : text;
    }

    /** Seven bits that are left over are a CR, and no @ (3GPP TS 23.038 6.1.2.3.1). */
    static String packed(String code) {
        String padded = code.length() % 8 == 7 ? code + PAD : code;
        return Hex.of(Septets.pack(Encoding.GSM7.encode(padded)));
    }
}
