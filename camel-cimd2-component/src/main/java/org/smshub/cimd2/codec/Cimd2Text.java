package org.smshub.cimd2.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.TextException;

/**
 * Text as parameter 033 carries it: the GSM alphabet written in ISO 8859-1, where a character that a 7-bit link lacks is an
 * underscore and two characters, a special combination (CIMD2 reference, section 9).
 */
public final class Cimd2Text {

    /** Septet and combination; the table of section 9.1. */
    private static final String COMBINATIONS =
            "0=Oa 1=L- 3=Y- 4=e` 5=e' 6=u` 7=i` 8=o` 9=C, 11=O/ 12=o/ 14=A* 15=a* 16=gd"
                    + " 17=-- 18=gf 19=gg 20=gl 21=go 22=gp 23=gi 24=gs 25=gt 26=gx 27=XX 28=AE 29=ae 30=ss 31=E' 34=qq 36=ox 64=!!"
                    + " 91=A\" 92=O\" 93=N~ 94=U\" 95=so 96=?? 123=a\" 124=o\" 125=n~ 126=u\" 127=a`";

    private static final int ESCAPE = 27;
    private static final byte NONE = -1;

    /** By septet. */
    private static final String[] WIRE = new String[128];

    private static final String[] WIRE_8_BIT = new String[128];

    /** Septet by the two characters of its combination. */
    private static final byte[] PAIRS = new byte[128 << 7];

    /** Septet by octet: that of its position, but for the four whose ASCII character is elsewhere in the alphabet. */
    private static final byte[] RAW = new byte[256];

    /** Whether an octet is the character of its number. */
    private static final boolean[] SAME = new boolean[256];

    static {
        Arrays.fill(PAIRS, NONE);
        Arrays.fill(RAW, NONE);
        for (int septet = 0; septet < 128; septet++) {
            WIRE[septet] = Character.toString(septet);
            RAW[septet] = (byte) septet;
        }
        for (String entry : COMBINATIONS.split(" ")) {
            int equals = entry.indexOf('=');
            int septet = Integer.parseInt(entry.substring(0, equals));
            WIRE[septet] = "_" + entry.substring(equals + 1);
            PAIRS[entry.charAt(equals + 1) << 7 | entry.charAt(equals + 2)] = (byte) septet;
        }
        WIRE[2] = "$";
        RAW['@'] = 0;
        RAW['$'] = 2;
        RAW[']'] = 14;
        RAW['}'] = 15;
        // an underscore without a combination; most clients mean one
        RAW['_'] = 17;
        for (int septet = 0; septet < 128; septet++) {
            char c = septet == ESCAPE
                    ? ' '
                    : Encoding.GSM7
                            .decode(new byte[] {(byte) septet}, 0, 1)
                            .text()
                            .charAt(0);
            WIRE_8_BIT[septet] = c == '@' || c >= 0xA0 && c <= 0xFF ? Character.toString(c) : WIRE[septet];
            if (c >= 0xA0 && c <= 0xFF) {
                RAW[c] = (byte) septet;
            }
            SAME[septet] = c == septet;
        }
    }

    private Cimd2Text() {}

    /**
     * @param encoding of the text: a table of the GSM alphabet, or what the other side has instead, which goes as it is
     * @param eightBit write as ISO 8859-1 what that has
     * @throws TextException when a character is not in the encoding
     */
    public static String encode(String text, Encoding encoding, boolean eightBit) {
        byte[] octets = encoding.encode(text);
        if (!(encoding instanceof Gsm7)) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
        return wire(octets, eightBit);
    }

    /** Septets as characters. */
    public static String wire(byte[] septets, boolean eightBit) {
        String[] wire = eightBit ? WIRE_8_BIT : WIRE;
        StringBuilder out = new StringBuilder(septets.length + 16);
        for (byte septet : septets) {
            out.append(wire[septet]);
        }
        return out.toString();
    }

    /**
     * The septets that a value stands for; null where it has characters that are none, and where a text is read faster
     * without them.
     */
    public static byte[] septets(String value, Encoding encoding) {
        if (!(encoding instanceof Gsm7) || value.indexOf('_') < 0 && value.indexOf(ESCAPE) < 0) {
            return null;
        }
        byte[] septets = new byte[value.length()];
        int count = 0;
        for (int at = 0; at < value.length(); at += isCombination(value, at) ? 3 : 1) {
            septets[count] = septet(value, at);
            if (septets[count++] == NONE) {
                return null;
            }
        }
        return Arrays.copyOf(septets, count);
    }

    /** Never fails: combinations and ISO 8859-1 may be mixed, and what is neither is kept as it is. */
    public static String decode(String value, Encoding encoding) {
        if (!(encoding instanceof Gsm7)
                || encoding == Encoding.GSM7 && value.chars().allMatch(c -> SAME[c])) {
            return value;
        }
        StringBuilder text = new StringBuilder(value.length());
        byte[] septets = new byte[value.length()];
        int count = 0;
        for (int at = 0; at < value.length(); at += isCombination(value, at) ? 3 : 1) {
            byte septet = septet(value, at);
            if (septet == NONE) {
                text.append(encoding.decode(septets, 0, count).text()).append(value.charAt(at));
                count = 0;
            } else {
                septets[count++] = septet;
            }
        }
        return text.append(encoding.decode(septets, 0, count).text()).toString();
    }

    private static byte septet(String value, int at) {
        return isCombination(value, at) ? pair(value, at + 1) : RAW[value.charAt(at)];
    }

    private static boolean isCombination(String value, int at) {
        return value.charAt(at) == '_' && at + 2 < value.length() && pair(value, at + 1) != NONE;
    }

    private static byte pair(String value, int at) {
        char first = value.charAt(at);
        char second = value.charAt(at + 1);
        return (first | second) < 128 ? PAIRS[first << 7 | second] : NONE;
    }
}
