package org.smshub.cimd2.codec;

import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import org.smshub.line.FrameException;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.errors.ErrorCode;
import org.smshub.link.errors.ErrorTable;

/** The errors of negative responses (parameter 900); the table, with its sources, is {@code error-codes.txt}. */
public final class Cimd2Error {

    public static final int UNEXPECTED = 1;
    static final String SYNTAX = "2";

    private static final String SCHEME = "cimd2:";
    public static final ErrorTable TABLE = new ErrorTable(Cimd2Error.class);

    private Cimd2Error() {}

    /** What a code means; one that the table lacks is permanent. */
    public static ErrorCode of(int code) {
        return TABLE.of(SCHEME + code);
    }

    /** The number of a code with or without scheme; another one for what is none. */
    public static int number(String code, int otherwise) {
        String digits = code == null ? "" : code.startsWith(SCHEME) ? code.substring(SCHEME.length()) : code;
        return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : otherwise;
    }

    /** @throws FrameException with this error, unless all is good */
    public static void unless(boolean good, int error) throws FrameException {
        if (!good) {
            throw new FrameException(Integer.toString(error), of(error).words());
        }
    }

    /** Why the other side said no, as the exception that a producer fails with; null if it said yes. */
    public static SmsNotSentException refused(String line, Cimd2Frame answer) {
        if (answer.is(Cimd2Operation.NACK)) {
            return new SmsNotSentException(SCHEME + "nack", line + " answered nack again and again", true);
        }
        String error = answer.error();
        if (error == null || answer.has(TIMESTAMP) && answer.all(DESTINATION).size() > 1) {
            return null;
        }
        String message = line + " refused with " + describe(error, answer);
        int code = number(error, -1);
        return code < 0
                ? new SmsNotSentException(SCHEME + (error.isEmpty() ? "98" : "unknown"), message, false)
                : of(code).toException(message);
    }

    /** Code and words, and those of the other side. */
    public static String describe(String error, Cimd2Frame answer) {
        return of(number(error, Cimd2Operation.GENERAL_ERROR.code())).with(answer.get(ERROR_TEXT));
    }
}
