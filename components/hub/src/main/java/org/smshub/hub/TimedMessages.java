package org.smshub.hub;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.link.SmsHeaders;
import org.smshub.text.TextException;

/**
 * What applications send by a protocol that knows a message by its recipient and the second it came in (UCP, CIMD2), to the
 * names on a message, and the hub's refusals as codes of the protocol.
 */
public abstract class TimedMessages {

    private static final Logger LOG = LoggerFactory.getLogger(TimedMessages.class);

    /** Behind the id in SmsClientRef; no id has it. */
    private static final char MARK = '#';

    /** Why a message is refused. */
    protected enum Refused {
        RECIPIENT,
        SENDER,
        SEND_AT,
        VALID_UNTIL,
        FIELD,
        TEXT,
        /** The message that is meant is not there, or does not wait. */
        PENDING,
        /** The hub cannot take it now. */
        LATER
    }

    private final String header;
    private Numbers numbers = new Numbers();

    /** @param header of the server component: refuse with this code */
    protected TimedMessages(String header) {
        this.header = header;
    }

    /** The code of the protocol. */
    protected abstract String code(Refused why);

    /**
     * Keeps recipient and time stamp, which each receipt must name, as the client's reference. Its clock has seconds and
     * begins anew with the hub, so that it is no key: the exchange's id makes it one.
     */
    public void read(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        numbers.typed(message);
        Object id = message.removeHeader(SmsHeaders.REMOTE_ID);
        if (message.getBody() instanceof String && "GSM7".equals(message.getHeader(SmsHeaders.ENCODING))) {
            // what it was written in, and no wish: a link with another 7-bit alphabet may need UCS-2
            message.removeHeader(SmsHeaders.ENCODING);
        }
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

    /** Answers with the code of what the exchange failed of. */
    public void refuse(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if ("MESSAGE".equals(exchange.getMessage().getHeader(SmsHeaders.KIND))) {
            Answer.count(exchange, failure);
        }
        exchange.getMessage().setHeader(header, code(why(failure)));
    }

    private Refused why(Exception failure) {
        if (failure instanceof ThrottledException) {
            return Refused.LATER;
        }
        if (failure instanceof RefusedException e
                && (e.getReason() == RefusedException.Reason.NOT_FOUND
                        || e.getReason() == RefusedException.Reason.CONFLICT)) {
            return Refused.PENDING;
        }
        if (failure instanceof RefusedException e) {
            return switch (e.getField() == null ? "" : e.getField()) {
                case "to" -> Refused.RECIPIENT;
                case "from" -> Refused.SENDER;
                case "sendAt" -> Refused.SEND_AT;
                case "validUntil" -> Refused.VALID_UNTIL;
                case "text", "encoding" -> Refused.TEXT;
                default -> Refused.FIELD;
            };
        }
        if (failure instanceof TextException) {
            return Refused.TEXT;
        }
        if (failure instanceof IllegalArgumentException) {
            return Refused.FIELD;
        }
        if (!(failure instanceof LedgerException)) {
            LOG.warn("A message for {} failed: {}", getClass().getSimpleName(), failure.toString());
        }
        return Refused.LATER;
    }

    public Numbers getNumbers() {
        return numbers;
    }

    /** Who knows the region. */
    public void setNumbers(Numbers numbers) {
        this.numbers = numbers;
    }
}
