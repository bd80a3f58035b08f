package org.smshub.simulate;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.link.SmsHeaders;

/** A part as a line gets it. @param key of its message, as its application knows it */
record Sms(String key, int part, int parts, String link, String recipient, String text, String receipt) {

    static Sms of(Exchange exchange, String link, Applications applications) {
        Message message = exchange.getMessage();
        return new Sms(
                applications.key(message.getHeader(SmsHeaders.ID, String.class)),
                message.getHeader(SmsHeaders.PART, 1, Integer.class),
                message.getHeader(SmsHeaders.PARTS, 1, Integer.class),
                link,
                message.getHeader(SmsHeaders.TO, String.class),
                message.getBody(String.class),
                message.getHeader(SmsHeaders.RECEIPT, String.class));
    }

    /** This part, for dice of its own. */
    String what(String more) {
        return key + '/' + part + ' ' + link + ' ' + more;
    }
}
