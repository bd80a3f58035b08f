package org.smshub.hub.jms;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.DefaultAsyncProducer;
import org.smshub.link.SmsNotSentException;

/**
 * What waits at the same moment goes in one transaction, in the order in which it came. Strings and octets are the body; of the
 * headers those of the hub ({@code Sms…}) become properties.
 */
class JmsBatchProducer extends DefaultAsyncProducer {

    /** Header: another destination than that of the address, as camel-jms calls it. */
    static final String DESTINATION = "CamelJmsDestinationName";

    /** Header, as camel-jms calls it. */
    static final String CORRELATION_ID = "JMSCorrelationID";

    private static final long WAIT_MILLIS = 500;

    /** @param text of the body, or null */
    private record Sending(Exchange exchange, AsyncCallback callback, String text) {}

    private final JmsBatchEndpoint options;
    private final BlockingQueue<Sending> waiting;
    private JmsLine line;
    private JmsHealthCheck health;

    /** Exchanges that go one by one, since the session was lost on the batch they came in: one of them may be why. */
    private int alone;

    /** Goes on with exchanges, so that the thread which commits runs nobody's route. */
    private ExecutorService followers;

    JmsBatchProducer(JmsBatchEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint;
        this.waiting = new ArrayBlockingQueue<>(endpoint.getWindow());
    }

    private String name() {
        return "jms-batch to " + options.getDestinationName();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        followers = getEndpoint().getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, name());
        line = new JmsLine(options, name(), new JmsLine.Task() {
            @Override
            public void work(Connection connection) throws Exception {
                JmsBatchProducer.this.work(connection);
            }

            @Override
            public void away() {
                endAll(new ArrayList<>(), line.trouble());
            }
        });
        line.start();
        HealthCheckRegistry checks = checks();
        if (checks != null) {
            health = new JmsHealthCheck("jms-out:" + options.getDestinationName(), options, line);
            health.setCamelContext(getEndpoint().getCamelContext());
            checks.register(health);
        }
    }

    /** Its own: that of "producers" is off in a hub, where a dead link takes nobody out of service. */
    private HealthCheckRegistry checks() {
        return HealthCheckRegistry.get(getEndpoint().getCamelContext());
    }

    @Override
    protected void doStop() throws Exception {
        if (line != null) {
            line.stop();
        }
        if (health != null && checks() != null) {
            checks().unregister(health);
        }
        endAll(new ArrayList<>(), "the output is stopped");
        if (followers != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(followers);
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String text;
        try {
            text = exchange.getMessage().getBody() instanceof byte[] octets
                    ? new String(octets, StandardCharsets.UTF_8)
                    : exchange.getMessage().getBody(String.class);
        } catch (TypeConversionException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
        Sending one = new Sending(exchange, callback, text);
        String trouble = trouble();
        if (trouble == null && !waiting.offer(one)) {
            trouble = options.getWindow() + " messages wait for it";
        } else if (trouble == null) {
            trouble = trouble();
            if (trouble == null || !waiting.remove(one)) {
                return false;
            }
            // it went away in between, and nobody looks at what waits now
        }
        fail(exchange, trouble);
        callback.done(true);
        return true;
    }

    private String trouble() {
        return isRunAllowed() ? line.trouble() : "the output is stopped";
    }

    private void work(Connection connection) throws Exception {
        List<Sending> batch = new ArrayList<>(options.getMaxMessages());
        try (Session session = JmsLine.transacted(connection);
                MessageProducer producer = session.createProducer(null)) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            line.good();
            while (line.isRunning()) {
                Sending first = waiting.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    if (alone == 0) {
                        waiting.drainTo(batch, options.getMaxMessages() - 1);
                    }
                    send(batch, session, producer);
                    alone = Math.max(0, alone - 1);
                }
            }
        } catch (Exception | LinkageError e) {
            alone = Math.max(alone, batch.size());
            endAll(batch, options.why(e));
            throw e;
        }
    }

    /** Ends each; what fails together is sent one by one, so that a destination that is forbidden fails alone. */
    private void send(List<Sending> batch, Session session, MessageProducer producer) throws JMSException {
        Exception failure = transaction(batch, session, producer);
        if (failure == null || batch.size() == 1) {
            batch.forEach(one -> end(one, failure));
            batch.clear();
        }
        while (!batch.isEmpty()) {
            Exception its = transaction(batch.subList(0, 1), session, producer);
            end(batch.remove(0), its);
        }
    }

    /**
     * @return what the messages failed of, or null
     * @throws JMSException the broker cannot be worked with
     */
    private Exception transaction(List<Sending> batch, Session session, MessageProducer producer) throws JMSException {
        try {
            for (Sending one : batch) {
                String name = one.exchange().getMessage().getHeader(DESTINATION, String.class);
                producer.send(options.destination(session, name), message(one, session));
            }
            session.commit();
            return null;
        } catch (JMSException | RuntimeException e) {
            session.rollback();
            return e;
        }
    }

    private static Message message(Sending one, Session session) throws JMSException {
        Message message = session.createTextMessage(one.text());
        for (Map.Entry<String, Object> header :
                one.exchange().getMessage().getHeaders().entrySet()) {
            Object value = header.getValue();
            if (header.getKey().startsWith("Sms")
                    && (value instanceof String || value instanceof Integer || value instanceof Long)) {
                message.setObjectProperty(header.getKey(), value);
            }
        }
        message.setJMSCorrelationID(one.exchange().getMessage().getHeader(CORRELATION_ID, String.class));
        return message;
    }

    /** These, and what waits. */
    private void endAll(List<Sending> batch, String trouble) {
        waiting.drainTo(batch);
        batch.forEach(one -> {
            fail(one.exchange(), trouble);
            goOn(one);
        });
    }

    private void end(Sending one, Exception failure) {
        if (failure != null) {
            fail(one.exchange(), options.why(failure));
        }
        goOn(one);
    }

    private void fail(Exchange exchange, String trouble) {
        exchange.setException(new SmsNotSentException(null, "Broker " + options.broker() + ": " + trouble, true));
    }

    private void goOn(Sending one) {
        try {
            followers.execute(() -> one.callback().done(false));
        } catch (RejectedExecutionException e) {
            one.callback().done(false);
        }
    }
}
