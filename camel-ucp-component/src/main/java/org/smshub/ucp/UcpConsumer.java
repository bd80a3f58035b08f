package org.smshub.ucp;

import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/**
 * Takes what a centre delivers: messages (52, 01), notifications (53) and answers to inquiries (57, 58). The
 * acknowledgement waits for the route; a failed route is answered with an error, so that the centre keeps the message.
 */
public class UcpConsumer extends DefaultConsumer implements Suspendable {

    private final UcpConfiguration options;
    private final UcpReader reader;
    private UcpClient client;
    private UcpIntake intake;

    UcpConsumer(UcpEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint.getConfiguration();
        this.reader = new UcpReader(options, false);
    }

    @Override
    public UcpEndpoint getEndpoint() {
        return (UcpEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        UcpComponent component = getEndpoint().getComponent();
        intake = new UcpIntake(this, component.runtime().workers());
        client = component.acquire(options);
        try {
            client.consumer(this::operation);
        } catch (RuntimeException e) {
            client = null;
            component.release(options);
            throw e;
        }
        UcpHealthCheck.consumer(this, component.isHealthCheckConsumerEnabled(), client::down);
    }

    @Override
    protected void doStop() throws Exception {
        if (client != null) {
            client.consumer(null);
            client = null;
            getEndpoint().getComponent().release(options);
        }
        super.doStop();
    }

    private void operation(UcpSession session, UcpFrame frame) {
        switch (frame.operation()) {
            case DELIVER, NOTIFY, CALL_INPUT, INQUIRE_RESPONSE, DELETE_RESPONSE ->
                intake.take(session, frame, message -> reader.read(frame, message), acknowledgement(frame));
            default -> session.answer(frame, UcpResult.nak(UcpErrorCode.NOT_SUPPORTED, ""));
        }
    }

    /** Some centres take no acknowledgement without recipient and time stamp; all take one with them. */
    private String acknowledgement(UcpFrame frame) {
        boolean empty = options.getAcknowledge().equals("EMPTY") || !frame.has(UcpField.SCTS);
        return empty ? "" : frame.get(UcpField.ADC) + ":" + frame.get(UcpField.SCTS);
    }
}
