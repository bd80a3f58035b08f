package org.smshub.ucp;

import org.apache.camel.Exchange;
import org.smshub.link.SmsNotSentException;

/** What the route decided about a received operation: acknowledged, or refused with a code. */
final class UcpReply {

    private UcpReply() {}

    /**
     * @param sm what a positive result carries
     * @return refused if the route failed or set {@link UcpConstants#REFUSE}; the code is that header, that of an
     *     {@link UcpException} or of an {@link SmsNotSentException} of this protocol, else 04, which means "try again"
     */
    static UcpResult of(Exchange exchange, String sm) {
        Exception failure = exchange.getException();
        String refused = exchange.getMessage().getHeader(UcpConstants.REFUSE, String.class);
        if (failure == null && refused == null) {
            return UcpResult.ack(sm);
        }
        UcpErrorCode code = refused != null ? UcpErrorCode.of(refused) : code(failure);
        UcpErrorCode answer = code == null ? UcpErrorCode.NOT_ALLOWED : code;
        return UcpResult.nak(answer, answer.words());
    }

    /** Whether the exception is a route's way to refuse, and no accident. */
    static boolean refuses(Exchange exchange) {
        return exchange.getException(UcpException.class) != null
                || exchange.getException(SmsNotSentException.class) != null;
    }

    private static UcpErrorCode code(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UcpException ucp) {
                return ucp.ec();
            }
        }
        String code = SmsNotSentException.codeOf(failure, "ucp");
        return code == null ? null : UcpErrorCode.of(code);
    }
}
