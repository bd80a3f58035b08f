package org.smshub.cimd2;

import static org.smshub.cimd2.codec.Cimd2Operation.*;
import static org.smshub.cimd2.codec.Cimd2Parameter.*;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Time;
import org.smshub.line.FrameException;
import org.smshub.line.LineServer;
import org.smshub.line.Session;
import org.smshub.line.TimeIds;
import org.smshub.line.camel.LineConsumer;
import org.smshub.link.SmsHeaders;

/**
 * Takes what clients submit (03) and ask about it (04, 05, 06, 13). The response waits for the route: accepted with
 * destination and time stamp, which no other message to this destination has, or refused.
 */
public class Cimd2ServerConsumer extends LineConsumer<Cimd2Frame> {

    /** Most destinations of one submit; more are refused with 301. */
    private static final int MAX_DESTINATIONS = 50;

    /** The time stamp of the response: the route may change the header. */
    private static final String TIME = "CamelCimd2Time";

    /** Exchange property: the mode of a delivery request. */
    private static final String ASKED = "CamelCimd2Asked";

    /** What any failure is that has no code: requested operation failed. */
    private static final int FAILED = 9;

    private static final int NOTHING_WAITS = 500;

    private final Cimd2ServerConfiguration options;
    private final TimeIds ids;

    Cimd2ServerConsumer(Cimd2ServerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint.getConfiguration();
        this.ids = endpoint.getComponent().ids(options, Cimd2Time.FORMAT);
    }

    @Override
    public void take(Session<Cimd2Frame> session, Cimd2Frame request) {
        List<String> destinations = request.all(DESTINATION);
        if (!request.is(SUBMIT) || destinations.size() < 2) {
            super.take(session, request);
        } else if (destinations.size() > MAX_DESTINATIONS) {
            session.answer(request.refusal(301));
        } else {
            each(session, request, destinations);
        }
    }

    /** One exchange a destination; the response has them all, in their order. */
    private void each(Session<Cimd2Frame> session, Cimd2Frame request, List<String> destinations) {
        Cimd2Frame[] answers = new Cimd2Frame[destinations.size()];
        AtomicInteger left = new AtomicInteger(destinations.size());
        for (int i = 0; i < destinations.size(); i++) {
            int at = i;
            Cimd2Frame single = request.with(DESTINATION, destinations.get(i));
            process(session, request, message -> fill(session, single, message), exchange -> {
                answers[at] = answer(session, single, exchange);
                if (left.decrementAndGet() == 0) {
                    Cimd2Frame.Builder all = request.response();
                    Stream.of(answers).flatMap(one -> one.parameters().stream()).forEach(all::add);
                    session.answer(all.build());
                }
            });
        }
    }

    @Override
    protected void fill(Session<Cimd2Frame> session, Cimd2Frame request, Message message) throws FrameException {
        new Cimd2Reader(options, true, alphabet(session)).read(request, message);
        message.setHeader(Cimd2Constants.REMOTE_ADDRESS, String.valueOf(session.remote()));
        if (request.is(DELIVERY_REQUEST)) {
            message.getExchange().setProperty(ASKED, mode(request));
        }
        if (request.is(SUBMIT)) {
            String destination = request.get(DESTINATION);
            String time = ids.next(destination);
            message.setHeader(SmsHeaders.REMOTE_ID, options.remoteId(destination, time));
            message.getExchange().setProperty(TIME, time);
        }
    }

    @Override
    protected Cimd2Frame answer(Session<Cimd2Frame> session, Cimd2Frame request, Exchange exchange) {
        String refused = refused(exchange, Cimd2Constants.REFUSE);
        if (refused != null) {
            return request.refusal(Cimd2Error.number(refused, FAILED));
        }
        Cimd2Frame.Builder answer = request.response();
        if (request.is(SUBMIT)) {
            return answer.add(DESTINATION, request.get(DESTINATION))
                    .add(TIMESTAMP, exchange.getProperty(TIME, String.class))
                    .build();
        }
        if (request.is(ENQUIRE)) {
            Message message = exchange.getMessage();
            if (message.getHeader(SmsHeaders.STATE) == null) {
                return request.refusal(7);
            }
            Cimd2ServerWriter.report(answer, message, options);
        } else if (request.is(DELIVERY_REQUEST)) {
            int waiting = server().waiting(session.account());
            if (mode(request) == 0) {
                answer.add(MESSAGE_COUNT, Math.min(999, waiting));
            } else if (waiting == 0) {
                return request.refusal(NOTHING_WAITS);
            }
        }
        return answer.build();
    }

    /** What was asked for follows the response. */
    @Override
    protected void send(Session<Cimd2Frame> session, Cimd2Frame answer, Exchange exchange) {
        super.send(session, answer, exchange);
        int asked = exchange.getProperty(ASKED, 0, Integer.class);
        if (asked > 0 && answer != null && answer.error() == null) {
            server().fetch(session, asked == 1 ? 1 : Integer.MAX_VALUE);
        }
    }

    private static int mode(Cimd2Frame request) {
        String mode = request.get(DELIVERY_REQUEST_MODE);
        return mode.isEmpty() ? 1 : Integer.parseInt(mode);
    }

    private LineServer<Cimd2Frame> server() {
        return (LineServer<Cimd2Frame>) line();
    }
}
