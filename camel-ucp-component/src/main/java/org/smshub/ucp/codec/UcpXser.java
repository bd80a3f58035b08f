package org.smshub.ucp.codec;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.smshub.line.FrameException;
import org.smshub.text.Hex;

/**
 * The extra services of 51, 52 and 54: elements of type, length in octets and value, all hex (EMI-UCP 4.0, section
 * 5.1.2). Unknown elements are kept.
 *
 * @param elements in the order of the wire
 */
public record UcpXser(List<Element> elements) {

    /** GSM user data header with its length octet. */
    public static final int UDH = 0x01;
    /** GSM data coding scheme, one octet. */
    public static final int DCS = 0x02;
    /** Call-back number; the only element that may stand twice. */
    public static final int CALL_BACK = 0x09;
    /** Billing identifier, up to 20 visible characters. */
    public static final int BILLING = 0x0C;
    /** One octet, 01 = one attempt only. */
    public static final int SINGLE_SHOT = 0x0D;

    public static final UcpXser EMPTY = new UcpXser(List.of());

    /** Longest field, in hex digits. */
    static final int MAX_DIGITS = 400;

    /**
     * One service.
     *
     * @param type 0 to 255
     * @param hex the value, two digits an octet, at most 255 octets
     */
    public record Element(int type, String hex) {}

    public UcpXser {
        elements = List.copyOf(elements);
    }

    /**
     * @param strict false keeps what can be read up to the first fault, which is how deliveries are taken
     * @throws FrameException when strict: digits left over, a repeated type, a header or coding of the wrong length
     */
    public static UcpXser parse(String field, boolean strict) throws FrameException {
        List<Element> elements = new ArrayList<>();
        int at = 0;
        while (at + 4 <= field.length()) {
            boolean head = Hex.isHex(field.substring(at, at + 4));
            int end = at + 4 + (head ? 2 * HexFormat.fromHexDigits(field, at + 2, at + 4) : 0);
            if (!head || end > field.length() || !Hex.isHex(field.substring(at, end))) {
                break;
            }
            elements.add(new Element(HexFormat.fromHexDigits(field, at, at + 2), field.substring(at + 4, end)));
            at = end;
        }
        UcpXser xser = new UcpXser(elements);
        if (strict) {
            xser.check(at < field.length());
        }
        return xser;
    }

    private void check(boolean leftOver) throws FrameException {
        if (leftOver) {
            throw new FrameException(UcpErrorCode.SYNTAX, "XSer is cut");
        }
        long distinct = elements.stream()
                .filter(e -> e.type() != CALL_BACK)
                .mapToInt(Element::type)
                .distinct()
                .count();
        long all = elements.stream().filter(e -> e.type() != CALL_BACK).count();
        if (all != distinct || has(UDH) && get(UDH).isEmpty() || has(DCS) && get(DCS).length() != 2) {
            throw new FrameException(UcpErrorCode.SYNTAX, "XSer holds an element twice or of the wrong length");
        }
    }

    public boolean has(int type) {
        return elements.stream().anyMatch(e -> e.type() == type);
    }

    /** The value in hex, the last one if there are several, "" if there is none. */
    public String get(int type) {
        String found = "";
        for (Element element : elements) {
            if (element.type() == type) {
                found = element.hex();
            }
        }
        return found;
    }

    /** The same with an element more; an empty value adds nothing. */
    public UcpXser with(int type, String hex) {
        if (hex == null || hex.isEmpty()) {
            return this;
        }
        List<Element> more = new ArrayList<>(elements);
        more.add(new Element(type, hex));
        return new UcpXser(more);
    }

    /**
     * The field.
     *
     * @throws IllegalArgumentException if it is longer than a field may be
     */
    public String encode() {
        StringBuilder out = new StringBuilder();
        for (Element element : elements) {
            if (element.hex().length() > 510 || (element.hex().length() & 1) != 0) {
                throw new IllegalArgumentException("An XSer element has 0 to 255 whole octets");
            }
            out.append(String.format("%02X%02X", element.type(), element.hex().length() / 2))
                    .append(element.hex());
        }
        if (out.length() > MAX_DIGITS) {
            throw new IllegalArgumentException("XSer has " + out.length() + " of at most " + MAX_DIGITS + " digits");
        }
        return out.toString();
    }
}
