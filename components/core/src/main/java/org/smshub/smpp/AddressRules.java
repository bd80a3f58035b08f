package org.smshub.smpp;

import java.util.Set;

/**
 * Addresses ⇄ the hub's form: E.164 with {@code +}, a short code, or alphanumeric. One rule for both directions; what
 * differs from centre to centre is a setting.
 *
 * @param countryCode types of number, beside international, under which the peer sends numbers with their country code
 *     (0 at many, 3 at OsmoMSC)
 * @param shortTon type of number of a short code that is sent
 * @param shortNpi numbering plan of a short code that is sent
 */
public record AddressRules(Set<Integer> countryCode, int shortTon, int shortNpi) {

    /** Only what is said to be international is. */
    public static final AddressRules STRICT = new AddressRules(Set.of(), Address.UNKNOWN, Address.ISDN);

    /** As most centres do: a long number of unknown type has its country code. */
    public static final AddressRules USUAL = new AddressRules(Set.of(Address.UNKNOWN), Address.UNKNOWN, Address.ISDN);

    /** The longest short code; no number with its country code is shorter. */
    public static final int SHORT_CODE = 6;

    /** The longest number (ITU-T E.164). */
    private static final int E164 = 15;

    /** Characters of an address without its NUL (§5.2.8). */
    private static final int LENGTH = 20;

    /** What an address is, as far as it says so itself. */
    public enum Form {
        NONE,
        INTERNATIONAL,
        /** Digits that need a region to become a number with country code; nothing else may be guessed of them. */
        NATIONAL,
        /** Digits of another kind: a short code, or a number of which nothing is known. */
        DIGITS,
        ALPHANUMERIC
    }

    public AddressRules {
        countryCode = Set.copyOf(countryCode);
    }

    public AddressRules withCountryCode(Set<Integer> types) {
        return new AddressRules(types, shortTon, shortNpi);
    }

    public AddressRules withShortCode(int ton, int npi) {
        return new AddressRules(countryCode, ton, npi);
    }

    /** The one decision: is this a number with its country code, one without, or none? */
    public Form form(Address address) {
        String value = address.value();
        if (value.isEmpty()) {
            return Form.NONE;
        }
        if (address.ton() == Address.ALPHANUMERIC || !isDigits(value, value.charAt(0) == '+' ? 1 : 0)) {
            return Form.ALPHANUMERIC;
        }
        if (value.charAt(0) == '+') {
            return value.length() - 1 > SHORT_CODE ? Form.INTERNATIONAL : Form.DIGITS;
        }
        if (value.length() <= SHORT_CODE) {
            return Form.DIGITS;
        }
        boolean international = address.ton() == Address.INTERNATIONAL || countryCode.contains(address.ton());
        if (international && (value.charAt(0) != '0' || isPrefixed(value))) {
            return Form.INTERNATIONAL;
        }
        return address.ton() == Address.NATIONAL || address.ton() == Address.SUBSCRIBER || international
                ? Form.NATIONAL
                : Form.DIGITS;
    }

    /** {@code 00} and a country code: some write the prefix that they would dial. */
    private static boolean isPrefixed(String digits) {
        return digits.startsWith("00") && digits.length() > SHORT_CODE + 2 && digits.charAt(2) != '0';
    }

    /** In the hub's form; null if empty. Digits that are not international stay as they came. */
    public String read(Address address) {
        String value = address.value();
        return switch (form(address)) {
            case NONE -> null;
            case INTERNATIONAL ->
                value.charAt(0) == '+' ? value : "+" + (value.charAt(0) == '0' ? value.substring(2) : value);
            default -> value;
        };
    }

    /**
     * @param address in the hub's form; null or empty for none
     * @throws SmppValueException if no address of SMPP has room for it
     */
    public Address write(String address) {
        if (address == null || address.isEmpty()) {
            return Address.NONE;
        }
        if (address.charAt(0) == '+' && isDigits(address, 1)) {
            if (address.length() - 1 > E164) {
                throw wrong("a number has at most " + E164 + " digits");
            }
            return new Address(Address.INTERNATIONAL, Address.ISDN, address.substring(1));
        }
        if (address.length() > LENGTH) {
            throw wrong("an address has at most " + LENGTH + " characters");
        }
        if (isDigits(address, 0)) {
            return new Address(shortTon, shortNpi, address);
        }
        if (address.equals("+") || !address.chars().allMatch(AddressRules::isPrintable)) {
            throw wrong("an address has digits, or characters that ISO-8859-1 prints");
        }
        return new Address(Address.ALPHANUMERIC, 0, address);
    }

    private static SmppValueException wrong(String message) {
        return new SmppValueException(CommandStatus.INVALID_DESTINATION_ADDRESS, message);
    }

    private static boolean isPrintable(int c) {
        return c >= ' ' && c < 0x7F || c >= 0xA0 && c <= 0xFF;
    }

    private static boolean isDigits(String value, int from) {
        for (int i = from; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return value.length() > from;
    }
}
