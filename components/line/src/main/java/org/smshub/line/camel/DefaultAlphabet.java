package org.smshub.line.camel;

import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.Hex;
import org.smshub.text.udh.Udh;

/**
 * What a text means between the hub and a peer that has ISO-8859-1, ASCII or UTF-8 where others have GSM-7: under its default
 * alphabet it writes what it likes, and reads what that has.
 */
public final class DefaultAlphabet {

    private static final String GSM7 = "GSM7";
    private static final String UCS2 = "UCS2";

    private DefaultAlphabet() {}

    /** A text that came: not GSM-7 for sure, so that what GSM-7 lacks goes on in UCS-2. */
    public static void read(Message message, Encoding alphabet) {
        if (alphabet instanceof Gsm7 || !isText(message) || !(message.getBody() instanceof String)) {
            return;
        }
        message.removeHeader(SmsHeaders.ENCODING);
        if (Integer.valueOf(0).equals(message.getHeader(SmsHeaders.DATA_CODING))) {
            message.removeHeader(SmsHeaders.DATA_CODING);
        }
    }

    /** A text in GSM-7 that goes to it: in its alphabet, without national tables, else in UCS-2. */
    public static void write(Message message, Encoding alphabet) {
        if (alphabet instanceof Gsm7 || !isText(message)) {
            return;
        }
        String hex = message.getHeader(SmsHeaders.UDH, String.class);
        Udh udh = hex == null ? Udh.NONE : Udh.parse(Hex.parse(hex));
        String text = message.getBody() instanceof byte[] septets
                ? udh.encoding(Alphabet.GSM7).decode(septets, 0, septets.length).text()
                : Contents.text(message);
        Udh others = udh.withoutShifts();
        message.setBody(text);
        set(message, SmsHeaders.UDH, others.isEmpty() ? null : Hex.of(others.bytes()));
        if (alphabet.firstMissing(text, 0) >= 0) {
            message.setHeader(SmsHeaders.ENCODING, UCS2);
            Integer coding = message.getHeader(SmsHeaders.DATA_CODING, Integer.class);
            DataCoding other = coding == null ? null : new DataCoding(coding).inUcs2();
            set(message, SmsHeaders.DATA_CODING, other == null ? null : other.value());
        }
    }

    private static boolean isText(Message message) {
        return GSM7.equals(message.getHeader(SmsHeaders.ENCODING));
    }

    private static void set(Message message, String header, Object value) {
        if (value == null) {
            message.removeHeader(header);
        } else {
            message.setHeader(header, value);
        }
    }
}
