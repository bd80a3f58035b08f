package org.smshub.ucp;

/**
 * The error codes of a negative result and what a client does with them.
 *
 * <p>Numbers and words: EMI-UCP 4.0, section 7.1. What may be tried again is said by no specification: 04 is what most
 * centres answer when they are busy or the window is passed, 37 means that the first delivery still runs, 07 that the
 * session is not known (any more). Everything else stays wrong however often it is sent.
 */
public enum UcpErrorCode {
    CHECKSUM(1, "checksum error", Retry.PERMANENT),
    SYNTAX(2, "syntax error", Retry.PERMANENT),
    NOT_SUPPORTED(3, "operation not supported by the system", Retry.PERMANENT),
    NOT_ALLOWED(4, "operation not allowed", Retry.THROTTLED),
    CALL_BARRING(5, "call barring active", Retry.PERMANENT),
    ADC_INVALID(6, "AdC invalid", Retry.PERMANENT),
    AUTHENTICATION(7, "authentication failure", Retry.RETRYABLE),
    LEGITIMISATION(8, "legitimisation code for all calls failure", Retry.PERMANENT),
    GA_INVALID(9, "GA invalid", Retry.PERMANENT),
    REPETITION(10, "repetition not allowed", Retry.PERMANENT),
    REPETITION_CODE(11, "legitimisation code for repetition failure", Retry.PERMANENT),
    PRIORITY(12, "priority call not allowed", Retry.PERMANENT),
    PRIORITY_CODE(13, "legitimisation code for priority call failure", Retry.PERMANENT),
    URGENT(14, "urgent message not allowed", Retry.PERMANENT),
    URGENT_CODE(15, "legitimisation code for urgent message failure", Retry.PERMANENT),
    REVERSE_CHARGING(16, "reverse charging not allowed", Retry.PERMANENT),
    REVERSE_CHARGING_CODE(17, "legitimisation code for reverse charging failure", Retry.PERMANENT),
    DEFERRED(18, "deferred delivery not allowed", Retry.PERMANENT),
    NEW_AC(19, "new AC not valid", Retry.PERMANENT),
    NEW_LEGITIMISATION(20, "new legitimisation code not valid", Retry.PERMANENT),
    STANDARD_TEXT(21, "standard text not valid", Retry.PERMANENT),
    TIME_PERIOD(22, "time period not valid", Retry.PERMANENT),
    MESSAGE_TYPE(23, "message type not supported by system", Retry.PERMANENT),
    TOO_LONG(24, "message too long", Retry.PERMANENT),
    REQUESTED_TEXT(25, "requested standard text not valid", Retry.PERMANENT),
    PAGER_TYPE(26, "message type not valid for the pager type", Retry.PERMANENT),
    NOT_FOUND(27, "message not found in SMSC", Retry.PERMANENT),
    HANG_UP(30, "subscriber hang-up", Retry.PERMANENT),
    FAX_GROUP(31, "fax group not supported", Retry.PERMANENT),
    FAX_TYPE(32, "fax message type not supported", Retry.PERMANENT),
    ALREADY_LISTED(33, "address already in list", Retry.PERMANENT),
    NOT_LISTED(34, "address not in list", Retry.PERMANENT),
    LIST_FULL(35, "list full, cannot add address to list", Retry.PERMANENT),
    RPID_IN_USE(36, "RPID already in use", Retry.PERMANENT),
    IN_PROGRESS(37, "delivery in progress", Retry.RETRYABLE),
    FORWARDED(38, "message forwarded", Retry.PERMANENT);

    private enum Retry {
        PERMANENT,
        RETRYABLE,
        THROTTLED
    }

    private final int code;
    private final String words;
    private final Retry retry;

    UcpErrorCode(int code, String words, Retry retry) {
        this.code = code;
        this.words = words;
        this.retry = retry;
    }

    /** The code of two digits, or null if the table lacks it. */
    public static UcpErrorCode of(String code) {
        for (UcpErrorCode known : values()) {
            if (known.toString().equals(code)) {
                return known;
            }
        }
        return null;
    }

    public String words() {
        return words;
    }

    public boolean isRetryable() {
        return retry != Retry.PERMANENT;
    }

    public boolean isThrottled() {
        return retry == Retry.THROTTLED;
    }

    /** Two digits, as on the wire. */
    @Override
    public String toString() {
        return code < 10 ? "0" + code : Integer.toString(code);
    }
}
