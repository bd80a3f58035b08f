package org.smshub.nettysmpp;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultAsyncProducer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;
import org.smshub.text.TextException;

/** Delivers to a session of the client that the header {@code SmsClient} names; the exchange goes on with its answer. */
public class SmppServerProducer extends DefaultAsyncProducer {

    private final SmppServerEndpoint endpoint;
    private final SmppServerSessions sessions;

    SmppServerProducer(SmppServerEndpoint endpoint, SmppServerSessions sessions) {
        super(endpoint);
        this.endpoint = endpoint;
        this.sessions = sessions;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        SmppServerConfiguration options = endpoint.getConfiguration();
        sessions.limits(options.getMaxWaiting(), Duration.ofMillis(options.getDeliverTimeout()));
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String client;
        List<SmppPdu.Message> messages;
        try {
            if (!isRunAllowed()) {
                throw new RejectedExecutionException();
            }
            client = exchange.getMessage().getHeader(SmsHeaders.CLIENT, String.class);
            if (client == null) {
                throw new IllegalArgumentException("Header SmsClient has to name the client to deliver to");
            }
            messages = SmppOutgoing.of(exchange.getMessage(), endpoint.getConfiguration());
        } catch (IllegalArgumentException | TextException e) {
            exchange.setException(new SmsNotSentException("smpp:header", e.getMessage(), false));
            callback.done(true);
            return true;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        sessions.deliver(client, messages, failure -> {
            if (failure != null) {
                exchange.setException(failure);
            }
            callback.done(false);
        });
        return false;
    }
}
