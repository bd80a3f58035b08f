package org.smshub.nettysmpp;

import static org.smshub.nettysmpp.SmppPdu.*;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.link.SmsHeaders;
import org.smshub.smpp.Address;
import org.smshub.smpp.AddressRules;
import org.smshub.smpp.CodingRules;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.MessageState;
import org.smshub.smpp.Receipt;
import org.smshub.smpp.Times;

/** Requests of applications as exchanges, and the ends of the exchanges as answers. */
final class SmppServerRequests {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServerRequests.class);

    /** Puts headers and body of a request into a Camel message. */
    @FunctionalInterface
    interface Fill {
        void into(org.apache.camel.Message message) throws SmppPduException;
    }

    private final SmppServerConsumer consumer;
    private final SmppIncoming incoming;
    private final AtomicInteger unanswered = new AtomicInteger();

    SmppServerRequests(SmppServerConsumer consumer, CodingRules coding) {
        this.consumer = consumer;
        // applications say what their numbers are; the hub has a region for those that do not
        this.incoming = new SmppIncoming(coding, AddressRules.STRICT, true);
    }

    SmppServerConsumer consumer() {
        return consumer;
    }

    SmppIncoming incoming() {
        return incoming;
    }

    int unanswered() {
        return unanswered.get();
    }

    void process(SmppServerSession session, SmppPdu pdu) {
        if (pdu instanceof SmppPdu.Message message) {
            if (message.destinations().stream().anyMatch(Address::isList)) {
                // nobody here keeps any
                session.answer(
                        new Plain(pdu.commandId() | RESPONSE, CommandStatus.INVALID_DISTRIBUTION_LIST, pdu.sequence()),
                        false);
            } else if (message.destinations().size() > 1) {
                new SmppMulti(this, session, message).start();
            } else {
                Address destination = message.destinations().get(0);
                route(
                        session,
                        pdu,
                        m -> incoming.submit(message, destination, m),
                        (exchange, status) -> answer(session, exchange, accepted(message, exchange, status)));
            }
        } else if (pdu instanceof Query query) {
            route(session, pdu, m -> incoming.query(query, m), (exchange, status) -> {
                org.apache.camel.Message m = exchange.getMessage();
                String state = m.getHeader(SmsHeaders.STATE, String.class);
                Long doneAt = m.getHeader(SmsHeaders.DONE_AT, Long.class);
                int result = status == CommandStatus.OK && state == null ? CommandStatus.QUERY_FAILED : status;
                String date = doneAt != null && MessageState.isFinal(state) ? Times.absolute(doneAt) : "";
                int error = Receipt.errorNumber(m.getHeader(SmsHeaders.ERROR_CODE, String.class));
                answer(
                        session,
                        exchange,
                        new QueryReply(
                                result, pdu.sequence(), query.messageId(), date, MessageState.number(state), error));
            });
        } else if (pdu instanceof Cancel cancel) {
            route(session, pdu, m -> incoming.cancel(cancel, m), plain(session, pdu));
        } else if (pdu instanceof Replace replace) {
            route(session, pdu, m -> incoming.replace(replace, m), plain(session, pdu));
        }
    }

    private BiConsumer<Exchange, Integer> plain(SmppServerSession session, SmppPdu pdu) {
        return (exchange, status) ->
                answer(session, exchange, new Plain(pdu.commandId() | RESPONSE, status, pdu.sequence()));
    }

    private static SmppPdu accepted(SmppPdu.Message pdu, Exchange exchange, int status) {
        return pdu.commandId() == SUBMIT_MULTI
                ? new MultiReply(status, pdu.sequence(), id(exchange), List.of())
                : new Reply(pdu.commandId() | RESPONSE, status, pdu.sequence(), id(exchange), List.of());
    }

    /** @param answer told the exchange, which is released after it, and the command_status it ended with */
    void route(SmppServerSession session, SmppPdu pdu, Fill fill, BiConsumer<Exchange, Integer> answer) {
        Exchange exchange = consumer.createExchange(false);
        unanswered.incrementAndGet();
        try {
            org.apache.camel.Message message = exchange.getMessage();
            message.setHeader(SmsHeaders.CLIENT, session.client());
            message.setHeader(SmppConstants.SYSTEM_ID, session.systemId());
            message.setHeader(SmppConstants.COMMAND, SmppCodec.name(pdu.commandId()));
            fill.into(message);
        } catch (SmppPduException | RuntimeException e) {
            LOG.debug("{}: {}", session, e.getMessage());
            exchange.setException(e);
            end(pdu, exchange, answer);
            return;
        }
        consumer.getAsyncProcessor().process(exchange, done -> end(pdu, exchange, answer));
    }

    private void end(SmppPdu pdu, Exchange exchange, BiConsumer<Exchange, Integer> answer) {
        try {
            answer.accept(exchange, status(pdu, exchange));
        } finally {
            unanswered.decrementAndGet();
            consumer.releaseExchange(exchange, false);
        }
    }

    private int status(SmppPdu pdu, Exchange exchange) {
        Exception failure = exchange.getException();
        if (failure == null) {
            return CommandStatus.ofCode(
                    pdu instanceof Query ? null : exchange.getMessage().getHeader(SmsHeaders.ERROR_CODE, String.class),
                    CommandStatus.OK);
        }
        int status = SmppStatus.of(failure, refused(pdu.commandId()));
        LOG.debug(
                "{} of {} answered with {}",
                SmppCodec.name(pdu.commandId()),
                exchange.getExchangeId(),
                CommandStatus.describe(status),
                failure);
        return status;
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
        org.apache.camel.Message message = exchange.getMessage();
        String id = message.getHeader(SmsHeaders.REMOTE_ID, String.class);
        id = id == null ? message.getHeader(SmsHeaders.ID, String.class) : id;
        return id == null ? exchange.getExchangeId() : id.substring(0, Math.min(64, id.length()));
    }

    static void answer(SmppServerSession session, Exchange exchange, SmppPdu response) {
        String how = exchange.getMessage().getHeader(SmppConstants.ANSWER, String.class);
        boolean silent = "NONE".equals(how) || "DROP".equals(how);
        session.answer(silent ? null : response, "DROP".equals(how) || "THEN_DROP".equals(how));
    }
}
