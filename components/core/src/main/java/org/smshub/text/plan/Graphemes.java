package org.smshub.text.plan;

/**
 * Where a text may be cut without tearing what a reader sees as one character (the rules of Unicode annex 29 that matter
 * here, the same on every JDK).
 */
final class Graphemes {

    private static final int ZERO_WIDTH_JOINER = 0x200D;

    private Graphemes() {}

    /**
     * The last good place to cut.
     *
     * @param end within the text, not at its end
     * @return between {@code start} and {@code end}; {@code start} only when not even one code point fits before {@code end}
     */
    static int cut(String text, int start, int end) {
        int codePoint = inPair(text, end) ? end - 1 : end;
        for (int at = codePoint; at > start; at = text.offsetByCodePoints(at, -1)) {
            if (isBoundary(text, start, at)) {
                return at;
            }
        }
        return codePoint;
    }

    private static boolean inPair(String text, int at) {
        return Character.isLowSurrogate(text.charAt(at)) && at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    private static boolean isBoundary(String text, int start, int at) {
        int before = text.codePointBefore(at);
        int after = text.codePointAt(at);
        if (before < 0x300 && after < 0x300) {
            return !(before == '\r' && after == '\n');
        }
        if (before == ZERO_WIDTH_JOINER || extends_(after)) {
            return false;
        }
        if (isRegional(before) && isRegional(after)) {
            return regionalsBefore(text, start, at) % 2 == 0;
        }
        return !(isHangul(before) && isHangul(after) && joinsHangul(before, after));
    }

    private static boolean extends_(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || c == ZERO_WIDTH_JOINER
                || c == 0x200C
                || (c >= 0x1F3FB && c <= 0x1F3FF) // skin tones
                || (c >= 0xE0020 && c <= 0xE007F); // tags of sub-regional flags
    }

    private static boolean isRegional(int c) {
        return c >= 0x1F1E6 && c <= 0x1F1FF;
    }

    private static int regionalsBefore(String text, int start, int at) {
        int count = 0;
        for (int i = at; i > start && isRegional(text.codePointBefore(i)); i -= 2) {
            count++;
        }
        return count;
    }

    private static boolean isHangul(int c) {
        return (c >= 0x1100 && c <= 0x11FF) || (c >= 0xAC00 && c <= 0xD7A3);
    }

    /** Leading consonants, vowels and trailing consonants of one syllable stay together. */
    private static boolean joinsHangul(int before, int after) {
        boolean leading = before < 0x1160;
        boolean syllable = before >= 0xAC00;
        boolean open = syllable && (before - 0xAC00) % 28 == 0;
        boolean vowel = before >= 0x1160 && before < 0x11A8 || open;
        boolean afterVowel = after >= 0x1160 && after < 0x11A8;
        boolean afterTrailing = after >= 0x11A8 && after <= 0x11FF;
        return leading && !afterTrailing
                || vowel && (afterVowel || afterTrailing)
                || syllable && afterTrailing
                || before >= 0x11A8 && before <= 0x11FF && afterTrailing;
    }
}
