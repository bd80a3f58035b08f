package org.smshub.hub;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.smpp.Address;
import org.smshub.text.Characters;
import org.smshub.text.Encoding;

/**
 * Addresses in the one form the hub uses: E.164 with {@code +} (ITU-T E.164: at most 15 digits), a short code of 3 to 6
 * digits, or, as a sender, up to 11 characters of the GSM alphabet (3GPP TS 23.040 9.1.2.5).
 */
public class Numbers {

    private static final Pattern PUNCTUATION = Pattern.compile("[ ()./-]");
    private static final int E164_MIN = 7;
    private static final int E164_MAX = 15;
    private static final int SHORT_MIN = 3;
    private static final int SHORT_MAX = 6;
    private static final int ALPHANUMERIC_MAX = 11;

    /** Digits of an address in SMPP and CIMD2. */
    private static final int OTHER_MAX = 20;

    private String region = "";

    /** Brings SmsTo and SmsFrom into the hub's form, or refuses them. */
    void normalise(Message message) throws RefusedException {
        String to = message.getHeader(SmsHeaders.TO, String.class);
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        if (!isOtherNumber(to, fields.number(Fields.TO_TON))) {
            message.setHeader(SmsHeaders.TO, recipient(to));
        }
        if (from != null && !isOtherNumber(from, fields.number(Fields.FROM_TON))) {
            message.setHeader(SmsHeaders.FROM, sender(from));
        }
    }

    /** Digits of a type that says that they are no subscriber's number: an abbreviated one, or a name of digits. */
    private static boolean isOtherNumber(String value, Integer ton) {
        return ton != null && ton > Address.SUBSCRIBER && isDigitsOnly(value) && value.length() <= OTHER_MAX;
    }

    private static boolean isDigitsOnly(String value) {
        return value != null && digits(value, 0);
    }

    /**
     * Numbers as a protocol wrote them, for which a type stands where the hub has a plus: those without country code get
     * that of the region, or are refused; where there is no region, one of unknown type has its country code.
     */
    public void typed(Message message) throws RefusedException {
        typed(message, SmsHeaders.TO, Fields.TO_TON, Fields.TO_NPI, "to");
        typed(message, SmsHeaders.FROM, Fields.FROM_TON, Fields.FROM_NPI, "from");
    }

    private void typed(Message message, String header, String tonField, String npiField, String name)
            throws RefusedException {
        String value = message.getHeader(header, String.class);
        if (value == null || value.length() <= SHORT_MAX || !digits(value, 0)) {
            return;
        }
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        Integer ton = fields.number(tonField);
        if (ton != null && ton > Address.SUBSCRIBER) {
            return;
        }
        boolean said = ton != null && ton >= Address.NATIONAL;
        if (region.isEmpty() && !said && value.charAt(0) != '0') {
            message.setHeader(header, "+" + value);
            if (ton == null) {
                // what it came under: AddressRules writes a plus as international
                Fields unknown = fields.with(tonField, Address.UNKNOWN).with(npiField, Address.ISDN);
                message.setHeader(SmsHeaders.FIELDS, unknown.toString());
            }
            return;
        }
        String number = number(value);
        if (number == null) {
            throw RefusedException.invalid(
                    name,
                    "'" + RefusedException.shown(value) + "' is a number without country code"
                            + (region.isEmpty() ? "; hub.region says of which country such numbers are" : ""));
        }
        message.setHeader(header, number);
        untyped(message, fields, tonField, npiField);
    }

    /** The type that it came under is no longer its own. */
    private static void untyped(Message message, Fields fields, String ton, String npi) {
        Fields left =
                fields.only(field -> !field.name().equals(ton) && !field.name().equals(npi));
        if (left.isEmpty()) {
            message.removeHeader(SmsHeaders.FIELDS);
        } else {
            message.setHeader(SmsHeaders.FIELDS, left.toString());
        }
    }

    /** The same of what a centre brought, which nobody refuses: national numbers of the region get their country code. */
    public void received(Exchange exchange) {
        Message message = exchange.getMessage();
        received(message, SmsHeaders.TO, Fields.TO_TON, Fields.TO_NPI);
        received(message, SmsHeaders.FROM, Fields.FROM_TON, Fields.FROM_NPI);
    }

    private void received(Message message, String header, String ton, String npi) {
        String value = message.getHeader(header, String.class);
        if (region.isEmpty() || value == null || value.length() <= SHORT_MAX || !digits(value, 0)) {
            return;
        }
        Fields fields = Fields.parse(message.getHeader(SmsHeaders.FIELDS, String.class));
        Integer type = fields.number(ton);
        String number = type != null && type > Address.SUBSCRIBER ? null : number(value);
        if (number != null) {
            message.setHeader(header, number);
            untyped(message, fields, ton, npi);
        }
    }

    public String recipient(String given) throws RefusedException {
        if (given == null || given.isBlank()) {
            throw RefusedException.invalid("to", "A message needs a number to go to");
        }
        String number = number(given);
        if (number == null) {
            throw RefusedException.invalid(
                    "to",
                    "'" + RefusedException.shown(given)
                            + "' is no phone number: write it with + and country code, such as +48600100200"
                            + (region.isEmpty() ? "" : ", or as it is dialled in " + region));
        }
        return number;
    }

    /**
     * A number of an interface whose numbers have their country code without a plus, in the hub's form; where hub.region is set, as it
     * is dialled there, too. A sender that is none stays as it is.
     *
     * @param sender whether it is one, which may be a word
     */
    public String bare(String given, boolean sender) throws RefusedException {
        String compact = PUNCTUATION.matcher(given.strip()).replaceAll("");
        if (compact.length() > SHORT_MAX && digits(compact, 0) && compact.charAt(0) != '0') {
            String dialled = region.isEmpty() ? null : number(compact);
            return dialled == null ? "+" + compact : dialled;
        }
        return sender ? given : recipient(given);
    }

    public String sender(String given) throws RefusedException {
        String number = number(given);
        if (number != null) {
            return number;
        }
        if (given.isBlank()
                || given.length() > ALPHANUMERIC_MAX
                || isPlusOnly(given)
                || Characters.firstWrong(given, false) >= 0
                || Encoding.GSM7.units(given, 0, given.length()) < 0
                || Encoding.GSM7.units(given, 0, given.length()) > ALPHANUMERIC_MAX) {
            throw RefusedException.invalid(
                    "from",
                    "'" + RefusedException.shown(given)
                            + "' is no sender: a number, or 1 to 11 characters of the GSM alphabet");
        }
        return given;
    }

    /** A plus and digits that are no number, or none. */
    private static boolean isPlusOnly(String given) {
        return given.charAt(0) == '+' && (given.length() == 1 || digits(given, 1));
    }

    private String number(String given) {
        if (isE164(given)) {
            return given;
        }
        String compact = PUNCTUATION.matcher(given.strip()).replaceAll("");
        if (compact.startsWith("00")) {
            compact = "+" + compact.substring(2);
        }
        if (isE164(compact)) {
            // +44 (0)7700 …: what is dialled inside the country alone; whose numbers have that 0 the library knows
            return given.indexOf('(') < 0 ? compact : parsed(given.strip());
        }
        if (!digits(compact, 0)) {
            return null;
        }
        if (compact.length() >= SHORT_MIN && compact.length() <= SHORT_MAX) {
            return compact;
        }
        return region.isEmpty() ? null : parsed(compact);
    }

    private static boolean isE164(String s) {
        return s.length() > E164_MIN
                && s.length() <= E164_MAX + 1
                && s.charAt(0) == '+'
                && s.charAt(1) != '0'
                && digits(s, 1);
    }

    private static boolean digits(String s, int from) {
        for (int i = from; i < s.length(); i++) {
            if (s.charAt(i) < '0' || s.charAt(i) > '9') {
                return false;
            }
        }
        return s.length() > from;
    }

    private String parsed(String given) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        String international = given.startsWith("00") ? "+" + given.substring(2) : given;
        try {
            var parsed = util.parse(international, region.isEmpty() ? "ZZ" : region);
            return util.isPossibleNumber(parsed) ? util.format(parsed, PhoneNumberUtil.PhoneNumberFormat.E164) : null;
        } catch (NumberParseException e) {
            return null;
        }
    }

    public String getRegion() {
        return region;
    }

    /** Two letters (ISO 3166-1) of the country whose national numbers are understood; empty = none. */
    public void setRegion(String region) {
        if (!region.isEmpty()
                && !PhoneNumberUtil.getInstance().getSupportedRegions().contains(region)) {
            throw new IllegalArgumentException(
                    "hub.region is the two letters of a country, such as PL, or empty; not " + region);
        }
        this.region = region;
    }
}
