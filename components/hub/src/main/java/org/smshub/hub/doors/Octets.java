package org.smshub.hub.doors;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.smshub.text.Gsm7;

/**
 * Queries and forms as octets: what they mean is the door's affair, and read as UTF-8 they would be destroyed. Octets stand in
 * strings here, one a character (ISO-8859-1).
 */
public final class Octets {

    private static final String HEX = "0123456789ABCDEF";

    private Octets() {}

    /** Names and values, decoded, the first of a name. @param form null = none */
    public static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (form == null || form.isEmpty()) {
            return parameters;
        }
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            if (!name.isEmpty() && !parameters.containsKey(name)) {
                parameters.put(name, equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** What was escaped: + is a blank; {@code %zz} stays as it stands, and a % with less behind it than two characters ends it all. */
    public static String decoded(String escaped) {
        if (escaped.indexOf('%') < 0 && escaped.indexOf('+') < 0) {
            return escaped;
        }
        StringBuilder octets = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c == '+') {
                octets.append(' ');
            } else if (c != '%') {
                octets.append(c);
            } else if (i + 2 >= escaped.length()) {
                break;
            } else {
                int octet = hex(escaped, i + 1);
                octets.append(octet < 0 ? escaped.substring(i, i + 3) : String.valueOf((char) octet));
                i += 2;
            }
        }
        return octets.toString();
    }

    private static int hex(String text, int at) {
        char high = text.charAt(at);
        char low = text.charAt(at + 1);
        int h = high > 'f' ? -1 : Character.digit(high, 16);
        int l = low > 'f' ? -1 : Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }

    /** Escaped for a query: letters, digits and {@code -_.~} as they are, a blank as +. */
    public static String encoded(String octets) {
        StringBuilder escaped = new StringBuilder(octets.length() + 16);
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            if (c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || "-_.~".indexOf(c) >= 0) {
                escaped.append(c);
            } else if (c == ' ') {
                escaped.append('+');
            } else {
                escaped.append('%').append(HEX.charAt(c >> 4 & 15)).append(HEX.charAt(c & 15));
            }
        }
        return escaped.toString();
    }

    public static byte[] bytes(String octets) {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static String of(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** The octets of a text in UTF-8. */
    public static String utf8(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A charset by the names that iconv has. @return null = there is none of this name
     *
     * @param name in any case
     */
    public static Charset charset(String name) {
        String known =
                switch (name.strip().toUpperCase(Locale.ROOT)) {
                    case "UCS-2", "UCS2", "UCS-2BE", "UCS2BE", "ISO-10646-UCS-2" -> "UTF-16BE";
                    case "UCS-2LE", "UCS2LE" -> "UTF-16LE";
                    case "UTF8" -> "UTF-8";
                    case "LATIN1", "LATIN-1", "ISO8859-1" -> "ISO-8859-1";
                    case "CP1252", "WINDOWS1252" -> "WINDOWS-1252";
                    default -> name.strip();
                };
        try {
            return Charset.forName(known);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    private static boolean isAscii(String octets) {
        for (int i = 0; i < octets.length(); i++) {
            if (octets.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** Octets as text. @return null = they are none of this charset */
    public static String text(String octets, Charset charset) {
        if (charset == StandardCharsets.UTF_8 && isAscii(octets)) {
            return octets; // nearly all are, and a decoder costs more than the look
        }
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes(octets))).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** The same with a question mark for what is none. */
    public static String textOrMarks(String octets, Charset charset) {
        try {
            CharBuffer text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .replaceWith("?")
                    .decode(ByteBuffer.wrap(bytes(octets)));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException(e); // what is none is replaced
        }
    }

    /** A text with a question mark for each character that GSM-7 has not. */
    public static String gsm(String text) {
        if (Gsm7.DEFAULT.firstMissing(text, 0) < 0) {
            return text;
        }
        StringBuilder marked = new StringBuilder(text.length());
        text.codePoints()
                .forEach(point ->
                        marked.append(point < 0x10000 && Gsm7.DEFAULT.cost((char) point) > 0 ? (char) point : '?'));
        return marked.toString();
    }
}
