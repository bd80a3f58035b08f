package org.smshub.hub.ucp;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.hub.TimedMessages;
import org.smshub.link.SmsHeaders;

/** What applications send by UCP, and the hub's refusals as error codes (EMI-UCP 4.0 7.1). */
public class UcpMessages extends TimedMessages {

    public UcpMessages() {
        super("CamelUcpEC");
    }

    /** Which message 56 is about: the first of its time stamps, YYMMDDhhmmss, as the id of the result has it. */
    public void about(Exchange exchange) {
        Message message = exchange.getMessage();
        String stamps = message.getBody(String.class);
        Map<?, ?> fields = message.getHeader("CamelUcpFields", Map.of(), Map.class);
        if (stamps != null && stamps.strip().matches("\\d{12}")) {
            String s = stamps.strip();
            String scts = s.substring(4, 6) + s.substring(2, 4) + s.substring(0, 2) + s.substring(6);
            message.setHeader(SmsHeaders.REMOTE_ID, fields.get("AdC") + ":" + scts);
        }
    }

    @Override
    protected String code(Refused why) {
        return switch (why) {
            case RECIPIENT -> "06"; // AdC invalid
            case SENDER, FIELD -> "02"; // syntax error
            case SEND_AT, VALID_UNTIL -> "22"; // time period not valid
            case TEXT -> "24"; // message too long
            case PENDING -> "27"; // message not found in SMSC: it is none, or none that waits
            case LATER -> "04"; // operation not allowed, which clients take for "later"
        };
    }
}
