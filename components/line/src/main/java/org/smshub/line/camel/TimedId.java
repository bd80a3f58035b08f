package org.smshub.line.camel;

import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;

/** The id of a message that its centre knows by recipient and time stamp: SmsRemoteId is {@code number:time}. */
public record TimedId(String number, String time) {

    /** The id of the header; null when it has none. */
    public static TimedId of(Message message) {
        String id = message.getHeader(SmsHeaders.REMOTE_ID, "", String.class);
        int colon = id.indexOf(':');
        return colon < 1 ? null : new TimedId(id.substring(0, colon), id.substring(colon + 1));
    }

    /**
     * The id of the header, which must have one.
     *
     * @param form its parts by the names of the protocol, such as {@code AdC:SCTS}
     */
    public static TimedId required(Message message, String form) {
        TimedId id = of(message);
        if (id == null) {
            throw new IllegalArgumentException(
                    "header " + SmsHeaders.REMOTE_ID + " must be the " + form + " of the message it is about");
        }
        return id;
    }
}
