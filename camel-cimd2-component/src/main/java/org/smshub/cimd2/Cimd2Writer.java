package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Operation.*;
import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.smshub.cimd2.codec.Cimd2Fields;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Frame.Value;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.cimd2.codec.Cimd2Parameter;
import org.smshub.cimd2.codec.Cimd2Time;
import org.smshub.line.camel.Content;
import org.smshub.line.camel.Contents;
import org.smshub.line.camel.LineHeaders;
import org.smshub.line.camel.TimedId;
import org.smshub.line.camel.Wishes;
import org.smshub.line.options.StxEtxOptions;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;

/** A message of Camel as the operations that carry it to a centre: one for each part. */
final class Cimd2Writer {

    /** The parameters of an id. */
    static final String ID = "021:060";

    private final Cimd2Configuration options;
    private final Contents contents;

    Cimd2Writer(Cimd2Configuration options) {
        this.options = options;
        this.contents = new Contents(options.profile());
    }

    /** @throws RuntimeException naming the header or option to change when the message cannot be sent by CIMD2 */
    List<Cimd2Frame> write(Message message) {
        String wanted = message.getHeader(Cimd2Constants.OPERATION, "03", String.class);
        Cimd2Operation operation = Cimd2Operation.of(wanted);
        if (operation == SUBMIT) {
            return submits(message);
        }
        Cimd2Frame.Builder frame = operation == null ? null : Cimd2Frame.operation(operation);
        switch (operation == null ? NACK : operation) {
            case ENQUIRE -> target(frame, message, true);
            case CANCEL -> cancel(frame, message);
            case DELIVERY_REQUEST ->
                frame.add(DELIVERY_REQUEST_MODE, message.getHeader(Cimd2Constants.MODE, "1", String.class));
            case SET -> frame.add(PASSWORD, Contents.text(message));
            case GET -> frame.add(GET_PARAMETER, SMSC_TIME.toString());
            case SUBMIT_REPORT -> Cimd2ServerWriter.report(frame, message, options);
            default ->
                throw new IllegalArgumentException(
                        Cimd2Constants.OPERATION + " is 03, 04, 05, 06, 08, 09 or 13, not " + wanted);
        }
        return List.of(finish(frame, message));
    }

    private List<Cimd2Frame> submits(Message message) {
        List<Content> parts = contents.of(message);
        List<Cimd2Frame> frames = new ArrayList<>(parts.size());
        for (Content part : parts) {
            Cimd2Frame.Builder frame = Cimd2Frame.operation(SUBMIT);
            addresses(frame, message);
            Cimd2Body.write(part, frame, options.isEightBit(), options.encoding());
            if (parts.size() > 1) {
                frame.add(MORE_MESSAGES, frames.size() < parts.size() - 1 ? 1 : 0);
            }
            requests(frame, message);
            frames.add(finish(frame, message));
        }
        return frames;
    }

    private void addresses(Cimd2Frame.Builder frame, Message message) {
        for (String recipient : LineHeaders.required(message, SmsHeaders.TO).split(",")) {
            frame.add(DESTINATION, recipient(recipient.trim(), options));
        }
        String from = message.getHeader(SmsHeaders.FROM, options.getSender(), String.class);
        if (from != null && !from.isEmpty()) {
            frame.add(sender(from, options));
        }
    }

    /** Parameter 023, or 027; which characters a name may have is the centre's affair (error 322). */
    static Value sender(String from, StxEtxOptions options) {
        if (from.matches("\\+?[0-9]+")) {
            return new Value(ORIGINATOR.code(), recipient(from, options));
        }
        if (from.length() > 11 || !from.matches("[ -~]+")) {
            throw new IllegalArgumentException("the sender is no number and no name of 1 to 11 ASCII characters");
        }
        return new Value(ORIGINATOR_NAME.code(), from);
    }

    /** A number for parameters 021 and 023. */
    static String recipient(String number, StxEtxOptions options) {
        String wire = options.toWire(number);
        if (!wire.matches("\\+?[0-9]{1,20}") || wire.length() > 20) {
            throw new IllegalArgumentException("the address is no number of 1 to 20 digits");
        }
        return wire;
    }

    /** Validity, deferral, status reports and what else a submit asks for. */
    private void requests(Cimd2Frame.Builder frame, Message message) {
        Wishes wishes = new Wishes(message, options);
        Long until = wishes.validUntil();
        if (until != null && options.getTimeZone() != null) {
            frame.add(VALIDITY_ABSOLUTE, Cimd2Time.of(until, options.zone()));
        } else if (until != null) {
            // nobody said by which clock the centre goes
            frame.add(VALIDITY_RELATIVE, Cimd2Time.period(until));
        }
        if (wishes.sendAt() != null) {
            frame.add(FIRST_DELIVERY_ABSOLUTE, Cimd2Time.of(wishes.sendAt(), options.zone()));
        }
        Fields fields = wishes.fields();
        // without it the centre does what the account's profile says
        if (!options.getReceipt().equals(Cimd2Configuration.NEVER)) {
            Integer asked = fields.number(Fields.CIMD2 + STATUS_REPORT_REQUEST);
            frame.add(
                    STATUS_REPORT_REQUEST,
                    asked == null ? Integer.valueOf(Cimd2Fields.bits(wishes.receipts())) : asked);
        }
        frame.add(PROTOCOL_ID, wishes.protocolId());
        Cimd2Fields.write(fields, frame);
        if (fields.get(Fields.CIMD2_PRIORITY) == null) {
            frame.add(PRIORITY, wishes.priority());
        }
    }

    /** 0: all to a number, 1: all of the account, 2: one message. */
    private void cancel(Cimd2Frame.Builder frame, Message message) {
        String mode = message.getHeader(Cimd2Constants.MODE, "2", String.class);
        frame.add(CANCEL_MODE, mode);
        if (!mode.equals("1")) {
            target(frame, message, mode.equals("2"));
        }
    }

    /** Which message it is about: that of SmsRemoteId ({@code 021:060}). */
    private void target(Cimd2Frame.Builder frame, Message message, boolean one) {
        String to = message.getHeader(SmsHeaders.TO, String.class);
        TimedId id = one || to == null ? TimedId.required(message, ID) : null;
        frame.add(DESTINATION, to != null ? recipient(to, options) : id.number());
        frame.add(TIMESTAMP, one ? id.time() : null);
    }

    /** Parameters that are given by their code overrule all others; a wrong value is found here, and not at the centre. */
    static Cimd2Frame finish(Cimd2Frame.Builder frame, Message message) {
        for (Map.Entry<String, Object> header : message.getHeaders().entrySet()) {
            String code = header.getKey().startsWith(Cimd2Constants.PREFIX)
                    ? header.getKey().substring(Cimd2Constants.PREFIX.length())
                    : "";
            if (code.matches("\\d{3}") && header.getValue() != null) {
                String value = header.getValue().toString();
                Cimd2Parameter known = Cimd2Parameter.of(Integer.parseInt(code));
                if (known != null && !known.fits(value)) {
                    throw new IllegalArgumentException("header " + header.getKey() + " is no value of " + code);
                }
                frame.replace(Integer.parseInt(code), value);
            }
        }
        return frame.build();
    }
}
