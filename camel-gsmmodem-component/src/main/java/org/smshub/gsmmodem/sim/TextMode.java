package org.smshub.gsmmodem.sim;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.smshub.text.Address;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.Hex;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.ProtocolId;
import org.smshub.text.tpdu.StatusReport;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.Udh;

/** Messages as +CMGF=1 shows and takes them, without +CSDH; strings in the character set of +CSCS. */
final class TextMode {

    /** In the order of their numbers. */
    static final String[] STATUS = {"REC UNREAD", "REC READ", "STO UNSENT", "STO SENT", "ALL"};

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yy/MM/dd,HH:mm:ss");

    /** Bit of the first octet: a status report is wanted. */
    private static final int REPORT = 0x20;

    private final VirtualModem modem;

    TextMode(VirtualModem modem) {
        this.modem = modem;
    }

    boolean isOn() {
        return modem.number("+CMGF") == 1;
    }

    /** A string as it goes over the cable. */
    String shown(String text) {
        return switch (modem.setting("+CSCS")) {
            case "\"UCS2\"" -> Hex.of(Encoding.UCS2.encode(text));
            case "\"GSM\"" ->
                Encoding.GSM7.firstMissing(text, 0) < 0
                        ? new String(Encoding.GSM7.encode(text), StandardCharsets.ISO_8859_1)
                        : Hex.of(Encoding.UCS2.encode(text));
            default -> text;
        };
    }

    /** A string that came over the cable. @throws TextException when it is none */
    String typed(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return switch (modem.setting("+CSCS")) {
            case "\"UCS2\"" -> {
                byte[] units = Hex.parse(text);
                yield Encoding.UCS2.decode(units, 0, units.length).text();
            }
            case "\"GSM\"" -> Encoding.GSM7.decode(octets, 0, octets.length).text();
            default -> text;
        };
    }

    /** What was typed at the prompt as a message. */
    Submit submit(String number, String text) throws AtError {
        String[] parameters = (modem.setting("+CSMP") + ",,,,").split(",", -1);
        try {
            DataCoding coding = new DataCoding(number(parameters[3], 0));
            Alphabet alphabet = coding.alphabet();
            byte[] body = alphabet == Alphabet.BINARY
                    ? Hex.parse(text)
                    : (alphabet == Alphabet.UCS2 ? Encoding.UCS2 : Encoding.GSM7).encode(typed(text));
            UserData data = UserData.of(alphabet, Udh.NONE, body);
            data.octets(); // or it is too long
            return Submit.of(Address.of(number), data)
                    .withCoding(coding)
                    .withProtocolId(new ProtocolId(number(parameters[2], 0)))
                    .withValidity(new Validity.Relative(number(parameters[1], 167)))
                    .withStatusReport((number(parameters[0], 17) & REPORT) != 0);
        } catch (TextException e) {
            throw AtError.cms(AtError.CMS_TEXT);
        }
    }

    private static int number(String text, int otherwise) {
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : otherwise;
    }

    /** Behind {@code +CMGL: 3,} and {@code +CMGR: }. @param listed whether +CMGL shows it */
    String stored(Memory.Stored stored, boolean listed) {
        String status = '"' + STATUS[stored.status()] + '"';
        if (stored.pdu().tpdu() instanceof Submit submit) {
            String tail = listed ? ",," : ",";
            return status + ",\"" + shown(submit.destination().text()) + '"' + tail + "\r\n" + body(submit.userData());
        }
        if (stored.pdu().tpdu() instanceof StatusReport report) {
            return status + "," + report(report);
        }
        return status + "," + message((Deliver) stored.pdu().tpdu());
    }

    /** The unsolicited line. */
    String direct(String words, Pdu pdu) {
        return words + ": "
                + (pdu.tpdu() instanceof StatusReport report ? report(report) : message((Deliver) pdu.tpdu()));
    }

    private String message(Deliver deliver) {
        return '"' + shown(deliver.originator().text()) + "\",,\"" + time(deliver.time()) + "\"\r\n"
                + body(deliver.userData());
    }

    private String report(StatusReport report) {
        return "6," + report.reference() + ",\"" + shown(report.recipient().text()) + "\","
                + report.recipient().typeOfAddress() + ",\"" + time(report.time()) + "\",\""
                + time(report.discharged()) + "\"," + report.status().value();
    }

    /** What is no GSM-7 text is shown in hex, as modems do (27.005 3.1). */
    private String body(UserData data) {
        return data.alphabet() == Alphabet.GSM7 ? shown(data.text().text()) : Hex.of(data.body());
    }

    private static String time(Timestamp stamp) {
        return stamp.time().map(TextMode::time).orElse("");
    }

    static String time(OffsetDateTime time) {
        int quarters = time.getOffset().getTotalSeconds() / 900;
        return TIME.format(time) + String.format("%+03d", quarters);
    }
}
