package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.smshub.line.Session;
import org.smshub.line.camel.LineConsumer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.passing.Passes;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppPduException;
import org.smshub.nettysmpp.codec.SmppStatus;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.MessageState;
import org.smshub.smpp.Receipt;
import org.smshub.smpp.SmppValueException;
import org.smshub.smpp.Times;

/** Takes what applications submit and ask; the answer waits for the route. */
public class SmppServerConsumer extends LineConsumer<SmppPdu> {

    private final SmppServerEndpoint endpoint;
    private final SmppIncoming incoming;

    SmppServerConsumer(SmppServerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        // applications say what their numbers are; the hub has a region for those that do not
        this.incoming = new SmppIncoming(
                endpoint.getConfiguration().codingRules(), AddressRules.STRICT, Passes.of(Passes.ALL), true);
    }

    @Override
    public void take(Session<SmppPdu> session, SmppPdu request) {
        if (request.commandId() != SUBMIT_MULTI) {
            super.take(session, request);
        } else if (request.destinations().stream().anyMatch(Address::isList)) {
            // nobody here keeps any
            session.answer(SmppProtocol.refusal(request, CommandStatus.INVALID_DISTRIBUTION_LIST));
        } else if (request.destinations().size() > 1) {
            new SmppMulti(this, endpoint.getComponent().workers(), session, request).start();
        } else {
            super.take(session, request);
        }
    }

    /** One destination of a submit_multi; @param id of the message to it, null before there is one */
    void process(Session<SmppPdu> session, SmppPdu request, Address destination, String id, Done done) {
        process(
                session,
                request,
                message -> {
                    who(session, request, message);
                    incoming(session).submit(request, destination, message);
                    if (id != null) {
                        message.setHeader(SmppConstants.MULTI_ID, id);
                    }
                },
                done);
    }

    private SmppIncoming incoming(Session<SmppPdu> session) {
        return incoming.with(alphabet(session));
    }

    private static void who(Session<SmppPdu> session, SmppPdu request, Message message) {
        message.setHeader(SmppConstants.SYSTEM_ID, ((SmppServerProtocol) session.protocol()).systemId());
        message.setHeader(SmppConstants.COMMAND, SmppCodec.name(request.commandId()));
    }

    @Override
    protected void fill(Session<SmppPdu> session, SmppPdu request, Message message) throws SmppPduException {
        who(session, request, message);
        switch (request.commandId()) {
            case QUERY_SM -> incoming.command("QUERY", request, message);
            case CANCEL_SM -> incoming.cancel(request, message);
            case REPLACE_SM -> incoming(session).replace(request, message);
            default -> incoming(session).submit(request, request.destinations().get(0), message);
        }
    }

    @Override
    protected SmppPdu answer(Session<SmppPdu> session, SmppPdu request, Exchange exchange) {
        int status = status(request, exchange);
        if (request.commandId() == QUERY_SM) {
            return found(request, exchange.getMessage(), status);
        }
        return SmppPdu.of(request.commandId() | RESPONSE)
                .set(SmppField.MESSAGE_ID, id(exchange))
                .answer(status, request.sequence());
    }

    private static SmppPdu found(SmppPdu query, Message message, int status) {
        String state = message.getHeader(SmsHeaders.STATE, String.class);
        Long doneAt = message.getHeader(SmsHeaders.DONE_AT, Long.class);
        return SmppPdu.of(QUERY_SM | RESPONSE)
                .set(SmppField.MESSAGE_ID, query.get(SmppField.MESSAGE_ID))
                .set(SmppField.FINAL_DATE, doneAt != null && MessageState.isFinal(state) ? Times.absolute(doneAt) : "")
                .set(SmppField.MESSAGE_STATE, MessageState.number(state))
                .set(SmppField.ERROR_CODE, Receipt.errorNumber(message.getHeader(SmsHeaders.ERROR_CODE, String.class)))
                .answer(
                        status == CommandStatus.OK && state == null ? CommandStatus.QUERY_FAILED : status,
                        query.sequence());
    }

    /** The command_status that the end of the exchange means. */
    static int status(SmppPdu request, Exchange exchange) {
        if (exchange.getException() != null) {
            return SmppStatus.of(exchange.getException(), refused(request.commandId()));
        }
        // of a query it is the answer
        String code = request.commandId() == QUERY_SM
                ? null
                : exchange.getMessage().getHeader(SmsHeaders.ERROR_CODE, String.class);
        return CommandStatus.ofCode(code, CommandStatus.OK);
    }

    private static int refused(int command) {
        return switch (command) {
            case QUERY_SM -> CommandStatus.QUERY_FAILED;
            case CANCEL_SM -> CommandStatus.CANCEL_FAILED;
            case REPLACE_SM -> CommandStatus.REPLACE_FAILED;
            default -> CommandStatus.SUBMIT_FAILED;
        };
    }

    static String id(Exchange exchange) {
        String id = SmppOutgoing.id(exchange.getMessage());
        return id == null ? exchange.getExchangeId() : id.substring(0, Math.min(64, id.length()));
    }

    @Override
    protected boolean refuses(Exchange exchange) {
        Exception failure = exchange.getException();
        return failure instanceof SmsNotSentException
                || failure instanceof SmppValueException
                || failure instanceof RejectedExecutionException;
    }

    /** For a message to several. */
    @Override
    protected void send(Session<SmppPdu> session, SmppPdu answer, Exchange exchange) {
        super.send(session, answer, exchange);
    }
}
