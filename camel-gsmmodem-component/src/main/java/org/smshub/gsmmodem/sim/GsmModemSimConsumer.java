package org.smshub.gsmmodem.sim;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.smshub.line.Session;
import org.smshub.line.camel.LineConsumer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/**
 * The network behind the modem: each message that a client sends (+CMGS, +CMSS) is an exchange, and its end the answer, a
 * reference or +CMS ERROR.
 */
public class GsmModemSimConsumer extends LineConsumer<Words> {

    /** Unknown error, which a route that failed is. */
    private static final int UNKNOWN = 500;

    private static final int REJECTED = 21;
    private static final int TEMPORARY_FAILURE = 41;
    private static final int CONGESTION = 42;

    private final GsmModemSimEndpoint endpoint;
    private final GsmModemSimMessages messages;

    GsmModemSimConsumer(GsmModemSimEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.messages = new GsmModemSimMessages(endpoint.getConfiguration());
    }

    @Override
    protected void doStart() throws Exception {
        endpoint.getComponent().power(endpoint.getConfiguration());
        super.doStart();
    }

    private VirtualModem modem() {
        return endpoint.getComponent().modem(endpoint.getConfiguration());
    }

    @Override
    protected void fill(Session<Words> session, Words request, Message message) {
        modem().taken(request.outgoing());
        messages.read(request.outgoing(), message);
    }

    @Override
    protected Words answer(Session<Words> session, Words request, Exchange exchange) {
        int error = refused(exchange);
        return error == Outgoing.NONE
                ? request
                : new Words("", request.outgoing().refused(error));
    }

    /** The modem says it, to whoever is at its cable by then. */
    @Override
    protected void send(Session<Words> session, Words answer, Exchange exchange) {
        String wanted = exchange.getMessage().getHeader(ANSWER, "", String.class);
        modem().answered(answer.outgoing(), wanted.equals("NONE") || wanted.equals("DROP"));
        super.send(session, null, exchange);
    }

    private static int refused(Exchange exchange) {
        Exception failure = exchange.getException();
        String header = exchange.getMessage().getHeader(SmsHeaders.ERROR_CODE, "", String.class);
        if (failure == null && header.isEmpty()) {
            return Outgoing.NONE;
        }
        SmsNotSentException refusal = exchange.getException(SmsNotSentException.class);
        String code = refusal == null ? header : refusal.getErrorCode();
        if (code.matches("(cms|gsmmodem):\\d{1,3}")) {
            return Integer.parseInt(code.substring(code.indexOf(':') + 1));
        }
        if (refusal == null) {
            return UNKNOWN;
        }
        return refusal.isThrottled() ? CONGESTION : refusal.isRetryable() ? TEMPORARY_FAILURE : REJECTED;
    }
}
