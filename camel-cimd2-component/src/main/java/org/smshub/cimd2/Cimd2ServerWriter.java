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
import org.smshub.line.camel.DefaultAlphabet;
import org.smshub.line.camel.LineHeaders;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Encoding;

/** A message of Camel as what a centre delivers: 20 for a message, 23 for a receipt. */
final class Cimd2ServerWriter {

    private final Cimd2ServerConfiguration options;
    private final Encoding alphabet;
    private final Contents contents;
    private final TimeIds ids;

    /** @param alphabet of the application; null = as the options say */
    Cimd2ServerWriter(Cimd2ServerConfiguration options, Encoding alphabet, TimeIds ids) {
        this.options = options;
        this.alphabet = alphabet == null ? options.encoding() : alphabet;
        this.contents = new Contents(options.profile().withDefaultAlphabet(this.alphabet));
        this.ids = ids;
    }

    /** @throws RuntimeException naming the header to change when the message cannot be delivered by CIMD2 */
    List<Cimd2Frame> write(Message message) {
        if ("RECEIPT".equals(message.getHeader(SmsHeaders.KIND))) {
            Cimd2Frame.Builder frame = Cimd2Frame.operation(Cimd2Operation.DELIVER_REPORT);
            report(frame, message, options);
            return List.of(Cimd2Writer.finish(frame, message));
        }
        DefaultAlphabet.write(message, alphabet);
        return contents.of(message).stream()
                .map(part -> delivery(message, part))
                .toList();
    }

    private Cimd2Frame delivery(Message message, Content part) {
        String to = Cimd2Writer.recipient(LineHeaders.required(message, SmsHeaders.TO), options);
        Long at = message.getHeader(SmsHeaders.RECEIVED_AT, Long.class);
        Cimd2Frame.Builder frame = Cimd2Frame.operation(Cimd2Operation.DELIVER)
                .add(DESTINATION, to)
                // names too: no client looks for 027 here
                .add(ORIGINATOR, originator(LineHeaders.required(message, SmsHeaders.FROM)))
                .add(TIMESTAMP, at == null ? ids.next(to) : Cimd2Time.of(at, options.zone()))
                .add(PROTOCOL_ID, message.getHeader(SmsHeaders.PROTOCOL_ID, Integer.class));
        Cimd2Body.write(part, frame, options, alphabet);
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
    static void report(Cimd2Frame.Builder frame, Message message, Cimd2Options options) {
        String id = message.getHeader(SmsHeaders.REMOTE_ID, "", String.class);
        int colon = id.indexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("a receipt needs header " + SmsHeaders.REMOTE_ID
                    + " with the 021:060 that its message was accepted with");
        }
        int status = Cimd2Status.code(message.getHeader(SmsHeaders.STATE, "UNKNOWN", String.class));
        String code = message.getHeader(SmsHeaders.ERROR_CODE, "", String.class);
        // the error another line gave, if it was one of this protocol
        boolean own = status != 4 && code.matches("cimd2:\\d{1,3}");
        Long done = message.getHeader(SmsHeaders.DONE_AT, System.currentTimeMillis(), Long.class);
        frame.add(DESTINATION, id.substring(0, colon))
                .add(TIMESTAMP, id.substring(colon + 1))
                .add(STATUS_CODE, status)
                .add(STATUS_ERROR_CODE, own ? code.substring(6) : null)
                .add(DISCHARGE_TIME, Cimd2Time.of(done, options.zone()));
    }
}
