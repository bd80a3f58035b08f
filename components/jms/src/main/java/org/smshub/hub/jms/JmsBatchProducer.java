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
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
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

    private record Sending(Exchange exchange, AsyncCallback callback) {}

    private final JmsBatchEndpoint options;
    private final BlockingQueue<Sending> waiting;
    private JmsLine line;
    private JmsHealthCheck health;

    /** Exchanges that go one by one, since the batch they came in failed: a destination that is forbidden fails alone. */
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
        line = new JmsLine(options, name(), this::work);
        line.start();
        WritableHealthCheckRepository checks = checks();
        if (checks != null) {
            health = new JmsHealthCheck("jms-out:" + options.getDestinationName(), options, line);
            health.setCamelContext(getEndpoint().getCamelContext());
            checks.addHealthCheck(health);
        }
    }

    private WritableHealthCheckRepository checks() {
        return HealthCheckHelper.getHealthCheckRepository(
                getEndpoint().getCamelContext(), "producers", WritableHealthCheckRepository.class);
    }

    @Override
    protected void doStop() throws Exception {
        if (line != null) {
            line.stop();
        }
        if (health != null && checks() != null) {
            checks().removeHealthCheck(health);
        }
        List<Sending> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(one -> end(one, new RejectedExecutionException("The output is stopped")));
        if (followers != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(followers);
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String trouble = isRunAllowed() ? line.trouble() : "the output is stopped";
        if (trouble != null || !waiting.offer(new Sending(exchange, callback))) {
            exchange.setException(new SmsNotSentException(
                    null,
                    trouble == null
                            ? options.getWindow() + " messages wait for the broker"
                            : "Broker " + options.broker() + ": " + trouble,
                    true));
            callback.done(true);
            return true;
        }
        return false;
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
                    batch.clear();
                    batch.add(first);
                    if (alone == 0) {
                        waiting.drainTo(batch, options.getMaxMessages() - 1);
                    }
                    send(batch, session, producer);
                    alone = Math.max(0, alone - 1);
                    batch.forEach(one -> end(one, null));
                    batch.clear();
                }
            }
        } catch (JMSException | RuntimeException e) {
            alone = Math.max(alone, batch.size());
            waiting.drainTo(batch);
            batch.forEach(one -> end(one, e));
            throw e;
        }
    }

    private void send(List<Sending> batch, Session session, MessageProducer producer) throws JMSException {
        for (Sending one : batch) {
            String name = one.exchange().getMessage().getHeader(DESTINATION, String.class);
            producer.send(options.destination(session, name), message(one.exchange(), session));
        }
        session.commit();
    }

    private static Message message(Exchange exchange, Session session) throws JMSException {
        Object body = exchange.getMessage().getBody();
        Message message = session.createTextMessage(
                body instanceof byte[] octets
                        ? new String(octets, StandardCharsets.UTF_8)
                        : exchange.getMessage().getBody(String.class));
        for (Map.Entry<String, Object> header :
                exchange.getMessage().getHeaders().entrySet()) {
            Object value = header.getValue();
            if (header.getKey().startsWith("Sms")
                    && (value instanceof String || value instanceof Integer || value instanceof Long)) {
                message.setObjectProperty(header.getKey(), value);
            }
        }
        message.setJMSCorrelationID(exchange.getMessage().getHeader(CORRELATION_ID, String.class));
        return message;
    }

    private void end(Sending one, Exception failure) {
        if (failure != null) {
            one.exchange()
                    .setException(new SmsNotSentException(
                            null, "Broker " + options.broker() + ": " + failure.getMessage(), true));
        }
        try {
            followers.execute(() -> one.callback().done(false));
        } catch (RejectedExecutionException e) {
            one.callback().done(false);
        }
    }
}
