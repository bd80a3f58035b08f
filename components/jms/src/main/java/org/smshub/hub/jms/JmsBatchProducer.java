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
import org.smshub.hub.bus.BusProducer;
import org.smshub.link.SmsHeaders;
import org.smshub.link.passing.Told;

/**
 * What waits at the same moment goes in one transaction, in the order in which it came. Strings and octets are the body; of the
 * headers those of the hub ({@code Sms…}) and the trace become properties.
 */
class JmsBatchProducer extends BusProducer<String> {

    /** Header: another destination than that of the address, as camel-jms calls it. */
    static final String DESTINATION = "CamelJmsDestinationName";

    /** Header, as camel-jms calls it. */
    static final String CORRELATION_ID = "JMSCorrelationID";

    private final JmsBatchEndpoint options;

    /** Exchanges that go one by one, since the session was lost on the batch they came in: one of them may be why. */
    private int alone;

    JmsBatchProducer(JmsBatchEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint;
    }

    @Override
    protected String message(org.apache.camel.Message message) {
        return message.getBody() instanceof byte[] octets
                ? new String(octets, StandardCharsets.UTF_8)
                : message.getBody(String.class);
    }

    @Override
    protected void work() throws Exception {
        List<Sending<String>> batch = new ArrayList<>(options.getMaxMessages());
        try (Connection connection = options.connect(line);
                Session session = JmsBatchEndpoint.transacted(connection);
                MessageProducer producer = session.createProducer(null)) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            line.good();
            while (line.isRunning()) {
                Sending<String> first = next();
                if (first != null) {
                    batch.add(first);
                    if (alone == 0) {
                        drainTo(batch, options.getMaxMessages() - 1);
                    }
                    send(batch, session, producer);
                    alone = Math.max(0, alone - 1);
                }
            }
        } catch (Exception | LinkageError e) {
            alone = Math.max(alone, batch.size());
            String trouble = options.reason(e);
            batch.forEach(one -> end(one, trouble));
            throw e;
        }
    }

    /** Ends each; what fails together is sent one by one, so that a destination that is forbidden fails alone. */
    private void send(List<Sending<String>> batch, Session session, MessageProducer producer) throws JMSException {
        String trouble = transaction(batch, session, producer);
        if (trouble == null || batch.size() == 1) {
            batch.forEach(one -> end(one, trouble));
            batch.clear();
        }
        while (!batch.isEmpty()) {
            String its = transaction(batch.subList(0, 1), session, producer);
            end(batch.remove(0), its);
        }
    }

    /**
     * @return what the messages failed of, or null
     * @throws JMSException the broker cannot be worked with
     */
    private String transaction(List<Sending<String>> batch, Session session, MessageProducer producer)
            throws JMSException {
        try {
            for (Sending<String> one : batch) {
                String name = one.exchange().getMessage().getHeader(DESTINATION, String.class);
                producer.send(options.destination(session, name), message(one, session));
            }
            session.commit();
            batch.forEach(one -> one.exchange()
                    .setProperty(
                            Told.PROPERTY,
                            new Told(one.exchange().getMessage().getHeader(DESTINATION, String.class), null)));
            return null;
        } catch (JMSException | RuntimeException e) {
            session.rollback();
            return options.reason(e);
        }
    }

    private static Message message(Sending<String> one, Session session) throws JMSException {
        Message message = session.createTextMessage(one.message());
        for (Map.Entry<String, Object> header :
                one.exchange().getMessage().getHeaders().entrySet()) {
            Object value = header.getValue();
            if ((header.getKey().startsWith("Sms") || header.getKey().equals(SmsHeaders.TRACE))
                    && (value instanceof String || value instanceof Integer || value instanceof Long)) {
                message.setObjectProperty(header.getKey(), value);
            }
        }
        message.setJMSCorrelationID(one.exchange().getMessage().getHeader(CORRELATION_ID, String.class));
        return message;
    }
}
