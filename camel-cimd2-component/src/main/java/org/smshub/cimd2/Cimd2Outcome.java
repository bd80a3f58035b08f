package org.smshub.cimd2;

import org.smshub.link.SmsNotSentException;

/** How an operation ended, as the exception a producer fails with. */
final class Cimd2Outcome {

    private static final String SCHEME = "cimd2:";

    private Cimd2Outcome() {}

    /** Why the other side said no, null if it said yes. The table of what can be tried again is {@link Cimd2ErrorCode}. */
    static SmsNotSentException refused(String line, Cimd2Frame answer) {
        if (answer.is(Cimd2Operation.NACK)) {
            return new SmsNotSentException(SCHEME + "nack", line + " answered nack again and again", true);
        }
        String error = answer.error();
        if (error == null
                || answer.has(Cimd2Parameter.TIMESTAMP)
                        && answer.all(Cimd2Parameter.DESTINATION).size() > 1) {
            return null;
        }
        String message = line + " refused with " + describe(error, answer);
        if (!error.matches("\\d{1,3}")) {
            return new SmsNotSentException(SCHEME + (error.isEmpty() ? "98" : "unknown"), message, false);
        }
        Cimd2ErrorCode code = Cimd2ErrorCode.of(Integer.parseInt(error));
        return code.isThrottled()
                ? SmsNotSentException.forThrottling(SCHEME + code.code(), message)
                : new SmsNotSentException(SCHEME + code.code(), message, code.isRetryable());
    }

    /** Code and words, and those of the other side: printable and short. */
    static String describe(String error, Cimd2Frame answer) {
        String own = error.matches("\\d{1,3}")
                ? error + " (" + Cimd2ErrorCode.of(Integer.parseInt(error)).words() + ")"
                : "a general error without code";
        String said = answer.get(Cimd2Parameter.ERROR_TEXT).replaceAll("[^ -~]", "?");
        return said.isEmpty() ? own : own + ", \"" + said.substring(0, Math.min(80, said.length())) + '"';
    }
}
