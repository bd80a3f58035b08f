package org.smshub.text;

/** Words for a character that an encoding lacks. */
public final class Missing {

    private Missing() {}

    public static TextException exception(String encoding, CharSequence text, int at) {
        int codePoint = Character.codePointAt(text, at);
        return new TextException(
                TextException.Reason.NOT_ENCODABLE,
                String.format("%s at position %d is not in %s", describe(codePoint), at, encoding));
    }

    /** Such as {@code U+2019 RIGHT SINGLE QUOTATION MARK}. */
    public static String describe(int codePoint) {
        return String.format("U+%04X %s", codePoint, Character.getName(codePoint));
    }
}
