package org.smshub.smpp;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.smshub.link.passing.Fields;
import org.smshub.text.Encoding;
import org.smshub.text.plan.Transliteration;

/**
 * Addresses ⇄ the hub's form: E.164 with {@code +}, a short code, or alphanumeric. One rule for both directions; what
 * differs from centre to centre is a setting.
 *
 * @param countryCode types of number, beside international, under which the peer sends numbers with their country code
 *     (0 at many, 3 at OsmoMSC)
 * @param shortTon type of number of a short code that is sent
 * @param shortNpi numbering plan of a short code that is sent
 * @param names octets of an alphanumeric address: ISO-8859-1, ASCII, or the GSM alphabet with a septet an octet
 * @param transliterate whether a name that has no such octets goes as what looks like it; else it is refused
 */
public record AddressRules(
        Set<Integer> countryCode, int shortTon, int shortNpi, Encoding names, boolean transliterate) {

    /** Only what is said to be international is. */
    public static final AddressRules STRICT =
            new AddressRules(Set.of(), Address.UNKNOWN, Address.ISDN, Encoding.LATIN1, false);

    /** As most centres do: a long number of unknown type has its country code. */
    public static final AddressRules USUAL = STRICT.withCountryCode(Set.of(Address.UNKNOWN));

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
        return new AddressRules(types, shortTon, shortNpi, names, transliterate);
    }

    public AddressRules withShortCode(int ton, int npi) {
        return new AddressRules(countryCode, ton, npi, names, transliterate);
    }

    public AddressRules withNames(Encoding octets, boolean replace) {
        return new AddressRules(countryCode, shortTon, shortNpi, octets, replace);
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
            case ALPHANUMERIC -> name(value);
            default -> value;
        };
    }

    /** Where the octets say that they are no ISO-8859-1, they are septets. */
    private String name(String octets) {
        boolean plain = true;
        boolean septets = true;
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            plain &= isPrintable(c);
            septets &= c < 0x80;
        }
        if (!septets || plain && names != Encoding.GSM7) {
            return octets;
        }
        byte[] all = octets.getBytes(StandardCharsets.ISO_8859_1);
        return Encoding.GSM7.decode(all, 0, all.length).text();
    }

    /**
     * What {@link #write(String, Integer, Integer)} has to be told of an address that was read, where it would write other
     * types than those that came.
     *
     * @param hubs the address in the hub's form
     */
    public static Fields types(Fields fields, Address address, String hubs, String ton, String npi) {
        if (hubs == null) {
            return fields;
        }
        boolean plus = hubs.charAt(0) == '+' && isDigits(hubs, 1);
        boolean name = !plus && !isDigits(hubs, 0);
        int usualTon = plus ? Address.INTERNATIONAL : name ? Address.ALPHANUMERIC : Address.UNKNOWN;
        int usualNpi = name ? 0 : Address.ISDN;
        return address.ton() == usualTon && address.npi() == usualNpi
                ? fields
                : fields.with(ton, address.ton()).with(npi, address.npi());
    }

    /** Under the types that it came with; a number with its country code only under one that says so here. */
    public Address write(String address, Integer ton, Integer npi) {
        Address usual = write(address);
        if (usual == Address.NONE || ton == null && npi == null) {
            return usual;
        }
        boolean keep = ton != null && (usual.ton() != Address.INTERNATIONAL || countryCode.contains(ton));
        return new Address(keep ? ton : usual.ton(), npi == null ? usual.npi() : npi, usual.value());
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
        if (isDigits(address, 0)) {
            return new Address(shortTon, shortNpi, fitting(address));
        }
        if (address.equals("+")) {
            throw wrong("a number has digits behind its plus");
        }
        return new Address(Address.ALPHANUMERIC, 0, fitting(octets(address)));
    }

    /**
     * The same for what has been acknowledged to another peer, and must not stay behind for its sender's sake: characters
     * without an octet become what looks like them, or a question mark.
     */
    public Address writeAnyhow(String address, Integer ton, Integer npi) {
        try {
            return withNames(names, true).write(address, ton, npi);
        } catch (SmppValueException e) {
            StringBuilder octets = new StringBuilder();
            address.codePoints().forEach(c -> octets.append(isPrintable(c) ? Character.toString(c) : like(c)));
            int type = isDigits(address, address.charAt(0) == '+' ? 1 : 0) ? Address.UNKNOWN : Address.ALPHANUMERIC;
            return new Address(ton == null ? type : ton, npi == null ? 0 : npi, octets.toString());
        }
    }

    private static String like(int character) {
        String like = Transliteration.of(Character.toString(character), Encoding.LATIN1);
        return like == null || !like.chars().allMatch(AddressRules::isPrintable) ? "?" : like;
    }

    private static String fitting(String octets) {
        if (octets.length() > LENGTH) {
            throw wrong("an address has at most " + LENGTH + " characters");
        }
        return octets;
    }

    /** One character an octet. */
    private String octets(String name) {
        String given = name;
        if (transliterate && !isFit(given)) {
            given = Transliteration.of(given, names);
        }
        if (given == null || !isFit(given)) {
            throw wrong("a name has characters that " + names.name() + " prints, which this link wants in names");
        }
        return names == Encoding.GSM7 ? new String(names.encode(given), StandardCharsets.ISO_8859_1) : given;
    }

    private boolean isFit(String name) {
        if (names != Encoding.GSM7) {
            int last = names == Encoding.ASCII ? 0x7E : 0xFF;
            return name.chars().allMatch(c -> isPrintable(c) && c <= last);
        }
        // septet 0 would end the string
        return name.indexOf('@') < 0 && name.chars().noneMatch(c -> c < ' ') && Encoding.GSM7.firstMissing(name, 0) < 0;
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
