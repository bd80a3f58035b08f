package org.smshub.hub.smpp;

import java.io.IOException;
import org.apache.camel.component.smpp.SmppException;
import org.jsmpp.GenericNackResponseException;
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

    private static final String CENTRE = "The centre";

    private SmppOutcomes() {}

    static Exception of(SmppException failure) {
        Throwable cause = failure.getCause();
        if (cause == null) {
            return unsent(failure); // camel-smpp's own word, before it makes a PDU
        }
        if (cause instanceof NegativeResponseException negative) {
            return CommandStatus.refused(CENTRE, negative.getCommandStatus());
        }
        if (cause instanceof GenericNackResponseException nack) {
            return CommandStatus.refused(CENTRE, nack.getCommandStatus()); // 4.3: with the sequence of the submit
        }
        if (cause instanceof PDUException || isOfMaking(cause)) {
            return unsent(cause);
        }
        if (cause instanceof IOException && isUnbound(cause)) {
            return SmsNotSentException.forLineDown("smpp:unbound", "The line is down");
        }
        return new SmsUnknownOutcomeException("smpp:no-answer", String.valueOf(cause.getMessage()));
    }

    /** What was thrown while the PDU was made: a field that SMPP has no room for, or a header of a wrong type. */
    static SmsNotSentException unsent(Throwable cause) {
        return new SmsNotSentException(
                "smpp:field", cause.getMessage() == null ? cause.toString() : cause.getMessage(), false);
    }

    /** After the first byte jSMPP throws one unchecked exception only: when a response is of another command. */
    private static boolean isOfMaking(Throwable cause) {
        return cause instanceof RuntimeException && !(cause instanceof ClassCastException);
    }

    /** jSMPP's AbstractSession says so before it writes. */
    private static boolean isUnbound(Throwable cause) {
        return cause.getMessage() != null && cause.getMessage().startsWith("Cannot ");
    }
}
