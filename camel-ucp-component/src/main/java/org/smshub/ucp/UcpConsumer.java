package org.smshub.ucp;

import static org.smshub.ucp.codec.UcpField.*;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.smshub.line.FrameException;
import org.smshub.line.Session;
import org.smshub.line.camel.LineConsumer;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpResult;

/**
 * Takes what a centre delivers: messages (52, 01), notifications (53) and answers to inquiries (57, 58). The
 * acknowledgement waits for the route; a failed route is answered with an error, so that the centre keeps the message.
 */
public class UcpConsumer extends LineConsumer<UcpFrame> {

    private final UcpConfiguration options;

    UcpConsumer(UcpEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint.getConfiguration();
    }

    @Override
    protected void fill(Session<UcpFrame> session, UcpFrame request, Message message) throws FrameException {
        new UcpReader(options, false, alphabet(session)).read(request, message);
        message.setHeader(UcpConstants.REMOTE_ADDRESS, String.valueOf(session.remote()));
    }

    /** Some centres take no acknowledgement without recipient and time stamp; all take one with them. */
    @Override
    protected UcpFrame answer(Session<UcpFrame> session, UcpFrame request, Exchange exchange) {
        boolean empty = options.getAcknowledge().equals("EMPTY") || !request.has(SCTS);
        String sm = empty ? "" : request.get(ADC) + ":" + request.get(SCTS);
        return UcpResult.of(refused(exchange, UcpConstants.REFUSE), sm).to(request);
    }
}
