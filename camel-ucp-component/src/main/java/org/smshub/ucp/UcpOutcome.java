package org.smshub.ucp;

import java.util.List;
import org.apache.camel.Message;
import org.smshub.link.SmsNotSentException;

/** How an operation ended, as the exception a producer fails with. */
final class UcpOutcome {

    private static final String SCHEME = "ucp";

    private UcpOutcome() {}

    /** Why the other side said no, null if it said yes. The table of what can be tried again is {@link UcpErrorCode}. */
    static SmsNotSentException refused(String line, UcpResult result) {
        if (result.ack()) {
            return null;
        }
        UcpErrorCode known = UcpErrorCode.of(result.ec());
        String code = SCHEME + ":" + result.ec();
        String words = known == null ? "unknown error code" : known.words();
        String said = result.sm().isEmpty() ? "" : ", \"" + clean(result.sm()) + '"';
        String message = line + " refused with " + result.ec() + " (" + words + said + ")";
        return known != null && known.isThrottled()
                ? SmsNotSentException.forThrottling(code, message)
                : new SmsNotSentException(code, message, known != null && known.isRetryable());
    }

    /** What the positive results say beside the outcome. */
    static void tell(Message message, List<UcpFrame> answers, List<String> ids) {
        message.setHeader(UcpConstants.REMOTE_IDS, ids);
        if (!answers.isEmpty()) {
            UcpResult last = UcpResult.read(answers.get(answers.size() - 1));
            message.setHeader(UcpConstants.RESULT, last.sm());
            if (!last.mvp().isEmpty()) {
                message.setHeader(UcpConstants.MODIFIED_VALIDITY, last.mvp());
            }
        }
    }

    /** Words of the other side in an error of ours: printable and short. */
    private static String clean(String sm) {
        String printable = sm.replaceAll("[^ -~]", "?");
        return printable.length() > 80 ? printable.substring(0, 80) + "…" : printable;
    }
}
