package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import java.util.List;
import org.apache.camel.Message;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.cimd2.codec.Cimd2Status;
import org.smshub.cimd2.codec.Cimd2Time;
import org.smshub.line.TimeIds;
import org.smshub.line.camel.Content;
import org.smshub.line.camel.Contents;
import org.smshub.line.camel.LineHeaders;
import org.smshub.line.camel.TimedId;
import org.smshub.line.options.StxEtxOptions;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Encoding;

/** A message of Camel as what a centre delivers: 20 for a message, 23 for a receipt. */
final class Cimd2ServerWriter {

    private final Cimd2ServerConfiguration options;
    private final TimeIds ids;
    private final Contents contents;

    Cimd2ServerWriter(Cimd2ServerConfiguration options, TimeIds ids) {
        this.options = options;
        this.ids = ids;
        this.contents = new Contents(options.profile());
    }

    /**
     * @param alphabet what the application means by its default alphabet
     * @throws RuntimeException naming the header to change when the message cannot be delivered by CIMD2
     */
    List<Cimd2Frame> write(Message message, Encoding alphabet) {
        if ("RECEIPT".equals(message.getHeader(SmsHeaders.KIND))) {
            Cimd2Frame.Builder frame = Cimd2Frame.operation(Cimd2Operation.DELIVER_REPORT);
            report(frame, message, options);
            return List.of(Cimd2Writer.finish(frame, message));
        }
        return contents.of(message, alphabet).stream()
                .map(part -> delivery(message, part, alphabet))
                .toList();
    }

    private Cimd2Frame delivery(Message message, Content part, Encoding alphabet) {
        String to = Cimd2Writer.recipient(LineHeaders.required(message, SmsHeaders.TO), options);
        Long at = message.getHeader(SmsHeaders.RECEIVED_AT, Long.class);
        Cimd2Frame.Builder frame = Cimd2Frame.operation(Cimd2Operation.DELIVER)
                .add(DESTINATION, to)
                // names too: no client looks for 027 here
                .add(ORIGINATOR, originator(LineHeaders.required(message, SmsHeaders.FROM)))
                .add(TIMESTAMP, at == null ? ids.next(to) : Cimd2Time.of(at, options.zone()))
                .add(PROTOCOL_ID, message.getHeader(SmsHeaders.PROTOCOL_ID, Integer.class));
        Cimd2Body.write(part, frame, false, alphabet);
        return Cimd2Writer.finish(frame, message);
    }

    /** What has been acknowledged to another peer goes on, whatever its sender is: what would break the packet does not. */
    private String originator(String from) {
        StringBuilder octets = new StringBuilder();
        options.toWire(from)
                .codePoints()
                .forEach(c -> octets.append(c < ' ' || c >= 0x7F && c < 0xA0 || c > 0xFF ? '?' : (char) c));
        return octets.toString();
    }

    /** What a status report says, whichever end sends it. */
    static void report(Cimd2Frame.Builder frame, Message message, StxEtxOptions options) {
        TimedId id = TimedId.required(message, Cimd2Writer.ID);
        int status = Cimd2Status.code(message.getHeader(SmsHeaders.STATE, "UNKNOWN", String.class));
        String code = message.getHeader(SmsHeaders.ERROR_CODE, "", String.class);
        // the error another line gave, if it was one of this protocol
        boolean own = status != 4 && code.matches("cimd2:\\d{1,3}");
        Long done = message.getHeader(SmsHeaders.DONE_AT, System.currentTimeMillis(), Long.class);
        frame.add(DESTINATION, id.number())
                .add(TIMESTAMP, id.time())
                .add(STATUS_CODE, status)
                .add(STATUS_ERROR_CODE, own ? code.substring(6) : null)
                .add(DISCHARGE_TIME, Cimd2Time.of(done, options.zone()));
    }
}
