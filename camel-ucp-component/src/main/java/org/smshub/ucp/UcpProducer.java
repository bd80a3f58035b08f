package org.smshub.ucp;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;

/** Sends messages: one operation each, or one for each part. */
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
        health = UcpHealthCheck.producer(
                component.getCamelContext(), options.key(), component.isHealthCheckProducerEnabled(), client::down);
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
            return UcpSending.refuse(
                    exchange, new RejectedExecutionException(options.address() + " is stopped"), callback);
        }
        List<UcpFrame> frames;
        try {
            frames = writer.write(exchange.getMessage());
        } catch (RuntimeException e) {
            return UcpSending.refuse(exchange, UcpOutcome.invalid(options.address(), e), callback);
        }
        return new UcpSending(options.address(), line::submit, this::remoteId, workers)
                .start(frames, exchange, callback);
    }

    private String remoteId(String sm) {
        int colon = sm.indexOf(':');
        return colon < 0 ? sm : options.remoteId(sm.substring(0, colon), sm.substring(colon + 1));
    }
}
