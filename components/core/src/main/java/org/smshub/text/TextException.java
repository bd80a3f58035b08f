package org.smshub.text;

/**
 * The one exception of this package: a limit passed, a character that the wanted encoding lacks, octets that are no PDU.
 *
 * <p>It has no stack trace, since hostile octets may cause one a frame; its message names what to change.
 */
public final class TextException extends RuntimeException {

    /** Why; stable, for callers that answer differently. */
    public enum Reason {
        /** The text needs more parts than the limit (at most 255, 3GPP TS 23.040 9.2.3.24.1). */
        TOO_LONG,
        /** A character is not in the alphabets that are allowed. */
        NOT_ENCODABLE,
        /** A value is outside the range its field has. */
        INVALID_VALUE,
        /** Octets or hex digits that cannot be read as what they should be. */
        MALFORMED
    }

    private final Reason reason;

    public TextException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason getReason() {
        return reason;
    }

    public static TextException invalid(String message) {
        return new TextException(Reason.INVALID_VALUE, message);
    }

    public static TextException tooLong(String message) {
        return new TextException(Reason.TOO_LONG, message);
    }

    public static TextException malformed(String message) {
        return new TextException(Reason.MALFORMED, message);
    }

    /** @return {@code value}, when it lies between the two, both included */
    public static int inRange(String field, int value, int min, int max) {
        if (value < min || value > max) {
            throw invalid(field + " must be " + min + " to " + max + ", not " + value);
        }
        return value;
    }
}
