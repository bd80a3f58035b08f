package org.smshub.link;

/**
 * The centre has not got the part: it refused it, or nothing had left. Outcome {@code NOT_SENT}; sending it again cannot
 * make a duplicate.
 *
 * <p>It carries no cause: Camel matches the causes of an exception too, and a clause of {@code onException} for an
 * {@code IOException} would take this one for its own.
 */
public class SmsNotSentException extends Exception {

    private enum Kind {
        /** The part, as it is, will never go through. */
        PERMANENT,
        /** This account, or SIM card, may not send to that number; another one may. */
        BARRED,
        /** The same part may go through later. */
        RETRYABLE,
        /** The centre asks to go slower. */
        THROTTLED,
        /** The line, not the part: no session, or it dropped before the first byte. No attempt. */
        LINE_DOWN
    }

    private final String errorCode;
    private final Kind kind;

    /**
     * @param errorCode the protocol's own code with its scheme, such as {@code ucp:04}, {@code smpp:0x58}
     * @param retryable whether the same part may go through later
     */
    public SmsNotSentException(String errorCode, String message, boolean retryable) {
        this(errorCode, message, retryable ? Kind.RETRYABLE : Kind.PERMANENT);
    }

    private SmsNotSentException(String errorCode, String message, Kind kind) {
        super(message);
        this.errorCode = errorCode;
        this.kind = kind;
    }

    /** The centre asks to go slower: retryable, and the link does well to slow down. */
    public static SmsNotSentException forThrottling(String errorCode, String message) {
        return new SmsNotSentException(errorCode, message, Kind.THROTTLED);
    }

    /** This link may not send to that number, now or later: another link may. */
    public static SmsNotSentException forBarred(String errorCode, String message) {
        return new SmsNotSentException(errorCode, message, Kind.BARRED);
    }

    /** Nothing left because there is no line to leave by: retryable, and no attempt of the part. */
    public static SmsNotSentException forLineDown(String errorCode, String message) {
        return new SmsNotSentException(errorCode, message, Kind.LINE_DOWN);
    }

    /** The code of this protocol, without its scheme, that a failure or one of its causes carries; null when none does. */
    public static String codeOf(Throwable failure, String scheme) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SmsNotSentException notSent && notSent.errorCode.startsWith(scheme + ":")) {
                return notSent.errorCode.substring(scheme.length() + 1);
            }
        }
        return null;
    }

    public String getErrorCode() {
        return errorCode;
    }

    /** Whether the same link may take it later. */
    public boolean isRetryable() {
        return kind != Kind.PERMANENT && kind != Kind.BARRED;
    }

    /** Whether another link may take what this one never will. */
    public boolean isBarred() {
        return kind == Kind.BARRED;
    }

    /** Whether the centre refused because of the rate or a full queue. */
    public boolean isThrottled() {
        return kind == Kind.THROTTLED;
    }

    /** Whether the part never reached a line. */
    public boolean isLineDown() {
        return kind == Kind.LINE_DOWN;
    }
}
