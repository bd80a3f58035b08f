package org.smshub.hub.smpp;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.Coding;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.EsmClass;
import org.smshub.smpp.Receipt;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.TextException;
import org.smshub.text.udh.Udh;

/**
 * How a link of camel-smpp reads what its centre delivers: header, alphabet and class, numbers, dates. Text of the air
 * interface stays octets, so that the ledger can join parts that another sender cut within a character.
 */
public class SmppTexts {

    private CodingRules rules = CodingRules.STANDARD;
    private AddressRules addresses = AddressRules.USUAL;
    private ZoneId timeZone;

    /** The same numbers and time zone with what a link's block says that its centre means by data_coding 0 and 1; null = the usual. */
    SmppTexts with(String zero, String one) {
        if (zero == null && one == null) {
            return this;
        }
        SmppTexts other = new SmppTexts();
        other.rules = new CodingRules(
                zero == null ? rules.zero() : Encoding.named(zero),
                one == null ? rules.one() : Encoding.named(one),
                rules.generalClass());
        other.addresses = addresses;
        other.timeZone = timeZone;
        return other;
    }

    /**
     * Sets SmsEncoding, SmsUdh, SmsClass, SmsDataCoding and the body.
     *
     * @throws TextException octets that are no characters of their alphabet
     */
    void read(Message message, int esmClass, int dataCoding, byte[] octets) {
        int start = EsmClass.hasUdh(esmClass) ? header(octets, message) : 0;
        body(message, dataCoding, Arrays.copyOfRange(octets, start, octets.length));
    }

    /** What {@link AddressRules#types} has to say of an address that was read. */
    static Fields types(Fields fields, int ton, int npi, String value, String hubs, String tonField, String npiField) {
        return value == null
                ? fields
                : AddressRules.types(fields, new Address(ton, npi, value), hubs, tonField, npiField);
    }

    /** In the hub's form; null if there is none. */
    String address(int ton, String value) {
        return value == null ? null : addresses.read(new Address(ton, 0, value));
    }

    /** Epoch milliseconds of the done date of a receipt; null if it has none, or the centre's zone is not known. */
    Long doneAt(String receipt) {
        return timeZone == null ? null : Receipt.doneAt(receipt, timeZone);
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
        if (coding.special() || coding.isCharacterSet(dataCoding)) {
            message.setHeader(SmsHeaders.DATA_CODING, dataCoding);
        }
        Encoding encoding = coding.encoding();
        if (encoding == null) {
            octets(message, Alphabet.BINARY, octets);
        } else if (encoding == Encoding.GSM7 || encoding == Encoding.UCS2) {
            for (int i = 0; encoding == Encoding.GSM7 && i < octets.length; i++) {
                if (octets[i] < 0) {
                    throw TextException.malformed("octets that are no septets of GSM-7");
                }
            }
            octets(message, encoding.alphabet(), octets);
        } else {
            String text = encoding.exact(octets, 0);
            if (text == null) {
                throw TextException.malformed("octets that are no characters of " + encoding.name());
            }
            message.setBody(text);
        }
    }

    private static void octets(Message message, Alphabet alphabet, byte[] octets) {
        message.setHeader(SmsHeaders.ENCODING, alphabet.name());
        message.setBody(octets);
    }

    public String getCountryCodeTons() {
        return addresses.countryCode().stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** Types of number, beside 1, under which the centre sends numbers with their country code: 0 (default); OsmoMSC: 0,3. */
    public void setCountryCodeTons(String tons) {
        Set<Integer> types = Stream.of(tons.split(","))
                .map(String::trim)
                .filter(ton -> !ton.isEmpty())
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        addresses = addresses.withCountryCode(types);
    }

    public String getTimeZone() {
        return timeZone == null ? "" : timeZone.getId();
    }

    /** Zone of the centre's dates, such as Europe/Warsaw; empty (default): a receipt's time is that of its arrival. */
    public void setTimeZone(String zone) {
        timeZone = zone.isBlank() ? null : ZoneId.of(zone.trim());
    }
}
