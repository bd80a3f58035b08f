package org.smshub.hub;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.smshub.ledger.entry.MessageView;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;

/**
 * What {@code ledger:events} hands out as JSON: the schema Event of {@code sms.openapi.yaml}, the same by whichever way an
 * application hears of it.
 */
public class EventJson {

    private record Event(
            String event,
            String kind,
            String id,
            String client,
            String ref,
            String correlation,
            String to,
            String from,
            String state,
            String errorCode,
            String occurredAt,
            String acceptedAt,
            String text,
            String data,
            String encoding,
            String udh,

            @JsonProperty("class") Integer messageClass,

            String link) {}

    /** The body becomes the JSON, in UTF-8; the headers stay. SmsDoneAt is when it happened, of a message, too. */
    public void write(Exchange exchange) throws JsonProcessingException {
        json(exchange.getMessage());
    }

    /** The same of a message. */
    public static void json(Message message) throws JsonProcessingException {
        boolean receipt = "RECEIPT".equals(string(message, SmsHeaders.KIND));
        Long occurred = message.getHeader(receipt ? SmsHeaders.DONE_AT : SmsHeaders.RECEIVED_AT, Long.class);
        Object body = receipt ? null : message.getBody();
        message.setHeader(SmsHeaders.DONE_AT, occurred);
        message.setBody(StrictJson.MAPPER.writeValueAsBytes(new Event(
                string(message, SmsHeaders.EVENT_ID),
                string(message, SmsHeaders.KIND),
                string(message, SmsHeaders.ID),
                string(message, SmsHeaders.CLIENT),
                MessageView.ownRef(string(message, SmsHeaders.CLIENT_REF)),
                correlation(message),
                string(message, SmsHeaders.TO),
                string(message, SmsHeaders.FROM),
                string(message, SmsHeaders.STATE),
                string(message, SmsHeaders.ERROR_CODE),
                MessageView.iso(occurred),
                MessageView.iso(message.getHeader(SmsHeaders.SUBMITTED_AT, Long.class)),
                body instanceof String text ? text : null,
                body instanceof byte[] octets ? HexFormat.of().formatHex(octets) : null,
                receipt ? null : string(message, SmsHeaders.ENCODING),
                string(message, SmsHeaders.UDH),
                message.getHeader(SmsHeaders.CLASS, Integer.class),
                string(message, SmsHeaders.LINK))));
    }

    /** One that tells of nothing: whether it arrives is the question. @param at epoch milliseconds */
    public static byte[] test(String id, String client, long at) throws JsonProcessingException {
        return StrictJson.MAPPER.writeValueAsBytes(new Event(
                id,
                "TEST",
                id,
                client,
                null,
                null,
                "test",
                null,
                null,
                null,
                MessageView.iso(at),
                null,
                null,
                null,
                null,
                null,
                null,
                null));
    }

    /** The body, what {@link #write(Exchange)} has made, becomes a line of a file that others are appended to. */
    public void line(Exchange exchange) {
        byte[] json = exchange.getMessage().getBody(byte[].class);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        exchange.getMessage().setBody(line);
    }

    /** What the sender of the message wants to see with its events; else its own reference; null = neither. */
    public static String correlation(Message message) {
        String told = Fields.parse(string(message, SmsHeaders.FIELDS)).get(Records.CORRELATION);
        return told != null ? told : MessageView.ownRef(string(message, SmsHeaders.CLIENT_REF));
    }

    private static String string(Message message, String header) {
        return message.getHeader(header, String.class);
    }
}
