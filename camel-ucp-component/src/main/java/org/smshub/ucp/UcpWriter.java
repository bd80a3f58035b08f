package org.smshub.ucp;

import static org.smshub.ucp.codec.UcpField.*;
import static org.smshub.ucp.codec.UcpOperation.*;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.smshub.line.FrameException;
import org.smshub.line.camel.Content;
import org.smshub.line.camel.Contents;
import org.smshub.line.camel.LineHeaders;
import org.smshub.line.camel.TimedId;
import org.smshub.line.camel.Wishes;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.text.Hex;
import org.smshub.ucp.codec.UcpAddress;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFields;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;
import org.smshub.ucp.codec.UcpTime;
import org.smshub.ucp.codec.UcpXser;

/** A message of Camel as the operations that carry it: one for each part. */
final class UcpWriter {

    private static final String TCP_IP = "0539";

    private final UcpConfiguration options;
    private final Contents contents;

    UcpWriter(UcpConfiguration options) {
        this.options = options;
        this.contents = new Contents(options.profile());
    }

    /** @throws RuntimeException naming the header or option to change when the message cannot be sent by UCP */
    List<UcpFrame> write(Message message) {
        String wanted = message.getHeader(UcpConstants.OPERATION, options.getOperation(), String.class);
        UcpOperation operation = UcpAddress.isNumber(wanted) ? UcpOperation.of(Integer.parseInt(wanted)) : null;
        if (operation == null) {
            throw new IllegalArgumentException(UcpConstants.OPERATION + " is no operation of UCP: " + wanted);
        }
        return switch (operation) {
            case SUBMIT -> submits(message);
            case CALL_INPUT, MESSAGE_TRANSFER -> List.of(old(operation, message));
            default -> List.of(other(operation, message));
        };
    }

    private List<UcpFrame> submits(Message message) {
        List<UcpFrame> frames = new ArrayList<>();
        for (Content content : contents.of(message)) {
            UcpFrame.Builder frame = UcpFrame.operation(SUBMIT);
            addresses(frame, message);
            Wishes wishes = new Wishes(message, options);
            requests(frame, wishes);
            if (wishes.receipts().any()) {
                frame.set(NT, Integer.toString(wishes.receipts().bits()));
            }
            Integer pid = wishes.protocolId();
            frame.set(RPID, pid == null ? "" : String.format("%04d", pid));
            Integer priority = wishes.priority();
            frame.set(PR, priority == null ? "" : priority.toString());
            Fields fields = wishes.fields();
            UcpFields.write(fields, frame);
            UcpBody.write(content, frame, options.encoding(), services(message, fields), false);
            frames.add(finish(frame, SUBMIT, message));
        }
        return frames;
    }

    private static UcpXser services(Message message, Fields fields) {
        UcpXser xser = UcpFields.services(fields);
        String billing = message.getHeader(UcpConstants.BILLING, String.class);
        if (billing != null) {
            if (billing.length() > 20 || !billing.matches("[!-~]*")) {
                throw new IllegalArgumentException(UcpConstants.BILLING + " has up to 20 visible ASCII characters");
            }
            xser = xser.with(UcpXser.BILLING, Hex.of(billing.getBytes(StandardCharsets.US_ASCII)));
        }
        String raw = message.getHeader(UcpConstants.XSER, String.class);
        if (raw != null) {
            try {
                for (UcpXser.Element element : UcpXser.parse(raw, true).elements()) {
                    xser = xser.with(element.type(), element.hex());
                }
            } catch (FrameException e) {
                throw new IllegalArgumentException(UcpConstants.XSER + " is not XSer in hex: " + e.getMessage(), e);
            }
        }
        return xser;
    }

    private void addresses(UcpFrame.Builder frame, Message message) {
        frame.set(ADC, UcpAddress.recipient(LineHeaders.required(message, SmsHeaders.TO), options.prefix()));
        UcpAddress from = originator(message);
        frame.set(OADC, from.digits());
        if (SUBMIT.code() == frame.operation().code()) {
            frame.set(OTOA, from.otoa());
        } else if (from.otoa().equals(UcpAddress.ALPHANUMERIC)) {
            throw new IllegalArgumentException(
                    "operation " + frame.operation() + " has no alphanumeric sender: change SmsFrom");
        }
    }

    private UcpAddress originator(Message message) {
        String from = message.getHeader(SmsHeaders.FROM, String.class);
        if (from == null || from.isEmpty()) {
            from = options.getSender() != null ? options.getSender() : options.getUsername();
        }
        if (from == null) {
            throw new IllegalArgumentException("no sender: set header " + SmsHeaders.FROM + " or option sender");
        }
        return UcpAddress.originator(from);
    }

    /** Notification, deferral and validity, which 30 and 51 have. */
    private void requests(UcpFrame.Builder frame, Wishes wishes) {
        if (wishes.receipts().any()) {
            frame.set(NRQ, "1");
            if (options.getNotificationAddress() != null) {
                frame.set(NADC, options.getNotificationAddress()).set(NPID, TCP_IP);
            }
        }
        if (wishes.sendAt() != null) {
            frame.set(DD, "1").set(DDT, UcpTime.minutes(wishes.sendAt(), options.zone()));
        }
        if (wishes.validUntil() != null) {
            frame.set(VP, UcpTime.minutes(wishes.validUntil(), options.zone()));
        }
    }

    /** 01 and 30: text of one part without header and coding. */
    private UcpFrame old(UcpOperation operation, Message message) {
        UcpFrame.Builder frame = UcpFrame.operation(operation);
        addresses(frame, message);
        if (operation == MESSAGE_TRANSFER) {
            requests(frame, new Wishes(message, options));
        } else {
            frame.set(MT, "3");
        }
        frame.set(MSG, Hex.of(UcpBody.plain(message, operation, options.encoding())));
        return finish(frame, operation, message);
    }

    /** Everything else: fields by header; address, time stamp and text from where a message has them. */
    private UcpFrame other(UcpOperation operation, Message message) {
        UcpFrame.Builder frame = UcpFrame.operation(operation);
        if (operation.position(ADC) >= 0 && message.getHeader(SmsHeaders.TO) != null) {
            frame.set(ADC, UcpAddress.recipient(message.getHeader(SmsHeaders.TO, String.class), options.prefix()));
        }
        if (operation.position(SCTS) >= 0) {
            UcpAddress from = originator(message);
            frame.set(OADC, from.digits());
            target(frame, operation, message);
        }
        return finish(frame, operation, message);
    }

    /** Which message 54 and 56 are about: that of SmsRemoteId ({@code AdC:SCTS}). */
    private void target(UcpFrame.Builder frame, UcpOperation operation, Message message) {
        TimedId id = TimedId.of(message);
        String scts = id == null ? "" : id.time();
        if (id != null && message.getHeader(SmsHeaders.TO) == null) {
            frame.set(ADC, id.number());
        }
        String text = message.getBody(String.class);
        if (operation == MODIFY) {
            frame.set(SCTS, scts);
            if (text != null && !text.isEmpty()) {
                UcpBody.write(
                        contents.single(message), frame, options.encoding(), services(message, Fields.NONE), false);
            }
        } else if (operation == DELETE) {
            LocalDateTime time = UcpTime.parse(scts);
            String list = time == null ? text : UcpTime.inText(time);
            if (list == null || list.isBlank()) {
                throw new IllegalArgumentException(
                        "operation 56 needs SmsRemoteId, or time stamps YYMMDDhhmmss as body");
            }
            frame.set(MT, "3").set(MSG, Hex.of(list.getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** Fields that are given by name overrule all others. */
    static UcpFrame finish(UcpFrame.Builder frame, UcpOperation operation, Message message) {
        for (UcpField field : operation.fields()) {
            String value = field == XSER ? null : message.getHeader(UcpConstants.PREFIX + field, String.class);
            if (value != null) {
                frame.set(field, value);
            }
        }
        return frame.build();
    }
}
