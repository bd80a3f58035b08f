package org.smshub.hub.smpp;

import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Numbers;
import org.smshub.hub.RefusedException;
import org.smshub.hub.ThrottledException;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.ledger.store.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.text.TextException;
import org.smshub.text.udh.Concatenation;
import org.smshub.text.udh.Udh;

/** What applications send by SMPP to the names on a message, and the hub's answers as command_status (SMPP 3.4 5.1.3). */
public class SmppMessages {

    private static final Logger LOG = LoggerFactory.getLogger(SmppMessages.class);
    private static final int SHORT_CODE_MAX = 6;

    /** Of the second and later recipients of a submit_multi: the id of its answer, a dot, a number. */
    private static final String MULTI_ID = "SmsSmppMultiId";

    /** Type of number that is neither unknown nor international: the number has no country code. */
    private static final String DESTINATION_TON = "SmsSmppDestTon";

    private String region = "";

    /** Completes what the SMPP server read: international numbers without a type, parts numbered by sar_ parameters. */
    public void read(Exchange exchange) {
        Message message = exchange.getMessage();
        Object ofMany = message.removeHeader(MULTI_ID);
        if (ofMany != null) {
            message.setHeader(SmsHeaders.ID, ofMany);
        }
        if (message.removeHeader(DESTINATION_TON) == null) {
            message.setHeader(SmsHeaders.TO, international(message.getHeader(SmsHeaders.TO, String.class)));
        }
        Integer parts = message.getHeader(SmsHeaders.PARTS, Integer.class);
        String hex = message.getHeader(SmsHeaders.UDH, String.class);
        Udh udh = hex == null ? Udh.NONE : Udh.parse(HexFormat.of().parseHex(hex));
        if (parts != null && parts > 1 && udh.concatenation().isEmpty()) {
            int part = message.getHeader(SmsHeaders.PART, Integer.class);
            int reference = message.getHeader(SmsHeaders.PART_REF, Integer.class) & 0xFFFF;
            Udh numbered = udh.with(new Concatenation(reference, true, parts, part));
            message.setHeader(SmsHeaders.UDH, HexFormat.of().formatHex(numbered.bytes()));
        }
    }

    /** Where no national numbers are understood, what is too long for a short code has its country code. */
    private String international(String number) {
        boolean whole = region.isEmpty()
                && number != null
                && number.length() > SHORT_CODE_MAX
                && number.charAt(0) != '0'
                && number.chars().allMatch(c -> c >= '0' && c <= '9');
        return whole ? "+" + number : number;
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
        exchange.getMessage().setHeader(SmsHeaders.ERROR_CODE, status(failure));
    }

    private static String status(Exception failure) {
        if (failure instanceof ThrottledException) {
            return "smpp:0x58"; // ESME_RTHROTTLED
        }
        if (failure instanceof RefusedException e) {
            return switch (e.getField() == null ? "" : e.getField()) {
                case "to" -> "smpp:0x0B"; // ESME_RINVDSTADR
                case "from" -> "smpp:0x0A"; // ESME_RINVSRCADR
                default -> "smpp:0x45"; // ESME_RSUBMITFAIL
            };
        }
        if (failure instanceof LedgerException e) {
            return e.getReason() == LedgerException.Reason.BUSY
                    ? "smpp:0x58" // ESME_RTHROTTLED
                    : "smpp:0x08"; // ESME_RSYSERR
        }
        if (failure instanceof TextException || failure instanceof IllegalArgumentException) {
            return "smpp:0x45";
        }
        LOG.warn("A message that came by SMPP failed: {}", failure.toString());
        return "smpp:0x08";
    }

    public String getRegion() {
        return region;
    }

    /** As in {@link Numbers#setRegion}. */
    public void setRegion(String region) {
        this.region = region;
    }
}
