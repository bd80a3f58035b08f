package org.smshub.hub.smpp;

import java.util.Set;
import org.apache.camel.component.smpp.SmppException;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.extra.NegativeResponseException;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;

/**
 * What a failed submit means; the codes are SMPP 3.4 table 5-2 (command_status). The failures carry no cause: Camel
 * matches causes too, and an {@code onException} for one would take the other.
 */
final class SmppOutcomes {

    /** ESME_RMSGQFUL, ESME_RTHROTTLED. */
    private static final Set<Integer> THROTTLED = Set.of(0x14, 0x58);

    /** ESME_RINVBNDSTS, ESME_RSYSERR, ESME_RBINDFAIL, ESME_RSUBMITFAIL, ESME_RX_T_APPN. */
    private static final Set<Integer> RETRYABLE = Set.of(0x04, 0x08, 0x0D, 0x45, 0x64);

    private SmppOutcomes() {}

    static Exception of(SmppException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof NegativeResponseException negative) {
            int status = negative.getCommandStatus();
            String code = String.format("smpp:0x%02X", status);
            String text = "The centre refused: " + code;
            if (THROTTLED.contains(status)) {
                return SmsNotSentException.forThrottling(code, text, null);
            }
            return new SmsNotSentException(code, text, RETRYABLE.contains(status), null);
        }
        if (cause instanceof PDUException && !(cause instanceof InvalidResponseException)) {
            // a field that SMPP has no room for: never left
            return new SmsNotSentException("smpp:field", String.valueOf(cause.getMessage()), false, null);
        }
        if (cause instanceof java.io.IOException && isUnbound(cause)) {
            return new SmsNotSentException("smpp:unbound", "The line is down", true, null);
        }
        return new SmsUnknownOutcomeException(
                "smpp:no-answer", cause == null ? failure.getMessage() : cause.getMessage(), null);
    }

    /** jSMPP's AbstractSession says so before it writes. */
    private static boolean isUnbound(Throwable cause) {
        return cause.getMessage() != null && cause.getMessage().startsWith("Cannot ");
    }
}
