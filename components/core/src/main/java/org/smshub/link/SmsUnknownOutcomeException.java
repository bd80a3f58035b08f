package org.smshub.link;

/**
 * The bytes may have left and no answer came: time-out, dropped line. Outcome {@code UNKNOWN}; sending it again may make
 * a duplicate, so what follows is a setting of the link ({@code hold} or {@code retry}).
 *
 * <p>It carries no cause, for the reason that {@link SmsNotSentException} gives: a clause for the cause would say "nothing
 * has left" of what may well have.
 */
public class SmsUnknownOutcomeException extends Exception {

    private final String errorCode;

    /** @param errorCode what happened, with the protocol's scheme, such as {@code ucp:timeout} */
    public SmsUnknownOutcomeException(String errorCode, String message) {
        super(message);
        this.errorCode = errorCode;
    }

    /** The same: a cause would be matched by clauses of onException, so it has none. */
    public SmsUnknownOutcomeException(String errorCode, String message, Throwable cause) {
        this(errorCode, message);
    }

    public String getErrorCode() {
        return errorCode;
    }
}
