package org.smshub.hub;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.smshub.link.SmsHeaders;
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

    private String region = "";

    /** Brings SmsTo and SmsFrom into the hub's form, or refuses them. */
    public void normalise(Exchange exchange) throws RefusedException {
        var message = exchange.getMessage();
        message.setHeader(SmsHeaders.TO, recipient(message.getHeader(SmsHeaders.TO, String.class)));
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        if (from != null) {
            message.setHeader(SmsHeaders.FROM, sender(from));
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

    public String sender(String given) throws RefusedException {
        String number = number(given);
        if (number != null) {
            return number;
        }
        if (given.isBlank()
                || given.length() > ALPHANUMERIC_MAX
                || Encoding.GSM7.units(given, 0, given.length()) < 0
                || Encoding.GSM7.units(given, 0, given.length()) > ALPHANUMERIC_MAX) {
            throw RefusedException.invalid(
                    "from",
                    "'" + RefusedException.shown(given)
                            + "' is no sender: a number, or 1 to 11 characters of the GSM alphabet");
        }
        return given;
    }

    private String number(String given) throws RefusedException {
        if (isE164(given)) {
            return given;
        }
        String compact = PUNCTUATION.matcher(given.strip()).replaceAll("");
        if (compact.startsWith("00")) {
            compact = "+" + compact.substring(2);
        }
        if (isE164(compact)) {
            return compact;
        }
        if (!digits(compact, 0)) {
            return null;
        }
        if (compact.length() >= SHORT_MIN && compact.length() <= SHORT_MAX) {
            return compact;
        }
        return region.isEmpty() ? null : national(compact);
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

    private String national(String digits) {
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        try {
            var parsed = util.parse(digits, region);
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
