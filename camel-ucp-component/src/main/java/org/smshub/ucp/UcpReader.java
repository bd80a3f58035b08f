package org.smshub.ucp;

import static org.smshub.ucp.codec.UcpField.*;
import static org.smshub.ucp.codec.UcpOperation.*;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Message;
import org.smshub.line.FrameException;
import org.smshub.line.camel.Content;
import org.smshub.line.camel.LineHeaders;
import org.smshub.line.options.StxEtxOptions;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.ReceiptsWanted;
import org.smshub.text.Encoding;
import org.smshub.ucp.codec.UcpAddress;
import org.smshub.ucp.codec.UcpErrorCode;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFields;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpReason;
import org.smshub.ucp.codec.UcpTime;

/**
 * A received operation as a message of Camel.
 *
 * @param strict refuse what is broken, as a centre does with what clients submit; false keeps what can be read
 * @param alphabet what the peer means by its default alphabet
 */
record UcpReader(StxEtxOptions options, boolean strict, Encoding alphabet) {

    /** The identification in the text of a notification that came as operation 01 (reference, section 13.2). */
    private static final Pattern IDENTIFICATION = Pattern.compile("(?i)message for (\\d+).*identification (\\d{12})");

    void read(UcpFrame frame, Message message) throws FrameException {
        message.setHeader(UcpConstants.RECEIVED_OPERATION, frame.operation().toString());
        message.setHeader(UcpConstants.FIELDS, fields(frame));
        addresses(frame, message);
        content(frame, message);
        options(frame, message);
        LineHeaders.set(message, SmsHeaders.FIELDS, UcpFields.read(frame, options.passed()));
        if (frame.operation() == NOTIFY) {
            notification(frame, message);
        } else if (frame.operation() == CALL_INPUT && !strict) {
            oldNotification(message);
        }
    }

    /** 54 to 56: about a message, and none itself, though it may have content. */
    void readRequest(UcpFrame frame, Message message) throws FrameException {
        if (frame.has(MSG)) {
            read(frame, message);
        } else {
            message.setHeader(UcpConstants.RECEIVED_OPERATION, frame.operation().toString());
            message.setHeader(UcpConstants.FIELDS, fields(frame));
            addresses(frame, message);
            options(frame, message);
        }
        String kind =
                switch (frame.operation()) {
                    case MODIFY -> "REPLACE";
                    case INQUIRE -> "QUERY";
                    default -> "CANCEL";
                };
        message.setHeader(SmsHeaders.KIND, kind);
    }

    private static Map<String, String> fields(UcpFrame frame) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (UcpField field : frame.operation().fields()) {
            if (field != MSG && frame.has(field)) {
                fields.put(field.toString(), frame.get(field));
            }
        }
        return fields;
    }

    private void addresses(UcpFrame frame, Message message) {
        String adc = frame.get(ADC);
        // AdC has no type; in a notification it is the sender, and what is no number there is a packed name
        boolean name = frame.operation() == NOTIFY && !UcpAddress.isNumber(adc);
        String to = new UcpAddress(adc, name ? UcpAddress.ALPHANUMERIC : "").toText(options.prefix());
        String from = new UcpAddress(frame.get(OADC), frame.get(OTOA)).toText(options.prefix());
        boolean receipt = frame.operation() == NOTIFY;
        // a notification goes from the recipient back to the sender; on the message they are as they were submitted
        message.setHeader(SmsHeaders.TO, receipt ? from : to);
        message.setHeader(SmsHeaders.FROM, receipt ? to : from);
    }

    private void content(UcpFrame frame, Message message) throws FrameException {
        Content content = UcpBody.read(frame, alphabet, strict);
        if (frame.operation() == NOTIFY) {
            content.toBody(message);
        } else {
            content.to(message, alphabet);
        }
    }

    private void options(UcpFrame frame, Message message) throws FrameException {
        time(frame, SCTS, SmsHeaders.RECEIVED_AT, message);
        time(frame, VP, SmsHeaders.VALID_UNTIL, message);
        if (frame.get(DD).equals("1")) {
            time(frame, DDT, SmsHeaders.SEND_AT, message);
        }
        number(frame, RPID, SmsHeaders.PROTOCOL_ID, 255, message);
        number(frame, PR, SmsHeaders.PRIORITY, 3, message);
        if (frame.operation() == SUBMIT || frame.operation() == MESSAGE_TRANSFER) {
            message.setHeader(SmsHeaders.RECEIPT, receipt(frame.get(NRQ), frame.get(NT)));
        }
    }

    private void time(UcpFrame frame, UcpField field, String header, Message message) throws FrameException {
        if (frame.has(field)) {
            Long millis = UcpTime.millis(frame.get(field), options.zone());
            if (strict && millis == null) {
                throw new FrameException(UcpErrorCode.TIME_PERIOD, field + " is no time");
            }
            LineHeaders.set(message, header, millis);
        }
    }

    private static void number(UcpFrame frame, UcpField field, String header, int max, Message message) {
        String value = frame.get(field);
        if (UcpAddress.isNumber(value) && Long.parseLong(value) <= max) {
            message.setHeader(header, Integer.parseInt(value));
        }
    }

    /** No NT with a request is the default of the centre: here the final states. */
    private static String receipt(String nrq, String nt) {
        if (!nrq.equals("1")) {
            return "NONE";
        }
        int bits = nt.length() == 1 && UcpAddress.isNumber(nt) ? Integer.parseInt(nt) & 7 : 0;
        return (bits == 0 ? ReceiptsWanted.FINAL : ReceiptsWanted.of(bits)).name();
    }

    private void notification(UcpFrame frame, Message message) {
        String rsn = frame.get(RSN);
        String state = UcpReason.state(frame.get(DST), rsn);
        message.setHeader(SmsHeaders.KIND, "RECEIPT");
        message.setHeader(SmsHeaders.STATE, state);
        message.setHeader(SmsHeaders.REMOTE_ID, options.remoteId(frame.get(OADC), frame.get(SCTS)));
        message.removeHeader(SmsHeaders.RECEIVED_AT);
        LineHeaders.set(message, SmsHeaders.DONE_AT, UcpTime.millis(frame.get(DSCTS), options.zone()));
        if (!state.equals(UcpReason.DELIVERED) && !rsn.isEmpty()) {
            message.setHeader(SmsHeaders.ERROR_CODE, "ucp:" + rsn);
            message.setHeader(SmsHeaders.ERROR_TEXT, UcpReason.words(rsn));
        }
    }

    /** A client that never used a 5x operation gets notifications as plain text. */
    private void oldNotification(Message message) {
        String text = message.getBody() instanceof String body ? body : "";
        Matcher found = IDENTIFICATION.matcher(text);
        if (found.find()) {
            String id = found.group(2);
            String scts = id.substring(4, 6) + id.substring(2, 4) + id.substring(0, 2) + id.substring(6);
            String rest = text.substring(found.end());
            String dst = rest.contains("buffered") ? "1" : rest.contains(" not ") ? "2" : "0";
            message.setHeader(SmsHeaders.KIND, "RECEIPT");
            message.setHeader(SmsHeaders.STATE, UcpReason.state(dst, ""));
            message.setHeader(SmsHeaders.REMOTE_ID, options.remoteId(found.group(1), scts));
        }
    }
}
