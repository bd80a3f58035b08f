package org.smshub.nettysmpp.codec;

import java.util.concurrent.RejectedExecutionException;
import org.smshub.link.SmsNotSentException;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.SmppValueException;

/** The command_status that an exception of a route, or of ours, is answered with. */
public final class SmppStatus {

    private SmppStatus() {}

    /**
     * The status a {@link SmsNotSentException} names, else one that says the same (throttled, try again, never), else
     * {@code otherwise}.
     */
    public static int of(Throwable failure, int otherwise) {
        return of(failure, otherwise, CommandStatus.SYSTEM_ERROR);
    }

    /** @param broken of an exception that says nothing of the message */
    public static int of(Throwable failure, int otherwise, int broken) {
        for (Throwable t = failure; t != null; t = t.getCause() == t ? null : t.getCause()) {
            if (t instanceof SmsNotSentException notSent) {
                int general =
                        notSent.isThrottled() ? CommandStatus.THROTTLED : notSent.isRetryable() ? broken : otherwise;
                return CommandStatus.ofCode(notSent.getErrorCode(), general);
            }
            if (t instanceof RejectedExecutionException) {
                return CommandStatus.QUEUE_FULL;
            }
            if (t instanceof SmppPduException pdu) {
                return pdu.status();
            }
            if (t instanceof SmppValueException value) {
                return value.status();
            }
        }
        return broken;
    }
}
