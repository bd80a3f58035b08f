package org.smshub.ucp;

import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.smshub.link.SmsHeaders;

/**
 * Takes what clients submit (51, 30, 01) and ask about it (54, 55, 56). The result waits for the route: accepted with
 * {@code AdC:SCTS}, which no other message to this recipient has, or refused.
 */
public class UcpServerConsumer extends DefaultConsumer implements Suspendable {

    private final UcpServerConfiguration options;
    private final UcpReader reader;
    private UcpServer server;
    private UcpIntake intake;

    UcpServerConsumer(UcpServerEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint.getConfiguration();
        this.reader = new UcpReader(options, true);
    }

    @Override
    public UcpServerEndpoint getEndpoint() {
        return (UcpServerEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        if (!options.hasAccess()) {
            throw new IllegalArgumentException(
                    options.address() + " lets nobody in: set authenticator (a bean) or addressAccounts");
        }
        super.doStart();
        UcpServerComponent component = getEndpoint().getComponent();
        intake = new UcpIntake(this, component.runtime().workers());
        server = component.acquire(options);
        try {
            server.taker(this::operation);
        } catch (RuntimeException e) {
            server = null;
            component.release(options);
            throw e;
        }
        UcpHealthCheck.consumer(this, component.isHealthCheckConsumerEnabled(), server::down);
    }

    @Override
    protected void doStop() throws Exception {
        if (server != null) {
            server.taker(null);
            server = null;
            getEndpoint().getComponent().release(options);
        }
        super.doStop();
    }

    private void operation(UcpSession session, String account, UcpFrame frame) {
        switch (frame.operation()) {
            case SUBMIT, MESSAGE_TRANSFER, CALL_INPUT -> submitted(session, account, frame);
            case MODIFY, INQUIRE, DELETE -> asked(session, account, frame);
            default -> session.answer(frame, UcpResult.nak(UcpErrorCode.NOT_SUPPORTED, ""));
        }
    }

    private void submitted(UcpSession session, String account, UcpFrame frame) {
        String recipient = frame.get(UcpField.ADC);
        String id =
                recipient + ":" + (UcpAddress.isNumber(recipient) ? server.ids().next(recipient) : "");
        intake.take(
                session,
                frame,
                message -> {
                    UcpCheck.check(frame);
                    reader.read(frame, message);
                    message.setHeader(SmsHeaders.CLIENT, account);
                    message.setHeader(SmsHeaders.REMOTE_ID, id);
                },
                id);
    }

    /** Modify, inquire, delete: SmsRemoteId is the message that 54 is about. */
    private void asked(UcpSession session, String account, UcpFrame frame) {
        String id = frame.has(UcpField.SCTS) ? frame.get(UcpField.ADC) + ":" + frame.get(UcpField.SCTS) : "";
        intake.take(
                session,
                frame,
                message -> {
                    UcpCheck.check(frame);
                    reader.readRequest(frame, message);
                    message.setHeader(SmsHeaders.CLIENT, account);
                    if (!id.isEmpty()) {
                        message.setHeader(SmsHeaders.REMOTE_ID, id);
                    }
                },
                id);
    }
}
