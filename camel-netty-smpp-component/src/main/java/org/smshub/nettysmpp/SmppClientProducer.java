package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;
import org.smshub.line.camel.LineProducer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
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

    /** A generic_nack refuses whatever its status is (§4.3). */
    @Override
    protected SmsNotSentException refused(SmppPdu answer) {
        if (answer.status() == CommandStatus.OK && answer.commandId() != GENERIC_NACK) {
            List<MultiReply.Refused> refused = answer instanceof MultiReply multi ? multi.refused() : List.of();
            boolean none = !refused.isEmpty() && ((MultiReply) answer).id().isEmpty();
            return none
                    ? CommandStatus.refused(options.address(), refused.get(0).status())
                    : null;
        }
        int reason = (int) Tlv.number(answer.tlvs(), TlvTag.DELIVERY_FAILURE_REASON.tag());
        return CommandStatus.refused(options.address(), answer.status(), reason);
    }

    @Override
    protected String remoteId(SmppPdu request, SmppPdu answer) {
        if (request instanceof SmppPdu.Message message
                && options.getReceiptsBy().equals("REFERENCE")) {
            long reference = Tlv.number(message.tlvs(), TlvTag.USER_MESSAGE_REFERENCE.tag());
            String own = references.id(message.destinations().get(0).value(), reference);
            return own == null ? id(answer) : own;
        }
        return id(answer);
    }

    private static String id(SmppPdu answer) {
        return answer instanceof Reply reply
                ? reply.id()
                : answer instanceof MultiReply multi
                        ? multi.id()
                        : answer instanceof QueryReply query ? query.messageId() : "";
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
        if (last instanceof QueryReply query) {
            message.setHeader(SmsHeaders.STATE, MessageState.of(query.state()));
            message.setHeader(SmppConstants.FINAL_DATE, query.finalDate());
            message.setHeader(SmsHeaders.DONE_AT, time(query.finalDate()));
            message.setHeader(SmsHeaders.ERROR_CODE, query.errorCode() == 0 ? null : "smpp:" + query.errorCode());
        } else if (last instanceof MultiReply multi && !multi.refused().isEmpty()) {
            message.setHeader(
                    SmppConstants.ERROR,
                    multi.refused().stream()
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
