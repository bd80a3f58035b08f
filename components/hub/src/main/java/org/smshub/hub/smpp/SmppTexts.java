package org.smshub.hub.smpp;

import java.util.Arrays;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.TextException;
import org.smshub.text.udh.Udh;

/**
 * Reads what a centre delivered by deliver_sm: header, alphabet and class. Text of the air interface stays octets, so that
 * the ledger can join parts that another sender cut within a character.
 */
public class SmppTexts {

    private static final int UDHI = 0x40;

    private Encoding defaultAlphabet = Encoding.GSM7;

    /** Sets SmsEncoding, SmsUdh, SmsClass and the body. */
    public void read(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] octets = message.getBody(byte[].class);
        int esmClass = message.getHeader("CamelSmppEsmClass", 0, Integer.class);
        int coding = message.getHeader("CamelSmppDataCoding", 0, Integer.class) & 0xFF;
        int start = 0;
        if ((esmClass & UDHI) != 0) {
            start = header(octets, message);
        }
        body(message, coding, Arrays.copyOfRange(octets, start, octets.length));
    }

    /** Where the body starts: a header that cannot be read is left in it. */
    private static int header(byte[] octets, Message message) {
        try {
            Udh udh = Udh.parse(octets);
            message.setHeader(SmsHeaders.UDH, HexFormat.of().formatHex(udh.bytes()));
            return octets.length == 0 ? 0 : 1 + (octets[0] & 0xFF);
        } catch (TextException e) {
            return 0;
        }
    }

    private void body(Message message, int coding, byte[] octets) {
        switch (coding) {
            // SMPP 3.4 5.2.19: what differs from TP-DCS
            case 0x00 -> inAlphabet(message, defaultAlphabet, octets);
            case 0x01 -> inAlphabet(message, Encoding.ASCII, octets);
            case 0x03 -> inAlphabet(message, Encoding.LATIN1, octets);
            case 0x02 -> octets(message, Alphabet.BINARY, octets);
            default -> {
                DataCoding dcs = new DataCoding(coding);
                dcs.messageClass().ifPresent(c -> message.setHeader(SmsHeaders.CLASS, c));
                octets(message, dcs.alphabet(), octets);
            }
        }
    }

    private static void inAlphabet(Message message, Encoding alphabet, byte[] octets) {
        if (alphabet == Encoding.GSM7) {
            octets(message, Alphabet.GSM7, octets);
        } else {
            message.setBody(alphabet.decode(octets, 0, octets.length).text());
        }
    }

    private static void octets(Message message, Alphabet alphabet, byte[] octets) {
        message.setHeader(SmsHeaders.ENCODING, alphabet.name());
        message.setBody(octets);
    }

    public String getDefaultAlphabet() {
        return defaultAlphabet.name();
    }

    /** What the centre means by data_coding 0: GSM7 (default), LATIN1 or ASCII. */
    public void setDefaultAlphabet(String name) {
        defaultAlphabet = SmppParts.alphabet(name);
    }
}
