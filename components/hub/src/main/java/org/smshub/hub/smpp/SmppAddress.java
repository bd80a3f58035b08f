package org.smshub.hub.smpp;

/**
 * An address on an SMPP line: digits with a type of number (SMPP 3.4 5.2.5) and a numbering plan (5.2.6).
 *
 * @param ton 1 international, 0 unknown (short codes), 5 alphanumeric
 * @param npi 1 ISDN (E.164), 0 unknown
 */
record SmppAddress(String digits, byte ton, byte npi) {

    private static final byte UNKNOWN = 0;
    private static final byte INTERNATIONAL = 1;
    private static final byte ALPHANUMERIC = 5;
    private static final byte ISDN = 1;

    /** @param address in the hub's form: E.164 with {@code +}, a short code, or alphanumeric */
    static SmppAddress of(String address) {
        if (address.charAt(0) == '+') {
            return new SmppAddress(address.substring(1), INTERNATIONAL, ISDN);
        }
        boolean digits = address.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? new SmppAddress(address, UNKNOWN, ISDN) : new SmppAddress(address, ALPHANUMERIC, UNKNOWN);
    }

    /**
     * In the hub's form. Centres often leave the type unknown on an international number: what is too long for a short
     * code is read as one.
     */
    static String read(String digits, byte ton) {
        if (digits == null || digits.isEmpty()) {
            return null;
        }
        boolean number = digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && (ton == INTERNATIONAL || (ton == UNKNOWN && digits.length() > 6)) ? "+" + digits : digits;
    }
}
