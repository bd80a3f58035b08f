package org.smshub.ucp;

import static org.smshub.ucp.codec.UcpField.*;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.smshub.line.FrameException;
import org.smshub.line.Session;
import org.smshub.line.TimeIds;
import org.smshub.line.camel.LineConsumer;
import org.smshub.link.SmsHeaders;
import org.smshub.ucp.codec.UcpCheck;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpResult;
import org.smshub.ucp.codec.UcpTime;

/**
 * Takes what clients submit (51, 30, 01) and ask about it (54, 55, 56). The result waits for the route: accepted with
 * {@code AdC:SCTS}, which no other message to this recipient has, or refused.
 */
public class UcpServerConsumer extends LineConsumer<UcpFrame> {

    /** The id of the result: the route may change the header. */
    private static final String ID = "CamelUcpId";

    private final UcpServerConfiguration options;
    private final TimeIds ids;

    UcpServerConsumer(UcpServerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint.getConfiguration();
        this.ids = endpoint.getComponent().ids(options, UcpTime.SECONDS);
    }

    @Override
    protected void fill(Session<UcpFrame> session, UcpFrame request, Message message) throws FrameException {
        UcpCheck.check(request);
        UcpReader in = new UcpReader(options, true, alphabet(session));
        String id = "";
        switch (request.operation()) {
            case SUBMIT, MESSAGE_TRANSFER, CALL_INPUT -> {
                in.read(request, message);
                String recipient = request.get(ADC);
                id = recipient + ":" + ids.next(recipient);
            }
            default -> {
                in.readRequest(request, message);
                // which message 54 is about
                id = request.has(SCTS) ? request.get(ADC) + ":" + request.get(SCTS) : "";
            }
        }
        if (!id.isEmpty()) {
            message.setHeader(SmsHeaders.REMOTE_ID, id);
        }
        message.getExchange().setProperty(ID, id);
        message.setHeader(UcpConstants.REMOTE_ADDRESS, String.valueOf(session.remote()));
    }

    @Override
    protected UcpFrame answer(Session<UcpFrame> session, UcpFrame request, Exchange exchange) {
        return UcpResult.of(refused(exchange, UcpConstants.REFUSE), exchange.getProperty(ID, "", String.class))
                .to(request);
    }
}
