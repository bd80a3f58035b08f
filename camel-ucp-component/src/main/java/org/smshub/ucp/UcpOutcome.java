package org.smshub.ucp;

import org.smshub.link.Failure;
import org.smshub.link.SmsNotSentException;

/** How an operation ended, as the exception a producer fails with. */
final class UcpOutcome {

    private static final String SCHEME = "ucp";

    private UcpOutcome() {}

    /** The other side said no. The table of what can be tried again is {@link UcpErrorCode}. */
    static SmsNotSentException refused(String line, UcpResult result) {
        UcpErrorCode known = UcpErrorCode.of(result.ec());
        String code = SCHEME + ":" + result.ec();
        String words = known == null ? "unknown error code" : known.words();
        String said = result.sm().isEmpty() ? "" : ", \"" + clean(result.sm()) + '"';
        String message = line + " refused with " + result.ec() + " (" + words + said + ")";
        return known != null && known.isThrottled()
                ? SmsNotSentException.forThrottling(code, message)
                : new SmsNotSentException(code, message, known != null && known.isRetryable());
    }

    static Exception failed(String line, Failure why, Throwable cause) {
        return why.toException(SCHEME, line, cause == null ? null : cause.getMessage());
    }

    /** The message itself cannot be sent, now or later. */
    static SmsNotSentException invalid(String line, RuntimeException why) {
        return new SmsNotSentException(SCHEME + ":invalid", line + ": " + why.getMessage(), false);
    }

    /** Words of the other side in an error of ours: printable and short. */
    private static String clean(String sm) {
        String printable = sm.replaceAll("[^ -~]", "?");
        return printable.length() > 80 ? printable.substring(0, 80) + "…" : printable;
    }
}
