package org.smshub.hub.smpp;

import java.util.Arrays;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.smpp.Coding;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.EsmClass;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.TextException;
import org.smshub.text.udh.Udh;

/**
 * Reads what a centre delivered by deliver_sm: header, alphabet and class. Text of the air interface stays octets, so that
 * the ledger can join parts that another sender cut within a character.
 */
public class SmppTexts {

    private CodingRules rules = CodingRules.STANDARD;

    /** Sets SmsEncoding, SmsUdh, SmsClass and the body. */
    public void read(Exchange exchange) {
        Message message = exchange.getMessage();
        byte[] octets = message.getBody(byte[].class);
        int esmClass = message.getHeader("CamelSmppEsmClass", 0, Integer.class);
        int coding = message.getHeader("CamelSmppDataCoding", 0, Integer.class);
        int start = 0;
        if (EsmClass.hasUdh(esmClass)) {
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

    private void body(Message message, int dataCoding, byte[] octets) {
        Coding coding = rules.read(dataCoding);
        if (coding.messageClass() != null) {
            message.setHeader(SmsHeaders.CLASS, coding.messageClass());
        }
        Encoding encoding = coding.encoding();
        if (encoding == null) {
            octets(message, Alphabet.BINARY, octets);
        } else if (encoding == Encoding.GSM7 || encoding == Encoding.UCS2) {
            octets(message, encoding.alphabet(), octets);
        } else {
            message.setBody(encoding.decode(octets, 0, octets.length).text());
        }
    }

    private static void octets(Message message, Alphabet alphabet, byte[] octets) {
        message.setHeader(SmsHeaders.ENCODING, alphabet.name());
        message.setBody(octets);
    }

    public String getDefaultAlphabet() {
        return rules.zero().name();
    }

    /** What the centre means by data_coding 0: GSM7 (default), LATIN1 or ASCII. */
    public void setDefaultAlphabet(String name) {
        rules = rules.withZero(CodingRules.alphabet(name));
    }

    public String getDataCodingOne() {
        return rules.one().name();
    }

    /** What the centre means by data_coding 1: ASCII (default), GSM7 (OsmoMSC) or LATIN1. */
    public void setDataCodingOne(String name) {
        rules = rules.withOne(CodingRules.alphabet(name));
    }
}
