package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Error.unless;
import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import org.apache.camel.Message;
import org.smshub.cimd2.codec.Cimd2Fields;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.cimd2.codec.Cimd2Parameter;
import org.smshub.cimd2.codec.Cimd2Status;
import org.smshub.cimd2.codec.Cimd2Time;
import org.smshub.line.FrameException;
import org.smshub.line.camel.LineHeaders;
import org.smshub.line.options.StxEtxOptions;
import org.smshub.link.SmsHeaders;
import org.smshub.text.Encoding;

/**
 * A received operation as a message of Camel.
 *
 * @param strict refuse what is broken, as a centre does with what clients submit; false keeps what can be read
 * @param alphabet what the peer means by its default alphabet
 */
record Cimd2Reader(StxEtxOptions options, boolean strict, Encoding alphabet) {

    /** @throws FrameException with the code that answers it */
    void read(Cimd2Frame frame, Message message) throws FrameException {
        Cimd2Operation operation = Cimd2Operation.of(frame.operation());
        message.setHeader(Cimd2Constants.RECEIVED_OPERATION, operation.toString());
        message.setHeader(Cimd2Constants.PARAMETERS, frame.open());
        number(frame, DESTINATION, SmsHeaders.TO, message);
        number(frame, ORIGINATOR, SmsHeaders.FROM, message);
        if (frame.has(DESTINATION) && frame.has(TIMESTAMP)) {
            message.setHeader(SmsHeaders.REMOTE_ID, options.remoteId(frame.get(DESTINATION), frame.get(TIMESTAMP)));
        }
        switch (operation) {
            case SUBMIT, DELIVER -> message(frame, message);
            case DELIVER_REPORT, SUBMIT_REPORT -> {
                Cimd2Body.read(frame, alphabet, false).toBody(message);
                message.setHeader(SmsHeaders.KIND, "RECEIPT");
                status(frame, options, message);
            }
            case CANCEL -> message.setHeader(SmsHeaders.KIND, "CANCEL");
            case ENQUIRE -> message.setHeader(SmsHeaders.KIND, "QUERY");
            default -> message.setHeader(SmsHeaders.KIND, "FETCH");
        }
    }

    private void number(Cimd2Frame frame, Cimd2Parameter parameter, String header, Message message) {
        if (frame.has(parameter)) {
            message.setHeader(header, options.toMessage(frame.get(parameter)));
        }
    }

    private void message(Cimd2Frame frame, Message message) throws FrameException {
        Cimd2Body.read(frame, alphabet, strict).to(message, alphabet);
        // of a message, and no message's that was submitted
        message.removeHeader(SmsHeaders.REMOTE_ID);
        if (frame.has(ORIGINATOR_NAME)) {
            message.setHeader(SmsHeaders.FROM, frame.get(ORIGINATOR_NAME));
        }
        if (PROTOCOL_ID.fits(frame.get(PROTOCOL_ID))) {
            message.setHeader(SmsHeaders.PROTOCOL_ID, Integer.valueOf(frame.get(PROTOCOL_ID)));
        }
        if (frame.is(Cimd2Operation.DELIVER)) {
            LineHeaders.set(message, SmsHeaders.RECEIVED_AT, Cimd2Time.millis(frame.get(TIMESTAMP), options.zone()));
            return;
        }
        time(frame, VALIDITY_RELATIVE, VALIDITY_ABSOLUTE, SmsHeaders.VALID_UNTIL, message);
        time(frame, FIRST_DELIVERY_RELATIVE, FIRST_DELIVERY_ABSOLUTE, SmsHeaders.SEND_AT, message);
        String priority = frame.get(PRIORITY);
        if (PRIORITY.fits(priority)) {
            // lower is more urgent
            message.setHeader(SmsHeaders.PRIORITY, Math.max(0, 3 - (Integer.parseInt(priority) - 1) / 2));
        }
        message.setHeader(
                SmsHeaders.RECEIPT,
                Cimd2Fields.receipts(Cimd2Fields.asked(frame)).name());
        LineHeaders.set(message, SmsHeaders.FIELDS, Cimd2Fields.read(frame, options.passed()));
    }

    private void time(
            Cimd2Frame frame, Cimd2Parameter relative, Cimd2Parameter absolute, String header, Message message)
            throws FrameException {
        boolean period = frame.has(relative);
        boolean until = frame.has(absolute);
        Long time = period ? Cimd2Time.after(frame.get(relative)) : null;
        time = until && time == null ? Cimd2Time.millis(frame.get(absolute), options.zone()) : time;
        // -1 says nothing that is known
        boolean wrong = time == null && (until || period && !frame.get(relative).equals("-1"));
        unless(!strict || !wrong && !(period && until), relative.error());
        LineHeaders.set(message, header, time);
    }

    /** What a report says, or the answer to an enquiry. */
    static void status(Cimd2Frame frame, StxEtxOptions options, Message message) {
        String state = Cimd2Status.state(frame.get(STATUS_CODE));
        message.setHeader(SmsHeaders.STATE, state);
        LineHeaders.set(message, SmsHeaders.DONE_AT, Cimd2Time.millis(frame.get(DISCHARGE_TIME), options.zone()));
        String error = frame.get(STATUS_ERROR_CODE);
        if (!state.equals(Cimd2Status.DELIVERED) && error.matches("\\d{1,3}") && Integer.parseInt(error) > 0) {
            message.setHeader(SmsHeaders.ERROR_CODE, "cimd2:" + Integer.parseInt(error));
            message.setHeader(SmsHeaders.ERROR_TEXT, Cimd2Status.words(error));
        }
    }
}
