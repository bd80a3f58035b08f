package org.smshub.ucp;

import static org.smshub.ucp.codec.UcpField.*;
import static org.smshub.ucp.codec.UcpOperation.*;

import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import org.apache.camel.Message;
import org.smshub.line.TimeIds;
import org.smshub.line.camel.Content;
import org.smshub.line.camel.Contents;
import org.smshub.line.camel.LineHeaders;
import org.smshub.line.camel.TimedId;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.text.Encoding;
import org.smshub.text.Hex;
import org.smshub.ucp.codec.UcpAddress;
import org.smshub.ucp.codec.UcpFields;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;
import org.smshub.ucp.codec.UcpReason;
import org.smshub.ucp.codec.UcpTime;

/** A message of Camel as what a centre delivers: 52 for a message, 53 for a receipt, others by header. */
final class UcpServerWriter {

    private final UcpServerConfiguration options;
    private final TimeIds ids;
    private final Contents contents;

    UcpServerWriter(UcpServerConfiguration options, TimeIds ids) {
        this.options = options;
        this.ids = ids;
        this.contents = new Contents(options.profile());
    }

    /**
     * @param alphabet what the application means by its default alphabet
     * @throws RuntimeException naming the header to change when the message cannot be delivered by UCP
     */
    List<UcpFrame> write(Message message, Encoding alphabet) {
        boolean receipt = "RECEIPT".equals(message.getHeader(SmsHeaders.KIND));
        String wanted = message.getHeader(UcpConstants.OPERATION, receipt ? "53" : "52", String.class);
        UcpOperation operation = UcpAddress.isNumber(wanted) ? UcpOperation.of(Integer.parseInt(wanted)) : null;
        if (operation == DELIVER) {
            return contents.of(message, alphabet).stream()
                    .map(content -> delivery(message, content, alphabet))
                    .toList();
        }
        if (operation == NOTIFY) {
            return List.of(notification(message));
        }
        if (operation != INQUIRE_RESPONSE && operation != DELETE_RESPONSE) {
            throw new IllegalArgumentException(
                    UcpConstants.OPERATION + " at a server is 52, 53, 57 or 58, not " + wanted);
        }
        UcpFrame.Builder frame = UcpFrame.operation(operation)
                .set(ADC, number(message, SmsHeaders.TO))
                .set(MT, "3")
                .set(MSG, Hex.of(UcpBody.plain(message, operation, alphabet)));
        return List.of(UcpWriter.finish(frame, operation, message));
    }

    private UcpFrame delivery(Message message, Content content, Encoding alphabet) {
        String to = number(message, SmsHeaders.TO);
        Long at = message.getHeader(SmsHeaders.RECEIVED_AT, Long.class);
        UcpAddress from = from(message);
        UcpFrame.Builder frame = UcpFrame.operation(DELIVER)
                .set(ADC, to)
                .set(OADC, from.digits())
                .set(OTOA, from.otoa().equals(UcpAddress.ALPHANUMERIC) ? from.otoa() : "")
                .set(SCTS, at == null ? ids.next(to) : UcpTime.seconds(at, options.zone()));
        Integer pid = message.getHeader(SmsHeaders.PROTOCOL_ID, Integer.class);
        frame.set(RPID, pid == null ? "" : String.format("%04d", pid));
        // one client shows text only when the coding is there
        Fields fields = options.passed().read(message.getHeader(SmsHeaders.FIELDS, String.class));
        if (fields.is(Fields.REPLY_PATH)) {
            frame.set(RPI, "1");
        }
        UcpBody.write(content, frame, alphabet, UcpFields.services(fields), true);
        return UcpWriter.finish(frame, DELIVER, message);
    }

    private UcpFrame notification(Message message) {
        TimedId id = TimedId.required(message, "AdC:SCTS");
        Long done = message.getHeader(SmsHeaders.DONE_AT, System.currentTimeMillis(), Long.class);
        String dst = UcpReason.dst(message.getHeader(SmsHeaders.STATE, UcpReason.UNKNOWN, String.class));
        UcpFrame.Builder frame = UcpFrame.operation(NOTIFY)
                .set(ADC, from(message).digits())
                .set(OADC, id.number())
                .set(SCTS, id.time())
                .set(DST, dst)
                .set(RSN, reason(message, dst))
                .set(DSCTS, UcpTime.seconds(done, options.zone()))
                .set(MT, "3")
                .set(MSG, Hex.of(Encoding.GSM7.encode(words(id, dst, done))));
        return UcpWriter.finish(frame, NOTIFY, message);
    }

    /** The reason another line gave, if it was one of this protocol. */
    private static String reason(Message message, String dst) {
        String code = message.getHeader(SmsHeaders.ERROR_CODE, "", String.class);
        return code.matches("ucp:\\d{3}") ? code.substring(4) : UcpReason.rsn(dst);
    }

    /** The text that centres write; some clients look at nothing else. */
    private String words(TimedId id, String dst, long done) {
        LocalDateTime time = UcpTime.parse(id.time());
        String start = "Message for " + id.number() + ", with identification "
                + (time == null ? id.time().replaceAll("[^0-9]", "") : UcpTime.inText(time));
        ZonedDateTime at = UcpTime.at(done, options.zone());
        return start
                + switch (dst) {
                    case "0" -> String.format(" has been delivered on %1$tF at %1$tT.", at);
                    case "1" -> " has been buffered";
                    default -> " could not be delivered";
                };
    }

    private String number(Message message, String header) {
        return UcpAddress.recipientAnyhow(LineHeaders.required(message, header), options.prefix());
    }

    /** OAdC has no type here, so an international number is written like a recipient. */
    private UcpAddress from(Message message) {
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        if (from == null) {
            throw new IllegalArgumentException("header " + SmsHeaders.FROM + " is missing");
        }
        UcpAddress address = UcpAddress.originatorAnyhow(from);
        return address.otoa().equals(UcpAddress.INTERNATIONAL)
                ? new UcpAddress(UcpAddress.recipientAnyhow(from, options.prefix()), "")
                : address;
    }
}
