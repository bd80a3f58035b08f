package org.smshub.gsmmodem.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.camel.Message;
import org.smshub.line.camel.Content;
import org.smshub.line.camel.Contents;
import org.smshub.line.camel.LineHeaders;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Address;
import org.smshub.text.Alphabet;
import org.smshub.text.DataCoding;
import org.smshub.text.Encoding;
import org.smshub.text.Hex;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.DeliveryStatus;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.ProtocolId;
import org.smshub.text.tpdu.StatusReport;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.Udh;

/** SUBMITs as messages of Camel, and messages of Camel as DELIVERs and STATUS-REPORTs. */
final class GsmModemSimMessages {

    /** TP-ST of the states that a message can end in or be in (3GPP TS 23.040 9.2.3.15). */
    private static final Map<String, Integer> STATUS = Map.ofEntries(
            Map.entry("DELIVERED", 0x00),
            Map.entry("ACCEPTED", 0x20),
            Map.entry("QUEUED", 0x20),
            Map.entry("SENT", 0x20),
            Map.entry("BUFFERED", 0x22),
            Map.entry("UNDELIVERABLE", 0x43),
            Map.entry("REJECTED", 0x42),
            Map.entry("EXPIRED", 0x46),
            Map.entry("CANCELLED", 0x47),
            Map.entry("DELETED", 0x48),
            Map.entry("FAILED", 0x40));

    /** The centre gave up, and says no more. */
    private static final int GAVE_UP = 0x62;

    private final GsmModemSimConfiguration options;
    private final Contents contents;

    GsmModemSimMessages(GsmModemSimConfiguration options) {
        this.options = options;
        this.contents = new Contents(options.profile());
    }

    /** A message that the modem has for the network. */
    void read(Outgoing outgoing, Message message) {
        Submit submit = outgoing.submit();
        content(submit.userData(), submit.coding()).to(message);
        message.setHeader(SmsHeaders.KIND, "MESSAGE");
        message.setHeader(SmsHeaders.TO, submit.destination().text());
        message.setHeader(SmsHeaders.FROM, options.getNumber());
        message.setHeader(SmsHeaders.RECEIPT, submit.statusReport() ? "FINAL" : "NONE");
        message.setHeader(SmsHeaders.REMOTE_ID, Integer.toString(outgoing.reference()));
        if (submit.protocolId().value() != 0) {
            message.setHeader(SmsHeaders.PROTOCOL_ID, submit.protocolId().value());
        }
        Long until = until(submit.validity());
        if (until != null) {
            message.setHeader(SmsHeaders.VALID_UNTIL, until);
        }
        message.setHeader(GsmModemSimConstants.CENTRE, outgoing.centre().text());
    }

    private static Content content(UserData data, DataCoding coding) {
        Alphabet alphabet = data.alphabet();
        OptionalInt messageClass = coding.messageClass();
        String udh = Hex.of(data.udh().bytes());
        Content plain = Content.units(data.body(), alphabet, Encoding.GSM7, messageClass, udh, null);
        // said only where alphabet and class do not say it
        return plain.scheme().equals(coding)
                ? plain
                : new Content(plain.text(), plain.data(), alphabet, messageClass, udh, coding);
    }

    private static Long until(Validity validity) {
        if (validity instanceof Validity.Absolute absolute) {
            return absolute.until()
                    .time()
                    .map(time -> time.toInstant().toEpochMilli())
                    .orElse(null);
        }
        Duration period = null;
        if (validity instanceof Validity.Relative relative) {
            period = relative.duration();
        } else if (validity instanceof Validity.Enhanced enhanced) {
            period = enhanced.duration().orElse(null);
        }
        return period == null ? null : System.currentTimeMillis() + period.toMillis();
    }

    /** @throws RuntimeException naming the header to change when the message cannot be one */
    List<Pdu> write(Message message) {
        Address centre = options.getServiceCentre().isEmpty() ? null : Address.of(options.getServiceCentre());
        if ("RECEIPT".equals(message.getHeader(SmsHeaders.KIND))) {
            return List.of(new Pdu(centre, report(message)));
        }
        Address from = Address.of(LineHeaders.required(message, SmsHeaders.FROM));
        Timestamp time = time(message.getHeader(SmsHeaders.RECEIVED_AT, Long.class));
        int pid = message.getHeader(SmsHeaders.PROTOCOL_ID, 0, Integer.class);
        return contents.of(message).stream()
                .map(part -> new Pdu(
                        centre,
                        new Deliver(
                                false,
                                false,
                                false,
                                false,
                                from,
                                new ProtocolId(pid),
                                part.scheme(),
                                time,
                                data(part))))
                .toList();
    }

    private static UserData data(Content part) {
        Udh udh = part.udh().isEmpty() ? Udh.NONE : Content.header(part.udh());
        if (udh == null) {
            throw new IllegalArgumentException("header " + SmsHeaders.UDH + " is no user data header");
        }
        return UserData.of(part.alphabet(), udh, part.units(Encoding.GSM7));
    }

    private StatusReport report(Message message) {
        String reference = LineHeaders.required(message, SmsHeaders.REMOTE_ID);
        if (!reference.matches("\\d{1,3}") || Integer.parseInt(reference) > 255) {
            throw new IllegalArgumentException("a receipt needs header " + SmsHeaders.REMOTE_ID
                    + " with the reference that its message had, 0 to 255");
        }
        String state = message.getHeader(SmsHeaders.STATE, "", String.class);
        return StatusReport.of(
                Integer.parseInt(reference),
                Address.of(LineHeaders.required(message, SmsHeaders.TO)),
                time(message.getHeader(SmsHeaders.SUBMITTED_AT, Long.class)),
                time(message.getHeader(SmsHeaders.DONE_AT, Long.class)),
                new DeliveryStatus(STATUS.getOrDefault(state, GAVE_UP)));
    }

    /** @param millis null = now */
    private Timestamp time(Long millis) {
        Instant instant = millis == null ? Instant.now() : Instant.ofEpochMilli(millis);
        return Timestamp.of(OffsetDateTime.ofInstant(instant, options.zone()));
    }
}
