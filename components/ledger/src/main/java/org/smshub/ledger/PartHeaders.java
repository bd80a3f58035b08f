package org.smshub.ledger;

import java.util.HexFormat;
import org.apache.camel.Message;
import org.smshub.ledger.entry.Claim;
import org.smshub.ledger.entry.Submission;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.text.plan.Piece;

/** A claimed part as a message of its link's route. */
final class PartHeaders {

    private PartHeaders() {}

    static void write(Message message, Claim claim) {
        Submission s = claim.submission();
        message.setBody(s.body());
        message.setHeader(SmsHeaders.ID, s.messageId());
        message.setHeader(SmsHeaders.CLIENT, s.client());
        message.setHeader(SmsHeaders.TO, s.recipient());
        message.setHeader(SmsHeaders.ENCODING, Piece.alphabet(s.encoding()));
        if (s.number() == null) {
            message.setHeader(SmsHeaders.PART, s.part());
            message.setHeader(SmsHeaders.PARTS, s.parts());
        } else {
            message.setHeader(SmsHeaders.PART, s.number().part());
            message.setHeader(SmsHeaders.PARTS, s.number().parts());
            message.setHeader(SmsHeaders.PART_REF, s.number().reference());
        }
        message.setHeader(SmsHeaders.PRIORITY, s.priority());
        message.setHeader(SmsHeaders.RECEIPT, s.receipt());
        message.setHeader(SmsHeaders.LINK, claim.link());
        message.setHeader(SmsHeaders.LINKS, s.links());
        set(message, SmsHeaders.CLIENT_REF, s.clientRef());
        set(message, SmsHeaders.FROM, s.sender());
        set(message, SmsHeaders.UDH, s.udh() == null ? null : HexFormat.of().formatHex(s.udh()));
        set(message, SmsHeaders.CLASS, s.messageClass());
        set(message, SmsHeaders.DATA_CODING, s.dataCoding());
        set(message, SmsHeaders.PROTOCOL_ID, s.protocolId());
        set(message, SmsHeaders.VALID_UNTIL, s.expires());
        set(message, SmsHeaders.EVENTS, s.events());
        fields(message, s.fields());
    }

    /** What else the message said, and by a name of its own the trace it goes on in. @param fields null = nothing */
    static void fields(Message message, String fields) {
        if (fields != null) {
            message.setHeader(SmsHeaders.FIELDS, fields);
            if (fields.contains(SmsHeaders.TRACE)) {
                set(message, SmsHeaders.TRACE, Fields.parse(fields).get(SmsHeaders.TRACE));
            }
        }
    }

    static void set(Message message, String name, Object value) {
        if (value != null) {
            message.setHeader(name, value);
        }
    }
}
