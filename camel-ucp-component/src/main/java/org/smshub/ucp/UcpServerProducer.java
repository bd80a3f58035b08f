package org.smshub.ucp;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.smshub.link.SmsHeaders;

/**
 * Delivers messages (52) and receipts (53) to the account in SmsClient, on whichever of its sessions has a free slot; they
 * wait while it has none.
 */
public class UcpServerProducer extends DefaultAsyncProducer {

    private final UcpServerConfiguration options;
    private final UcpServerWriter writer;
    private UcpServer server;
    private ExecutorService workers;
    private UcpHealthCheck health;

    UcpServerProducer(UcpServerEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint.getConfiguration();
        this.writer = new UcpServerWriter(options);
    }

    @Override
    public UcpServerEndpoint getEndpoint() {
        return (UcpServerEndpoint) super.getEndpoint();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        UcpServerComponent component = getEndpoint().getComponent();
        workers = component.runtime().workers();
        server = component.acquire(options);
        health = UcpHealthCheck.producer(
                component.getCamelContext(), options.address(), component.isHealthCheckProducerEnabled(), server::down);
    }

    @Override
    protected void doStop() throws Exception {
        if (server != null) {
            server = null;
            UcpHealthCheck.remove(getEndpoint().getCamelContext(), health);
            getEndpoint().getComponent().release(options);
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        UcpServer line = server;
        if (line == null || !isRunAllowed()) {
            return UcpSending.refuse(
                    exchange, new RejectedExecutionException(options.address() + " is stopped"), callback);
        }
        String account = exchange.getMessage().getHeader(SmsHeaders.CLIENT, options.getAccount(), String.class);
        List<UcpFrame> frames;
        try {
            if (account == null) {
                throw new IllegalArgumentException(
                        "no account: set header " + SmsHeaders.CLIENT + " or option account");
            }
            frames = writer.write(exchange.getMessage(), line.ids());
        } catch (RuntimeException e) {
            return UcpSending.refuse(exchange, UcpOutcome.invalid(options.address(), e), callback);
        }
        return new UcpSending(
                        options.address(),
                        (frame, ended) -> line.submit(account, frame, orOld(line, account, frame, ended)),
                        sm -> "",
                        workers)
                .start(frames, exchange, callback);
    }

    /** A client that does not know 52 gets the text by 01, if that can carry it (EMI-UCP 4.0, section 4.2). */
    private static UcpRequest.Callback orOld(
            UcpServer line, String account, UcpFrame frame, UcpRequest.Callback ended) {
        return (result, failure, cause) -> {
            boolean unknown =
                    result != null && !result.ack() && result.ec().equals(UcpErrorCode.NOT_SUPPORTED.toString());
            if (unknown
                    && frame.operation() == UcpOperation.DELIVER
                    && frame.get(UcpField.MT).equals("3")) {
                UcpFrame.Builder old = UcpFrame.operation(UcpOperation.CALL_INPUT);
                for (UcpField field : List.of(UcpField.ADC, UcpField.OADC, UcpField.MT, UcpField.MSG)) {
                    old.set(field, frame.get(field));
                }
                line.submit(account, old.build(), ended);
            } else {
                ended.done(result, failure, cause);
            }
        };
    }
}
