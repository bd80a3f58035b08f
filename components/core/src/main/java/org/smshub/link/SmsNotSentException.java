package org.smshub.link;

/**
 * The centre has not got the part: it refused it, or the line was down before the first byte left. Outcome
 * {@code NOT_SENT}; sending it again cannot make a duplicate.
 */
public class SmsNotSentException extends Exception {

    private final String errorCode;
    private final boolean retryable;
    private final boolean throttled;

    /**
     * @param errorCode the protocol's own code with its scheme, such as {@code ucp:04}, {@code smpp:0x58}
     * @param retryable whether the same part may go through later
     */
    public SmsNotSentException(String errorCode, String message, boolean retryable) {
        this(errorCode, message, retryable, false);
    }

    /** The same: a cause would be matched by clauses of onException, so it has none. */
    public SmsNotSentException(String errorCode, String message, boolean retryable, Throwable cause) {
        this(errorCode, message, retryable, false);
    }

    private SmsNotSentException(String errorCode, String message, boolean retryable, boolean throttled) {
        super(message);
        this.errorCode = errorCode;
        this.retryable = retryable;
        this.throttled = throttled;
    }

    /** The centre asks to go slower: retryable, and the link does well to pause. */
    public static SmsNotSentException forThrottling(String errorCode, String message) {
        return new SmsNotSentException(errorCode, message, true, true);
    }

    /** The same, without the cause. */
    public static SmsNotSentException forThrottling(String errorCode, String message, Throwable cause) {
        return forThrottling(errorCode, message);
    }

    public String getErrorCode() {
        return errorCode;
    }

    public boolean isRetryable() {
        return retryable;
    }

    /** Whether the centre refused because of the rate or a full queue. */
    public boolean isThrottled() {
        return throttled;
    }
}
