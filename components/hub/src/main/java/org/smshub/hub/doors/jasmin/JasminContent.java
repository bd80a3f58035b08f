package org.smshub.hub.doors.jasmin;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.smshub.hub.doors.Octets;
import org.smshub.link.passing.Fields;
import org.smshub.text.Decoded;
import org.smshub.text.Gsm7;

/**
 * What a message holds: {@code content} or {@code hex-content} by {@code coding}.
 *
 * @param body text, or octets
 * @param encoding of a text that is to go as UCS-2; else null
 * @param dataCoding of octets; else null
 */
record JasminContent(Object body, String encoding, Integer dataCoding) {

    private static final int UCS2 = 8;

    /**
     * Coding 0 is a text in UTF-8 (or, in hex, of the GSM alphabet); octets of any other coding go as they are.
     *
     * @param unicode whether a text with other characters than GSM-7 has goes as it is; else each becomes a question mark
     * @throws JasminRefusal in Jasmin's words
     */
    static JasminContent of(JasminArguments arguments, boolean unicode) throws JasminRefusal {
        int coding = Integer.parseInt(arguments.get("coding"));
        String hex = arguments.get("hex-content");
        byte[] octets;
        try {
            octets = hex == null
                    ? Octets.bytes(arguments.get("content"))
                    : HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw JasminRefusal.argument("Invalid hex-content data: '" + hex + "'");
        }
        if (coding == 0) {
            return ofText(octets, hex != null, unicode);
        }
        String text = coding == UCS2 ? Octets.text(Octets.of(octets), StandardCharsets.UTF_16BE) : null;
        return text != null && !text.isEmpty()
                ? new JasminContent(text, "UCS2", null)
                : new JasminContent(octets, null, coding);
    }

    private static JasminContent ofText(byte[] octets, boolean hex, boolean unicode) throws JasminRefusal {
        if (octets.length == 0) {
            return new JasminContent("", null, 0);
        }
        if (hex) {
            Decoded decoded = Gsm7.DEFAULT.decode(octets, 0, octets.length);
            return new JasminContent(decoded.text(), null, null);
        }
        String text = Octets.text(Octets.of(octets), StandardCharsets.UTF_8);
        if (text == null) {
            throw new JasminRefusal(500, "Unknown error: content is no UTF-8");
        }
        return new JasminContent(unicode ? text : Octets.gsm(text), null, null);
    }

    /**
     * {@code custom_tlvs}: a map {@code "0x1401:OctetString": value}, or a list of [tag, length, type, value].
     *
     * @return the same fields with them
     * @throws JasminRefusal they are something else
     */
    static Fields tlvs(Object tlvs, Fields fields) throws JasminRefusal {
        Fields with = fields;
        try {
            if (tlvs instanceof Map<?, ?> map) {
                for (Map.Entry<?, ?> one : map.entrySet()) {
                    String[] sides = String.valueOf(one.getKey()).split(":", 2);
                    with = with.with(name(sides[0]), hex(sides.length < 2 ? "OctetString" : sides[1], one.getValue()));
                }
            } else if (tlvs instanceof Collection<?> list) {
                for (Object one : list) {
                    Iterator<?> parts = ((List<?>) one).iterator();
                    String tag = String.valueOf(parts.next());
                    parts.next();
                    with = with.with(name(tag), hex(String.valueOf(parts.next()), parts.next()));
                }
            }
            return with;
        } catch (RuntimeException e) {
            throw JasminRefusal.argument("Argument [custom_tlvs] has an invalid value: [" + tlvs + "].");
        }
    }

    private static String name(String tag) {
        int number = Integer.decode(tag);
        if (number < 0 || number > 0xFFFF) {
            throw new IllegalArgumentException("a tag has two octets");
        }
        return Fields.TLV + String.format("%04x", number);
    }

    private static String hex(String type, Object value) {
        byte[] octets =
                switch (type) {
                    case "Int1" ->
                        ByteBuffer.allocate(1).put(number(value).byteValue()).array();
                    case "Int2" ->
                        ByteBuffer.allocate(2)
                                .putShort(number(value).shortValue())
                                .array();
                    case "Int4" ->
                        ByteBuffer.allocate(4).putInt(number(value).intValue()).array();
                    case "Int8" -> ByteBuffer.allocate(8).putLong(number(value)).array();
                    case "OctetString" -> String.valueOf(value).getBytes(StandardCharsets.UTF_8);
                    case "COctetString" -> (value + "\0").getBytes(StandardCharsets.UTF_8);
                    default -> throw new IllegalArgumentException("no type");
                };
        return HexFormat.of().formatHex(octets);
    }

    private static Long number(Object value) {
        return value instanceof Number number ? Long.valueOf(number.longValue()) : Long.valueOf(String.valueOf(value));
    }

    /** No text. */
    @Override
    public String toString() {
        return "content";
    }
}
