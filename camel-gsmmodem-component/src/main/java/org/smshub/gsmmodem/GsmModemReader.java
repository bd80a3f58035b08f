package org.smshub.gsmmodem;

import org.apache.camel.Message;
import org.smshub.gsmmodem.at.AtMessage;
import org.smshub.gsmmodem.at.Modem;
import org.smshub.gsmmodem.dialogue.Send;
import org.smshub.line.camel.Content;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Fields;
import org.smshub.text.Encoding;
import org.smshub.text.Hex;
import org.smshub.text.TextException;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.DeliveryStatus;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.StatusReport;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.UserData;

/** What a modem received as a message of Camel. */
record GsmModemReader(GsmModemConfiguration options) {

    /** What has no other word in {@code SmsState}. */
    private static final int EXPIRED = 0x46;

    private static final int DELETED_BY_SENDER = 0x47;
    private static final int DELETED_BY_CENTRE = 0x48;

    /** What cannot be read is a message too, of the kind UNREADABLE: nothing is deleted that nobody saw. */
    void read(AtMessage received, Modem modem, Message message) {
        message.setHeader(GsmModemConstants.PDU, received.pdu());
        set(message, GsmModemConstants.IMEI, modem.imei);
        set(message, GsmModemConstants.ICCID, modem.iccid);
        try {
            Pdu pdu = Pdu.parse(received.pdu(), Direction.FROM_CENTRE);
            if (pdu.centre() != null) {
                message.setHeader(GsmModemConstants.CENTRE, pdu.centre().text());
            }
            if (pdu.tpdu() instanceof Deliver deliver) {
                deliver(deliver, modem, message);
            } else if (pdu.tpdu() instanceof StatusReport report) {
                report(report, modem, message);
            } else {
                unreadable(received, "neither a message nor a status report", message);
            }
        } catch (TextException e) {
            unreadable(received, e.getMessage(), message);
        }
    }

    private void deliver(Deliver deliver, Modem modem, Message message) {
        content(deliver).to(message);
        message.setHeader(SmsHeaders.KIND, "MESSAGE");
        set(message, SmsHeaders.FROM, deliver.originator().text());
        set(message, SmsHeaders.TO, options.getNumber() == null ? modem.number : options.getNumber());
        time(message, SmsHeaders.RECEIVED_AT, deliver.time());
        if (deliver.replyPath() && options.passed().pass(Fields.REPLY_PATH)) {
            message.setHeader(
                    SmsHeaders.FIELDS, Fields.NONE.with(Fields.REPLY_PATH, 1).toString());
        }
        if (deliver.protocolId().value() != 0) {
            message.setHeader(SmsHeaders.PROTOCOL_ID, deliver.protocolId().value());
        }
    }

    private static Content content(Deliver deliver) {
        UserData data = deliver.userData();
        String udh = Hex.of(data.udh().bytes());
        return Content.units(
                data.body(), data.alphabet(), Encoding.GSM7, deliver.coding().messageClass(), udh, deliver.coding());
    }

    private void report(StatusReport report, Modem modem, Message message) {
        String recipient = report.recipient().text();
        message.setHeader(SmsHeaders.KIND, "RECEIPT");
        message.setBody("");
        message.setHeader(SmsHeaders.TO, recipient);
        message.setHeader(
                SmsHeaders.REMOTE_ID, Send.id(modem, recipient, report.reference(), options.getRemoteIdDigits()));
        message.setHeader(SmsHeaders.STATE, state(report.status()));
        time(message, SmsHeaders.DONE_AT, report.discharged());
        time(message, SmsHeaders.SUBMITTED_AT, report.time());
        if (report.status().group() != DeliveryStatus.Group.DELIVERED) {
            message.setHeader(
                    SmsHeaders.ERROR_CODE,
                    String.format("st:%02X", report.status().value()));
            message.setHeader(SmsHeaders.ERROR_TEXT, report.status().description());
        }
    }

    private static String state(DeliveryStatus status) {
        return switch (status.group()) {
            case DELIVERED -> "DELIVERED";
            case PENDING -> "BUFFERED";
            case GAVE_UP -> "UNDELIVERABLE";
            case FAILED ->
                status.value() == EXPIRED
                        ? "EXPIRED"
                        : status.value() == DELETED_BY_SENDER || status.value() == DELETED_BY_CENTRE
                                ? "DELETED"
                                : "UNDELIVERABLE";
        };
    }

    private static void unreadable(AtMessage received, String why, Message message) {
        message.setHeader(SmsHeaders.KIND, "UNREADABLE");
        message.setHeader(SmsHeaders.ERROR_TEXT, why);
        message.setBody(received.pdu());
    }

    private static void time(Message message, String header, Timestamp time) {
        time.time()
                .ifPresent(value -> message.setHeader(header, value.toInstant().toEpochMilli()));
    }

    private static void set(Message message, String header, String value) {
        if (value != null && !value.isEmpty()) {
            message.setHeader(header, value);
        }
    }
}
