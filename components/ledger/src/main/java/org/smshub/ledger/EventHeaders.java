package org.smshub.ledger;

import java.util.HexFormat;
import org.apache.camel.Message;
import org.smshub.ledger.entry.Event;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;

/** An event as a message has it. */
public final class EventHeaders {

    private EventHeaders() {}

    /** What receivers know an event by: the same when it is told again. */
    public static String id(Event event) {
        return event.consumer() + "-" + event.id();
    }

    /** Sets body and headers. */
    public static void set(Message message, Event event) {
        message.setBody(event.body());
        message.setHeader(SmsHeaders.KIND, event.kind().name());
        message.setHeader(SmsHeaders.EVENT_ID, id(event));
        message.setHeader(SmsHeaders.ID, event.messageId());
        message.setHeader(SmsHeaders.CLIENT, event.client());
        message.setHeader(SmsHeaders.TO, event.recipient());
        PartHeaders.set(message, SmsHeaders.FROM, event.sender());
        PartHeaders.set(message, SmsHeaders.CLIENT_REF, event.clientRef());
        PartHeaders.set(message, SmsHeaders.STATE, event.state());
        PartHeaders.set(message, SmsHeaders.ERROR_CODE, event.errorCode());
        PartHeaders.set(message, SmsHeaders.ENCODING, event.encoding());
        PartHeaders.set(
                message,
                SmsHeaders.UDH,
                event.udh() == null ? null : HexFormat.of().formatHex(event.udh()));
        PartHeaders.set(message, SmsHeaders.CLASS, event.messageClass());
        PartHeaders.set(message, SmsHeaders.LINK, event.link());
        PartHeaders.set(message, SmsHeaders.SUBMITTED_AT, event.acceptedAt());
        PartHeaders.fields(message, event.fields());
        if (event.fields() != null && event.kind() == Event.Kind.MESSAGE) {
            Fields fields = Fields.parse(event.fields());
            PartHeaders.set(message, SmsHeaders.PROTOCOL_ID, fields.number(Fields.PROTOCOL_ID));
            PartHeaders.set(message, SmsHeaders.DATA_CODING, fields.number(Fields.DATA_CODING));
        }
        message.setHeader(
                event.kind() == Event.Kind.RECEIPT ? SmsHeaders.DONE_AT : SmsHeaders.RECEIVED_AT, event.happenedAt());
    }
}
