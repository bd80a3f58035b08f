package org.smshub.text;

/**
 * Address of a subscriber, a service or a centre (3GPP TS 23.040 9.1.2.5).
 *
 * @param type type of number (TON)
 * @param plan numbering plan identification (NPI): 1 = E.164, 0 = unknown; 0 to 15
 * @param value digits 0–9, *, #, a, b, c without a plus; or the letters of an alphanumeric address
 */
public record Address(TypeOfNumber type, int plan, String value) {

    /** Digits, or half octets of an alphanumeric address, at most. */
    public static final int MAX_DIGITS = 20;

    private static final String DIGITS = "0123456789*#abc";
    private static final int FILL = 0xF;
    private static final int E164 = 1;

    public Address {
        TextException.inRange("numbering plan", plan, 0, 15);
        if (type != TypeOfNumber.ALPHANUMERIC) {
            for (int i = 0; i < value.length(); i++) {
                if (DIGITS.indexOf(value.charAt(i)) < 0) {
                    throw TextException.invalid("an address has digits, * and #, not what stands at " + i);
                }
            }
        }
    }

    /**
     * The address that people write: {@code +4477…} is international, digits are of unknown type (national, short code),
     * anything else is alphanumeric.
     *
     * @throws TextException for more than 20 digits, more than 11 septets of letters, or letters outside GSM-7
     */
    public static Address of(String text) {
        boolean plus = text.startsWith("+");
        String digits = plus ? text.substring(1) : text;
        boolean number = digits.chars().allMatch(c -> DIGITS.indexOf(c) >= 0 && c < 'a');
        Address address;
        if (number && !digits.isEmpty()) {
            address = new Address(plus ? TypeOfNumber.INTERNATIONAL : TypeOfNumber.UNKNOWN, E164, digits);
        } else {
            address = new Address(TypeOfNumber.ALPHANUMERIC, 0, text);
        }
        address.octets();
        return address;
    }

    /** As people write it: a plus before an international number. */
    public String text() {
        return type == TypeOfNumber.INTERNATIONAL ? "+" + value : value;
    }

    /** Type-of-address octet. */
    public int typeOfAddress() {
        return 0x80 | type.ordinal() << 4 | plan;
    }

    /** Address field of a TPDU (9.1.2.5): half octets, type of address, value. */
    public byte[] octets() {
        byte[] packed = packed();
        int halves = type == TypeOfNumber.ALPHANUMERIC
                ? (7 * Encoding.GSM7.units(value, 0, value.length()) + 3) / 4
                : value.length();
        return withHead(halves, packed);
    }

    /** Address of the centre before a TPDU (3GPP TS 24.011 8.2.5.1): octets after the first, type of address, digits. */
    public byte[] centreOctets() {
        byte[] packed = packed();
        return withHead(1 + packed.length, packed);
    }

    private byte[] packed() {
        byte[] packed = type == TypeOfNumber.ALPHANUMERIC ? Septets.pack(Encoding.GSM7.encode(value)) : swapped(value);
        if (packed.length > MAX_DIGITS / 2) {
            throw TextException.invalid(
                    "an address has at most " + MAX_DIGITS + " digits or 11 letters, not " + value.length());
        }
        return packed;
    }

    private byte[] withHead(int length, byte[] packed) {
        byte[] octets = new byte[2 + packed.length];
        octets[0] = (byte) length;
        octets[1] = (byte) typeOfAddress();
        System.arraycopy(packed, 0, octets, 2, packed.length);
        return octets;
    }

    private static byte[] swapped(String digits) {
        byte[] octets = new byte[(digits.length() + 1) / 2];
        for (int i = 0; i < octets.length; i++) {
            int low = DIGITS.indexOf(digits.charAt(2 * i));
            int high = 2 * i + 1 < digits.length() ? DIGITS.indexOf(digits.charAt(2 * i + 1)) : FILL;
            octets[i] = (byte) (high << 4 | low);
        }
        return octets;
    }

    /** Reads the address field of a TPDU; more than 20 digits are taken, as some centres send them. */
    public static Address read(OctetReader in, String field) {
        int halves = in.octet(field);
        int typeOfAddress = in.octet(field);
        byte[] packed = in.octets((halves + 1) / 2, field);
        if (TypeOfNumber.of(typeOfAddress) == TypeOfNumber.ALPHANUMERIC) {
            byte[] septets = Septets.unpack(packed, 0, halves * 4 / 7);
            String letters = Encoding.GSM7.decode(septets, 0, septets.length).text();
            return new Address(TypeOfNumber.ALPHANUMERIC, typeOfAddress & 15, letters);
        }
        return new Address(TypeOfNumber.of(typeOfAddress), typeOfAddress & 15, digits(packed, halves));
    }

    /** @return {@code null} when the length is 0: the centre that the modem or SIM knows */
    public static Address readCentre(OctetReader in) {
        int length = in.octet("the centre's address");
        if (length == 0) {
            return null;
        }
        byte[] octets = in.octets(length, "the centre's address");
        OctetReader field = new OctetReader(octets);
        int typeOfAddress = field.octet("the centre's address");
        byte[] packed = field.octets(length - 1, "the centre's address");
        TypeOfNumber type = TypeOfNumber.of(typeOfAddress);
        // Letters are not defined there; digits keep the octets readable.
        TypeOfNumber numeric = type == TypeOfNumber.ALPHANUMERIC ? TypeOfNumber.UNKNOWN : type;
        return new Address(numeric, typeOfAddress & 15, digits(packed, 2 * packed.length));
    }

    private static String digits(byte[] packed, int halves) {
        StringBuilder digits = new StringBuilder(halves);
        for (int i = 0; i < halves; i++) {
            int digit = packed[i / 2] >> 4 * (i % 2) & 15;
            if (digit == FILL) {
                break;
            }
            digits.append(DIGITS.charAt(digit));
        }
        return digits.toString();
    }
}
