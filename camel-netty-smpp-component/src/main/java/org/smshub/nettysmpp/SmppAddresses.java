package org.smshub.nettysmpp;

import org.smshub.nettysmpp.SmppPdu.Address;

/** Addresses ⇄ {@code SmsTo} and {@code SmsFrom} (SMPP 3.4 §5.2.5, §5.2.6). */
final class SmppAddresses {

    private static final int INTERNATIONAL = 1;
    private static final int ALPHANUMERIC = 5;
    private static final int ISDN = 1;

    private SmppAddresses() {}

    /** E.164 with {@code +} if the type of number is international, else as it is; null if empty. */
    static String toHeader(Address address) {
        String value = address.value();
        if (value.isEmpty()) {
            return null;
        }
        boolean digits = address.ton() == INTERNATIONAL && isDigits(value, 0);
        return digits ? "+" + value : value;
    }

    /**
     * @return international without the {@code +}, alphanumeric, or, for a short code, an unknown type of number
     * @throws IllegalArgumentException if it has no room in an address
     */
    static Address fromHeader(String header, String value) {
        if (value == null || value.isEmpty()) {
            return Address.NONE;
        }
        if (value.length() > 21 || !value.chars().allMatch(c -> c >= ' ' && c <= 0xFF && c != 0x7F)) {
            throw new IllegalArgumentException("Header " + header + " is no address of at most 20 characters");
        }
        if (value.charAt(0) == '+' && isDigits(value, 1)) {
            return new Address(INTERNATIONAL, ISDN, value.substring(1));
        }
        if (value.length() > 20) {
            throw new IllegalArgumentException("Header " + header + " is no address of at most 20 characters");
        }
        return isDigits(value, 0) ? new Address(0, ISDN, value) : new Address(ALPHANUMERIC, 0, value);
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
