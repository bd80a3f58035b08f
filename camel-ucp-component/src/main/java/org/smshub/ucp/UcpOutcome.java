package org.smshub.ucp;

import java.util.List;
import org.apache.camel.Message;
import org.smshub.link.SmsNotSentException;
import org.smshub.ucp.codec.UcpErrorCode;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpResult;

/** How an operation ended, as the exception a producer fails with. */
final class UcpOutcome {

    private UcpOutcome() {}

    /** Why the other side said no, null if it said yes. The table of what can be tried again is {@link UcpErrorCode}. */
    static SmsNotSentException refused(String line, UcpResult result) {
        return result.ack() ? null : UcpErrorCode.of(result.ec()).refused(line, result.sm());
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
}
