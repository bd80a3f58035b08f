package org.smshub.hub.ucp;

import org.smshub.hub.TimedMessages;

/** What applications send by UCP, and the hub's refusals as error codes (EMI-UCP 4.0 7.1). */
public class UcpMessages extends TimedMessages {

    public UcpMessages() {
        super("CamelUcpEC");
    }

    @Override
    protected String code(Refused why) {
        return switch (why) {
            case RECIPIENT -> "06"; // AdC invalid
            case SENDER, FIELD -> "02"; // syntax error
            case SEND_AT, VALID_UNTIL -> "22"; // time period not valid
            case TEXT -> "24"; // message too long
            case LATER -> "04"; // operation not allowed, which clients take for "later"
        };
    }
}
