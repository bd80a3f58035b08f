package org.smshub.ucp;

import static org.smshub.ucp.codec.UcpField.*;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.apache.camel.Message;
import org.smshub.line.FrameException;
import org.smshub.line.camel.Content;
import org.smshub.line.camel.Contents;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.Hex;
import org.smshub.ucp.codec.UcpErrorCode;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;
import org.smshub.ucp.codec.UcpXser;

/**
 * The fields that carry the content of a message: MT, NB, Msg, MCLs, and the header and coding of XSer (EMI-UCP 4.0,
 * sections 5.1 and 5.2; GSM 03.38 for the coding).
 */
final class UcpBody {

    private static final String NUMERIC = "2";
    private static final String ALPHANUMERIC = "3";
    private static final String TRANSPARENT = "4";

    private UcpBody() {}

    /**
     * Sets the fields.
     *
     * @param gsm the characters of an alphanumeric message on this line, {@link Encoding#GSM7} as a rule
     * @param more extra services that go with it
     * @param always whether the coding is written even where it is the default
     */
    static void write(Content content, UcpFrame.Builder frame, Encoding gsm, UcpXser more, boolean always) {
        DataCoding dcs = content.scheme();
        UcpXser xser = UcpXser.EMPTY.with(UcpXser.UDH, content.udh());
        if (always || content.coding() != null || dcs.value() != 0) {
            xser = xser.with(UcpXser.DCS, String.format("%02X", dcs.value()));
        }
        for (UcpXser.Element element : more.elements()) {
            xser = xser.with(element.type(), element.hex());
        }
        frame.set(XSER, xser.encode());
        if (content.alphabet() == Alphabet.GSM7) {
            frame.set(MT, ALPHANUMERIC).set(MSG, Hex.of(content.units(gsm)));
        } else {
            byte[] octets = content.octets();
            frame.set(MT, TRANSPARENT)
                    .set(NB, Integer.toString(octets.length * 8))
                    .set(MSG, Hex.of(octets));
        }
        content.messageClass().ifPresent(value -> frame.set(MCLS, Integer.toString(value)));
    }

    /**
     * Reads the fields of an operation.
     *
     * @param strict refuse what is broken, as a centre does; false keeps what can be read
     * @throws FrameException with the code that answers it
     */
    static Content read(UcpFrame frame, Encoding gsm, boolean strict) throws FrameException {
        String mt = frame.operation() == UcpOperation.MESSAGE_TRANSFER ? ALPHANUMERIC : frame.get(MT);
        String msg = frame.get(MSG);
        if (strict && !mt.equals(NUMERIC) && !mt.equals(ALPHANUMERIC) && !mt.equals(TRANSPARENT)) {
            throw new FrameException(UcpErrorCode.MESSAGE_TYPE, "MT is 2, 3 or 4");
        }
        UcpXser xser = UcpXser.parse(frame.get(XSER), strict);
        String udh = xser.get(UcpXser.UDH);
        String dcs = xser.get(UcpXser.DCS);
        DataCoding coding = dcs.length() == 2 ? new DataCoding(HexFormat.fromHexDigits(dcs)) : null;
        OptionalInt messageClass = messageClass(frame.get(MCLS), coding, strict);
        if (mt.equals(NUMERIC)) {
            if (strict && !msg.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new FrameException(UcpErrorCode.SYNTAX, "a numeric message has digits only");
            }
            return Content.text(msg, Alphabet.GSM7, messageClass, udh, coding);
        }
        byte[] octets = strict ? frame.octets(MSG) : Hex.leniently(msg);
        Alphabet alphabet = alphabet(mt, coding);
        octets = alphabet == Alphabet.UCS2 ? bigEndian(octets) : octets;
        Content content = Content.units(octets, alphabet, gsm, messageClass, udh, coding);
        if (strict && content.isUnreadable()) {
            throw new FrameException(UcpErrorCode.SYNTAX, "AMsg has octets that are no characters of " + gsm.name());
        }
        return content;
    }

    /** The coding decides; without one MT does. Transparent data is never read as septets. */
    private static Alphabet alphabet(String mt, DataCoding coding) {
        if (coding == null) {
            return mt.equals(TRANSPARENT) ? Alphabet.BINARY : Alphabet.GSM7;
        }
        return mt.equals(TRANSPARENT) && coding.alphabet() == Alphabet.GSM7 ? Alphabet.BINARY : coding.alphabet();
    }

    /** The class of the coding overrules MCLs, which some set on everything that is no text. */
    private static OptionalInt messageClass(String mcls, DataCoding coding, boolean strict) throws FrameException {
        if (coding != null) {
            return coding.messageClass();
        }
        boolean valid = mcls.length() == 1 && mcls.charAt(0) >= '0' && mcls.charAt(0) <= '3';
        if (strict && !mcls.isEmpty() && !valid) {
            throw new FrameException(UcpErrorCode.SYNTAX, "MCLs is 0 to 3");
        }
        return valid ? OptionalInt.of(mcls.charAt(0) - '0') : OptionalInt.empty();
    }

    /** Big-endian; a byte order mark, which one client sends before little-endian text, is obeyed and taken off. */
    private static byte[] bigEndian(byte[] octets) {
        boolean little = octets.length > 1 && octets[0] == (byte) 0xFF && octets[1] == (byte) 0xFE;
        boolean big = octets.length > 1 && octets[0] == (byte) 0xFE && octets[1] == (byte) 0xFF;
        if (little) {
            for (int i = 0; i + 1 < octets.length; i += 2) {
                byte low = octets[i];
                octets[i] = octets[i + 1];
                octets[i + 1] = low;
            }
        }
        return little || big ? Arrays.copyOfRange(octets, 2, octets.length) : octets;
    }

    /** Text for an operation that knows neither header nor coding. */
    static byte[] plain(Message message, UcpOperation operation, Encoding gsm) {
        String text = Contents.text(message);
        if (gsm.firstMissing(text, 0) >= 0
                || gsm.units(text, 0, text.length()) > 160
                || message.getBody() instanceof byte[]
                || message.getHeader(SmsHeaders.UDH) != null) {
            throw new IllegalArgumentException(
                    "operation " + operation + " carries up to 160 characters of the GSM alphabet and nothing else");
        }
        return gsm.encode(text);
    }
}
