package org.smshub.text;

/** What no field of a message may hold: halves of surrogate pairs (RFC 7493 2.1), which UTF-8 has no octets for, and controls. */
public final class Characters {

    private Characters() {}

    /**
     * @param lines whether line feed, carriage return, form feed and tab are text
     * @return the position of the first that is wrong, -1 = none
     */
    public static int firstWrong(String text, boolean lines) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' ? !(lines && isLayout(c)) : c >= 0x7F && c <= 0x9F) {
                return i;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static boolean isLayout(char c) {
        return c == '\n' || c == '\r' || c == '\f' || c == '\t';
    }

    /** In words: {@code U+D83D, half of a surrogate pair}. */
    public static String words(char wrong) {
        return String.format("U+%04X", (int) wrong)
                + (Character.isSurrogate(wrong) ? ", half of a surrogate pair" : ", a control character");
    }
}
