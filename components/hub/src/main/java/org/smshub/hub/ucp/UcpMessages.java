package org.smshub.hub.ucp;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.RefusedException;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.link.SmsHeaders;
import org.smshub.text.TextException;

/** What applications send by UCP to the names on a message, and the hub's refusals as error codes (EMI-UCP 4.0 7.1). */
public class UcpMessages {

    private static final Logger LOG = LoggerFactory.getLogger(UcpMessages.class);

    /** Header of the server component: refuse with this code. */
    private static final String REFUSE = "CamelUcpEC";

    /** Behind the id in SmsClientRef; no id has it. */
    private static final char MARK = '#';

    /**
     * Keeps {@code AdC:SCTS}, which each receipt must name, as the client's reference. Its clock has seconds and begins
     * anew with the hub, so that it is no key: the exchange's id makes it one.
     */
    public void read(Exchange exchange) {
        Message message = exchange.getMessage();
        Object id = message.removeHeader(SmsHeaders.REMOTE_ID);
        message.setHeader(SmsHeaders.CLIENT_REF, id + String.valueOf(MARK) + exchange.getExchangeId());
    }

    /** Gives a receipt the id that its message was accepted with. */
    public void receipt(Exchange exchange) {
        Message message = exchange.getMessage();
        String ref = message.getHeader(SmsHeaders.CLIENT_REF, String.class);
        if (ref != null && ref.indexOf(MARK) > 0) {
            message.setHeader(SmsHeaders.REMOTE_ID, ref.substring(0, ref.indexOf(MARK)));
        }
    }

    /** Answers with the error code of what the exchange failed of. */
    public void refuse(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        exchange.getMessage().setHeader(REFUSE, code(failure));
    }

    private static String code(Exception failure) {
        if (failure instanceof RefusedException e) {
            return "to".equals(e.getField()) ? "06" : "02"; // AdC invalid; syntax error
        }
        if (failure instanceof TextException) {
            return "24"; // message too long
        }
        if (failure instanceof IllegalArgumentException) {
            return "02";
        }
        if (!(failure instanceof LedgerException)) {
            LOG.warn("A message that came by UCP failed: {}", failure.toString());
        }
        return "04"; // operation not allowed, which clients take for "later"
    }
}
