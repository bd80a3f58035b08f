package org.smshub.hub.smpp;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.text.TextException;

/** What applications send by SMPP to the names on a message, and the hub's answers as command_status (SMPP 3.4 5.1.3). */
public class SmppMessages {

    private static final Logger LOG = LoggerFactory.getLogger(SmppMessages.class);

    /** Of the second and later recipients of a submit_multi: the id of its answer, a dot, a number. */
    private static final String MULTI_ID = "SmsSmppMultiId";

    private Numbers numbers = new Numbers();

    /** Completes what the SMPP server read: numbers by their types. */
    public void read(Exchange exchange) throws RefusedException {
        Message message = exchange.getMessage();
        Object ofMany = message.removeHeader(MULTI_ID);
        if (ofMany != null) {
            message.setHeader(SmsHeaders.ID, ofMany);
        }
        numbers.typed(message);
    }

    /** The receipts of a submit_multi carry the one id of its answer; source_addr says which recipient (SMPP 3.4 4.5.2). */
    public void receipt(Exchange exchange) {
        Message message = exchange.getMessage();
        String id = message.getHeader(SmsHeaders.ID, "", String.class);
        int dot = id.indexOf('.');
        if (dot > 0) {
            message.setHeader(SmsHeaders.REMOTE_ID, id.substring(0, dot));
        }
    }

    /** The answer to query_sm. */
    public void found(Exchange exchange) {
        Message message = exchange.getMessage();
        MessageView view = message.getBody(MessageView.class);
        if (view == null) {
            return; // no state: ESME_RQUERYFAIL
        }
        message.setHeader(SmsHeaders.STATE, view.state());
        for (MessageView.PartView part : view.parts()) {
            if (part.doneAt() != null) {
                message.setHeader(
                        SmsHeaders.DONE_AT,
                        java.time.Instant.parse(part.doneAt()).toEpochMilli());
            }
            if (part.errorCode() != null) {
                message.setHeader(SmsHeaders.ERROR_CODE, part.errorCode());
            }
        }
    }

    /** Answers with the command_status of what the exchange failed of. */
    public void refuse(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        String kind = exchange.getProperty(
                "kind", exchange.getMessage().getHeader(SmsHeaders.KIND, "", String.class), String.class);
        if (kind.equals("MESSAGE")) {
            Answer.count(exchange, failure);
        }
        exchange.getMessage().setHeader(SmsHeaders.ERROR_CODE, status(failure, kind));
    }

    /** About a message that is here already, or of a new one. */
    private static String status(Exception failure, String kind) {
        boolean refused = failure instanceof RefusedException;
        if (refused && ((RefusedException) failure).getReason() == RefusedException.Reason.NOT_FOUND) {
            return "smpp:0x0C"; // ESME_RINVMSGID
        }
        boolean about = refused || failure instanceof IllegalArgumentException;
        if (about && kind.equals("CANCEL")) {
            return "smpp:0x11"; // ESME_RCANCELFAIL
        }
        if (about && kind.equals("REPLACE")) {
            return "smpp:0x13"; // ESME_RREPLACEFAIL
        }
        return status(failure);
    }

    private static String status(Exception failure) {
        if (failure instanceof ThrottledException) {
            return "smpp:0x58"; // ESME_RTHROTTLED
        }
        if (failure instanceof RefusedException e) {
            return switch (e.getField() == null ? "" : e.getField()) {
                case "to" -> "smpp:0x0B"; // ESME_RINVDSTADR
                case "from" -> "smpp:0x0A"; // ESME_RINVSRCADR
                case "sendAt" -> "smpp:0x61"; // ESME_RINVSCHED
                case "validUntil" -> "smpp:0x62"; // ESME_RINVEXPIRY
                case "fields" -> "smpp:0xC2"; // ESME_RINVPARLEN
                case Fields.SERVICE_TYPE -> "smpp:0x15"; // ESME_RINVSERTYP
                default -> "smpp:0x45"; // ESME_RSUBMITFAIL
            };
        }
        if (failure instanceof LedgerException e) {
            return switch (e.getReason()) {
                case BUSY, AWAY -> "smpp:0x58"; // ESME_RTHROTTLED: the same again in a while
                default -> "smpp:0x08"; // ESME_RSYSERR
            };
        }
        if (failure instanceof TextException || failure instanceof IllegalArgumentException) {
            return "smpp:0x45";
        }
        LOG.warn("A message that came by SMPP failed: {}", failure.toString());
        return "smpp:0x08";
    }

    public Numbers getNumbers() {
        return numbers;
    }

    /** Who knows the region. */
    public void setNumbers(Numbers numbers) {
        this.numbers = numbers;
    }
}
