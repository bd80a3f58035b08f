package org.smshub.ucp.codec;

import java.util.Arrays;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.Hex;
import org.smshub.text.Septets;
import org.smshub.text.TextException;
import org.smshub.text.plan.Transliteration;

/**
 * Addresses: {@code +4179…}, short codes and names on a message; digits, packed hex and a type on the wire (EMI-UCP 4.0,
 * section 5.1.1).
 *
 * @param digits AdC or OAdC
 * @param otoa type of OAdC: 1139 international, 5039 alphanumeric, "" otherwise
 */
public record UcpAddress(String digits, String otoa) {

    public static final String INTERNATIONAL = "1139";
    public static final String ALPHANUMERIC = "5039";
    private static final String PRIVATE = "5139";

    /** Most digits of an address, most septets of a name. */
    static final int MAX_DIGITS = 16;

    private static final int MAX_SEPTETS = 11;

    /**
     * A recipient, which has no type on the wire.
     *
     * @param prefix what stands for {@code +}, often {@code 00} or nothing
     * @throws IllegalArgumentException if it is no number of at most 16 digits
     */
    public static String recipient(String number, String prefix) {
        String digits = number.startsWith("+") ? prefix + number.substring(1) : number;
        if (!isNumber(digits)) {
            throw new IllegalArgumentException("the recipient is no number of 1 to 16 digits");
        }
        return digits;
    }

    /**
     * An originator: international number, short code or name.
     *
     * @throws IllegalArgumentException if it is neither a number of at most 16 digits nor a name of at most 11 GSM septets
     */
    public static UcpAddress originator(String from) {
        if (from.startsWith("+") && isNumber(from.substring(1))) {
            return new UcpAddress(from.substring(1), INTERNATIONAL);
        }
        return isNumber(from) ? new UcpAddress(from, "") : new UcpAddress(pack(from), ALPHANUMERIC);
    }

    /**
     * Both of what has been acknowledged to another peer, and must not stay behind for its addresses' sake: a number that is
     * too long with what stands for {@code +} goes without, a name as what looks like it.
     */
    public static String recipientAnyhow(String number, String prefix) {
        boolean plus = number.startsWith("+");
        return plus && number.length() - 1 + prefix.length() > MAX_DIGITS
                ? recipient(number, "")
                : recipient(number, prefix);
    }

    public static UcpAddress originatorAnyhow(String from) {
        try {
            return originator(from);
        } catch (IllegalArgumentException e) {
            StringBuilder name = new StringBuilder();
            from.codePoints().forEach(c -> {
                String like = Transliteration.of(Character.toString(c), Encoding.GSM7);
                name.append(like == null ? "?" : like);
            });
            while (Encoding.GSM7.units(name.toString(), 0, name.length()) > MAX_SEPTETS) {
                name.setLength(name.length() - 1);
            }
            return new UcpAddress(pack(name.length() == 0 ? "?" : name.toString()), ALPHANUMERIC);
        }
    }

    public static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Useful semi-octets, then the septets packed as in a TPDU. */
    private static String pack(String name) {
        byte[] septets;
        try {
            septets = Gsm7.DEFAULT.encode(name);
        } catch (TextException e) {
            throw new IllegalArgumentException("the sender has a character that is not in the GSM alphabet", e);
        }
        if (septets.length == 0 || septets.length > MAX_SEPTETS) {
            throw new IllegalArgumentException(
                    "the sender is no number of 1 to 16 digits and no name of 1 to 11 characters");
        }
        return String.format("%02X", (septets.length * 7 + 3) / 4) + Hex.of(Septets.pack(septets));
    }

    /**
     * The address as it stands on a message. Tolerant: what cannot be a packed name is taken as it is.
     *
     * @param prefix what stands for {@code +} in a number without type; "" = nothing does
     */
    public String toText(String prefix) {
        boolean hex = Hex.isHex(digits) && digits.length() > 2 && digits.length() % 2 == 0;
        boolean name = otoa.equals(ALPHANUMERIC) || otoa.equals(PRIVATE) && !isNumber(digits);
        if (name && hex) {
            return unpack(digits);
        }
        if (otoa.equals(INTERNATIONAL) && isNumber(digits)) {
            return "+" + digits;
        }
        boolean international = !prefix.isEmpty() && digits.startsWith(prefix) && isNumber(digits);
        return international ? "+" + digits.substring(prefix.length()) : digits;
    }

    /** The length octet is often wrong: number of octets, twice the octets, or too large (reference, section 12). */
    private static String unpack(String hex) {
        byte[] all = Hex.leniently(hex);
        byte[] octets = Arrays.copyOfRange(all, 1, all.length);
        int length = all[0] & 0xFF;
        int fitting = octets.length * 8 / 7;
        int count = length == octets.length ? fitting : Math.min(length * 4 / 7, fitting);
        byte[] septets = Septets.unpack(octets, 0, count);
        // seven characters leave room for an eighth, which is padding when the length says twice the octets
        boolean padded = septets.length == 8 && (septets[7] == 0 || septets[7] == '\r');
        return Gsm7.DEFAULT.decode(septets, 0, padded ? 7 : septets.length).text();
    }
}
