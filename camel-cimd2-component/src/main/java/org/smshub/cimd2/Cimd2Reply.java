package org.smshub.cimd2;

import org.apache.camel.Exchange;
import org.smshub.link.SmsNotSentException;

/** What the route decided about a received operation. */
final class Cimd2Reply {

    private Cimd2Reply() {}

    /**
     * Why it is refused, null if it is not: the header {@link Cimd2Constants#REFUSE}, the code of a {@link Cimd2Exception} or
     * of an {@link SmsNotSentException} of this protocol, or the one for any other failure.
     */
    static Cimd2ErrorCode refused(Exchange exchange, int otherwise) {
        Exception failure = exchange.getException();
        String code = exchange.getMessage().getHeader(Cimd2Constants.REFUSE, String.class);
        if (failure == null && code == null) {
            return null;
        }
        Cimd2Exception own = exchange.getException(Cimd2Exception.class);
        if (code == null && own != null) {
            return own.code();
        }
        code = code == null ? SmsNotSentException.codeOf(failure, "cimd2") : code;
        return Cimd2ErrorCode.of(code != null && code.matches("\\d{1,3}") ? Integer.parseInt(code) : otherwise);
    }

    /** Whether the exception is a route's way to refuse, and no accident. */
    static boolean refuses(Exchange exchange) {
        return exchange.getException(Cimd2Exception.class) != null
                || exchange.getException(SmsNotSentException.class) != null;
    }
}
