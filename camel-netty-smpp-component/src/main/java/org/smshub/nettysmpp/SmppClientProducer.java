package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.smshub.line.camel.LineProducer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppReferences;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.MessageState;
import org.smshub.smpp.SmppValueException;
import org.smshub.smpp.Times;
import org.smshub.smpp.Tlv;
import org.smshub.smpp.TlvTag;

/** Sends messages: one submit_sm each, or one for each part; and the other commands of an application. */
public class SmppClientProducer extends LineProducer<SmppPdu> {

    private final SmppClientConfiguration options;
    private final SmppReferences references;
    private final SmppSubmits submits;

    SmppClientProducer(SmppClientEndpoint endpoint, SmppReferences references) {
        super(endpoint);
        this.options = endpoint.getConfiguration();
        this.references = references;
        this.submits = new SmppSubmits(options, references);
    }

    @Override
    protected List<SmppPdu> write(Message message) {
        return submits.write(message);
    }

    @Override
    protected SmsNotSentException refused(SmppPdu answer) {
        if (answer.isOk()) {
            List<SmppField.Refused> refused = answer.get(SmppField.REFUSED);
            return !refused.isEmpty() && id(answer).isEmpty()
                    ? CommandStatus.refused(options.address(), refused.get(0).status())
                    : null;
        }
        int reason = (int) Tlv.number(answer.tlvs(), TlvTag.DELIVERY_FAILURE_REASON.tag());
        return CommandStatus.refused(options.address(), answer.status(), reason);
    }

    @Override
    protected String remoteId(SmppPdu request, SmppPdu answer) {
        if (request.isMessage() && options.getReceiptsBy().equals("REFERENCE")) {
            long reference = Tlv.number(request.tlvs(), TlvTag.USER_MESSAGE_REFERENCE.tag());
            String own = references.id(request.destinations().get(0).value(), reference);
            return own == null ? id(answer) : own;
        }
        return id(answer);
    }

    private static String id(SmppPdu answer) {
        return answer.get(SmppField.MESSAGE_ID);
    }

    @Override
    protected void answered(Message message, List<SmppPdu> answers) {
        if (answers.isEmpty()) {
            return;
        }
        message.setHeader(
                SmppConstants.CENTRE_ID,
                answers.stream().map(SmppClientProducer::id).toList());
        SmppPdu last = answers.get(answers.size() - 1);
        if (last.congestionState() >= 0) {
            message.setHeader(SmppConstants.CONGESTION_STATE, last.congestionState());
        }
        if (last.commandId() == (QUERY_SM | RESPONSE)) {
            int error = last.get(SmppField.ERROR_CODE);
            message.setHeader(SmsHeaders.STATE, MessageState.of(last.get(SmppField.MESSAGE_STATE)));
            message.setHeader(SmppConstants.FINAL_DATE, last.get(SmppField.FINAL_DATE));
            message.setHeader(SmsHeaders.DONE_AT, time(last.get(SmppField.FINAL_DATE)));
            message.setHeader(SmsHeaders.ERROR_CODE, error == 0 ? null : "smpp:" + error);
        } else if (!last.get(SmppField.REFUSED).isEmpty()) {
            message.setHeader(
                    SmppConstants.ERROR,
                    last.get(SmppField.REFUSED).stream()
                            .map(refused -> Map.<String, Object>of(
                                    "destAddr",
                                    refused.destination().value(),
                                    "error",
                                    CommandStatus.code(refused.status())))
                            .toList());
        }
    }

    private static Long time(String date) {
        try {
            return Times.parse(date, Instant.now());
        } catch (SmppValueException e) {
            return null;
        }
    }
}
