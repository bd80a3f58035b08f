package org.smshub.hub.cimd2;

import org.smshub.hub.TimedMessages;

/** What applications send by CIMD2, and the hub's refusals as error codes. */
public class Cimd2Messages extends TimedMessages {

    public Cimd2Messages() {
        super("CamelCimd2ErrorCode");
    }

    @Override
    protected String code(Refused why) {
        return switch (why) {
            case RECIPIENT -> "300"; // incorrect destination address
            case SENDER -> "306"; // incorrect originating address
            case SEND_AT -> "308"; // incorrect first delivery time
            case VALID_UNTIL -> "305"; // incorrect validity period
            case FIELD -> "8"; // parameter formatting error
            case TEXT -> "302"; // syntax error in user data parameter
            case PENDING -> "9"; // requested operation failed: there is none that waits
            case LATER -> "10"; // temporary congestion error
        };
    }
}
