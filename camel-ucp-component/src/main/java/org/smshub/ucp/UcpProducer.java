package org.smshub.ucp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultAsyncProducer;
import org.smshub.link.Failure;
import org.smshub.link.Outcome;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsUnknownOutcomeException;

/** Sends messages: one operation each, or one for each part, one after the other, so that a refusal stops the rest. */
public class UcpProducer extends DefaultAsyncProducer {

    private final UcpConfiguration options;
    private final UcpWriter writer;
    private UcpClient client;
    private ExecutorService workers;
    private UcpHealthCheck health;

    UcpProducer(UcpEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint.getConfiguration();
        this.writer = new UcpWriter(options);
    }

    @Override
    public UcpEndpoint getEndpoint() {
        return (UcpEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        UcpComponent component = getEndpoint().getComponent();
        workers = component.runtime().workers();
        client = component.acquire(options);
        health = UcpHealthCheck.producer(getEndpoint(), component.isHealthCheckProducerEnabled(), client::down);
    }

    @Override
    protected void doStop() throws Exception {
        if (client != null) {
            client = null;
            UcpHealthCheck.remove(getEndpoint().getCamelContext(), health);
            getEndpoint().getComponent().release(options);
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        UcpClient line = client;
        if (line == null || !isRunAllowed()) {
            exchange.setException(new RejectedExecutionException(options.address() + " is stopped"));
            callback.done(true);
            return true;
        }
        List<UcpFrame> frames;
        try {
            frames = writer.write(exchange.getMessage());
        } catch (RuntimeException e) {
            exchange.setException(UcpOutcome.invalid(options.address(), e));
            exchange.getMessage().setHeader(SmsHeaders.OUTCOME, Outcome.NOT_SENT.name());
            callback.done(true);
            return true;
        }
        new Sending(line, frames, exchange, callback).next();
        return false;
    }

    /** The parts of one message on their way. */
    private final class Sending {

        private final UcpClient line;
        private final List<UcpFrame> frames;
        private final Exchange exchange;
        private final AsyncCallback callback;
        private final List<String> ids = new ArrayList<>(1);

        Sending(UcpClient line, List<UcpFrame> frames, Exchange exchange, AsyncCallback callback) {
            this.line = line;
            this.frames = frames;
            this.exchange = exchange;
            this.callback = callback;
        }

        void next() {
            line.submit(
                    frames.get(ids.size()),
                    (result, failure, cause) -> workers.execute(() -> ended(result, failure, cause)));
        }

        private void ended(UcpResult result, Failure failure, Throwable cause) {
            if (result == null) {
                fail(UcpOutcome.failed(options.address(), failure, cause), failure.outcome());
            } else if (!result.ack()) {
                fail(UcpOutcome.refused(options.address(), result), Outcome.NOT_SENT);
            } else {
                ids.add(remoteId(result.sm()));
                if (ids.size() < frames.size()) {
                    next();
                } else {
                    sent(result);
                }
            }
        }

        private void sent(UcpResult result) {
            Message message = exchange.getMessage();
            message.setHeader(SmsHeaders.OUTCOME, Outcome.SENT.name());
            message.setHeader(SmsHeaders.REMOTE_ID, String.join(",", ids));
            message.setHeader(UcpConstants.REMOTE_IDS, ids);
            message.setHeader(UcpConstants.RESULT, result.sm());
            if (!result.mvp().isEmpty()) {
                message.setHeader(UcpConstants.MODIFIED_VALIDITY, result.mvp());
            }
            callback.done(false);
        }

        /** With parts accepted before, nobody can say that nothing was sent. */
        private void fail(Exception failure, Outcome outcome) {
            Exception seen = failure;
            Outcome known = outcome;
            if (!ids.isEmpty()) {
                known = Outcome.UNKNOWN;
                seen = new SmsUnknownOutcomeException(
                        "ucp:partial",
                        ids.size() + " of " + frames.size() + " parts were accepted, then: " + failure.getMessage(),
                        failure);
            }
            exchange.getMessage().setHeader(SmsHeaders.OUTCOME, known.name());
            exchange.getMessage().setHeader(UcpConstants.REMOTE_IDS, ids);
            exchange.setException(seen);
            callback.done(false);
        }

        private String remoteId(String sm) {
            int colon = sm.indexOf(':');
            return colon < 0 ? sm : options.remoteId(sm.substring(0, colon), sm.substring(colon + 1));
        }
    }
}
