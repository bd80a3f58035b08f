package org.smshub.text.plan;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;

/** What a reader takes for the same character, in the GSM 7-bit default alphabet. */
final class Replacements {

    /** Each line: the replacement, a bar, the characters it stands for. */
    private static final String[] LINES = {
        "'|\u2018\u2019\u201A\u201B\u2032\u2039\u203A\u00B4\u02B9\u02BC\uFF07`",
        "\"|\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB\u02BA",
        "-|\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043\u2022\u00B7\u2219\u00AF",
        " |\t\u2028\u2029\u0085",
        "|\u00AD\u200B\u200C\u200D\u200E\u200F\u2060\uFEFF\uFE0E\uFE0F\u202A\u202B\u202C\u202D\u202E",
        "/|\u2044\u2215\u00F7",
        "x|\u00D7",
        "(c)|\u00A9",
        "(R)|\u00AE",
        "||\u00A6\u2223",
        "+-|\u00B1",
        "<=|\u2264",
        ">=|\u2265",
        "->|\u2192",
        "<-|\u2190",
        "oe|\u0153",
        "OE|\u0152",
        "l|\u0142",
        "L|\u0141",
        "d|\u0111\u00F0",
        "D|\u0110\u00D0",
        "h|\u0127",
        "H|\u0126",
        "i|\u0131",
        "th|\u00FE",
        "TH|\u00DE",
        "n|\u014B",
        "N|\u014A",
        "A|\u0391\u03B1",
        "B|\u0392\u03B2",
        "E|\u0395\u03B5",
        "Z|\u0396\u03B6",
        "H|\u0397\u03B7",
        "I|\u0399\u03B9",
        "K|\u039A\u03BA",
        "M|\u039C\u03BC",
        "N|\u039D\u03BD",
        "O|\u039F\u03BF",
        "P|\u03A1\u03C1",
        "T|\u03A4\u03C4",
        "Y|\u03A5\u03C5",
        "X|\u03A7\u03C7",
        "\u0393|\u03B3",
        "\u0394|\u03B4",
        "\u0398|\u03B8",
        "\u039B|\u03BB",
        "\u039E|\u03BE",
        "\u03A0|\u03C0",
        "\u03A3|\u03C3\u03C2",
        "\u03A6|\u03C6",
        "\u03A8|\u03C8",
        "\u03A9|\u03C9",
    };

    private static final Map<Integer, String> TABLE = new HashMap<>();

    static {
        for (String line : LINES) {
            int bar = line.lastIndexOf('|');
            line.substring(bar + 1).codePoints().forEach(c -> TABLE.put(c, line.substring(0, bar)));
        }
    }

    private Replacements() {}

    /**
     * @return characters of the default alphabet; empty for a character that is not seen; {@code null} when nothing is like
     *     it. Letters lose their accents, compatibility characters become what they stand for (NFKD).
     */
    static String of(int codePoint) {
        String direct = TABLE.get(codePoint);
        if (direct != null || codePoint < 0x80 || isSurrogate(codePoint)) {
            return direct;
        }
        if (codePoint >= 0x300 && codePoint <= 0x36F) {
            return ""; // an accent of its own
        }
        String decomposed = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKD);
        StringBuilder replacement = new StringBuilder();
        for (int i = 0; i < decomposed.length(); i += Character.charCount(decomposed.codePointAt(i))) {
            int c = decomposed.codePointAt(i);
            if (Character.getType(c) == Character.NON_SPACING_MARK) {
                continue;
            }
            if (c <= 0xFFFF && Gsm7.DEFAULT.cost((char) c) > 0) {
                replacement.append((char) c);
            } else if (TABLE.containsKey(c)) {
                replacement.append(TABLE.get(c));
            } else {
                return null;
            }
        }
        return replacement.length() == 0 ? null : replacement.toString();
    }

    /**
     * The text with every character that the encoding lacks replaced.
     *
     * @return {@code null} when one of them has no replacement there
     */
    static String apply(String text, Encoding encoding) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        StringBuilder replaced = new StringBuilder(composed.length());
        int kept = 0;
        for (int at = encoding.firstMissing(composed, 0); at >= 0; at = encoding.firstMissing(composed, kept)) {
            int codePoint = composed.codePointAt(at);
            String replacement = of(codePoint);
            if (replacement == null || encoding.firstMissing(replacement, 0) >= 0) {
                return null;
            }
            replaced.append(composed, kept, at).append(replacement);
            kept = at + Character.charCount(codePoint);
        }
        return replaced.append(composed, kept, composed.length()).toString();
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint <= 0xFFFF && Character.isSurrogate((char) codePoint);
    }
}
