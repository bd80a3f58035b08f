package org.smshub.hub.smpp;

import org.apache.camel.component.smpp.SmppException;
import org.jsmpp.InvalidResponseException;
import org.jsmpp.PDUException;
import org.jsmpp.extra.NegativeResponseException;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.smpp.CommandStatus;

/**
 * What a failed submit means; {@link CommandStatus} knows the codes. The failures carry no cause: Camel
 * matches causes too, and an {@code onException} for one would take the other.
 */
final class SmppOutcomes {

    private SmppOutcomes() {}

    static Exception of(SmppException failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof NegativeResponseException negative) {
            return CommandStatus.refused("The centre", negative.getCommandStatus());
        }
        if (cause instanceof PDUException && !(cause instanceof InvalidResponseException)) {
            // a field that SMPP has no room for: never left
            return new SmsNotSentException("smpp:field", String.valueOf(cause.getMessage()), false);
        }
        if (cause instanceof java.io.IOException && isUnbound(cause)) {
            return SmsNotSentException.forLineDown("smpp:unbound", "The line is down");
        }
        return new SmsUnknownOutcomeException(
                "smpp:no-answer", cause == null ? failure.getMessage() : cause.getMessage());
    }

    /** jSMPP's AbstractSession says so before it writes. */
    private static boolean isUnbound(Throwable cause) {
        return cause.getMessage() != null && cause.getMessage().startsWith("Cannot ");
    }
}
