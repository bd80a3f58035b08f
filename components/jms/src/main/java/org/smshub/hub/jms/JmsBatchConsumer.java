package org.smshub.hub.jms;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.Problem;
import org.smshub.hub.bus.BusConsumer;
import org.smshub.link.SmsHeaders;

/**
 * One session, one thread: takes what waits, up to so many, hands all of it to the route, waits for its end, and commits. What
 * the route refuses goes to the queue for that in the same transaction. A batch that fails is rolled back and comes again
 * message by message, until the one is found that the hub fails on.
 */
class JmsBatchConsumer extends BusConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(JmsBatchConsumer.class);
    private static final long RECEIVE_MILLIS = 1_000;
    private static final long REPLY_MILLIS = 10 * 60 * 1_000;
    private static final String COUNT = "JMSXDeliveryCount";

    /** Characters and octets of the messages of a batch, about: then it is full. */
    private static final long SIZE_MAX = 4L << 20;

    private static final String ERROR_FIELD = "SmsErrorField";

    private final JmsBatchEndpoint options;

    /** Messages that are taken one by one, since the batch they came in failed. */
    private int alone;

    JmsBatchConsumer(JmsBatchEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint;
    }

    @Override
    protected void work() throws Exception {
        try (Connection connection = options.connect(line);
                Session session = JmsBatchEndpoint.transacted(connection);
                Session replies = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(options.destination(session, null));
                MessageProducer aside = session.createProducer(null);
                MessageProducer reply = replies.createProducer(null)) {
            reply.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            reply.setTimeToLive(REPLY_MILLIS);
            line.good();
            while (line.isRunning()) {
                JmsBatch batch = take(consumer);
                if (batch.size() > 0 && !settle(batch, session, aside, replies, reply)) {
                    session.rollback();
                    alone = batch.size() == 1 ? alone : Math.max(alone, batch.size());
                    line.pause(options.getReconnectDelay());
                }
            }
        }
    }

    private JmsBatch take(MessageConsumer consumer) throws JMSException {
        JmsBatch batch = new JmsBatch();
        int most = alone > 0 ? 1 : options.getMaxMessages();
        long size = 0;
        try {
            Message message = consumer.receive(RECEIVE_MILLIS);
            while (message != null) {
                batch.add(message);
                size += JmsRecords.size(message);
                message = batch.size() < most && size < SIZE_MAX ? consumer.receiveNoWait() : null;
            }
        } catch (JMSException | RuntimeException e) {
            // it may be the next message that cannot be read at all: those before it are not to share its fate
            alone = Math.max(alone, batch.size());
            throw e;
        }
        return batch;
    }

    /** @return whether the transaction is committed; else it is to be rolled back */
    private boolean settle(
            JmsBatch batch, Session session, MessageProducer aside, Session replies, MessageProducer reply)
            throws JMSException, InterruptedException {
        Exception failure = route(batch);
        boolean failed = failure != null
                || batch.all().stream()
                        .anyMatch(one -> one.answer() != null
                                && !one.answer().accepted()
                                && !one.answer().forGood());
        if (failed) {
            if (failure != null) {
                LOG.warn("{}: {}", line.name(), failure.toString());
            }
            JmsBatch.One first = batch.all().get(0);
            if (batch.size() > 1 || first.message().getIntProperty(COUNT) < options.getAttempts()) {
                return false;
            }
            if (failure != null) {
                first.answer(Answer.of(failure), Problem.of(failure).json());
            }
            aside(first, session, aside);
        } else {
            for (JmsBatch.One one : batch.all()) {
                if (one.answer() != null && !one.answer().accepted()) {
                    aside(one, session, aside);
                }
            }
        }
        session.commit();
        alone = Math.max(0, alone - batch.size());
        for (JmsBatch.One one : batch.all()) {
            reply(one, replies, reply);
        }
        return true;
    }

    /** The message itself, with the reason; in the transaction that takes it off its queue. */
    private void aside(JmsBatch.One one, Session session, MessageProducer producer) throws JMSException {
        Answer why = one.answer();
        if (options.getRefused().isEmpty()) {
            LOG.warn(
                    "{}: a message is refused and dropped ({}); refused names a queue for such",
                    line.name(),
                    why.field());
            return;
        }
        Message message = one.message();
        writable(message);
        message.setJMSCorrelationID(one.id());
        message.setStringProperty(SmsHeaders.ERROR_TEXT, why.reason());
        if (why.field() != null) {
            message.setStringProperty(ERROR_FIELD, why.field());
        }
        producer.send(session.createQueue(options.getRefused()), message);
    }

    /** With those of its properties that may be set: other protocols have names and values that those of JMS are not. */
    private static void writable(Message message) throws JMSException {
        Map<String, Object> properties = new LinkedHashMap<>();
        try {
            for (String name : JmsRecords.names(message.getPropertyNames())) {
                if (!name.startsWith("JMS") && !name.startsWith("_AMQ")) {
                    properties.put(name, message.getObjectProperty(name));
                }
            }
        } catch (JMSException | RuntimeException e) {
            LOG.debug("The properties of a message that is refused could not be read", e);
        }
        message.clearProperties();
        properties.forEach((name, value) -> {
            try {
                message.setObjectProperty(name, value);
            } catch (JMSException | RuntimeException e) {
                LOG.debug("A property of a message that is refused could not be set", e);
            }
        });
    }

    /** As good as it can be: who has heard nothing asks again, and gets the first answer. */
    private void reply(JmsBatch.One one, Session session, MessageProducer producer) {
        try {
            Destination to = one.message().getJMSReplyTo();
            if (to == null || one.reply() == null) {
                return;
            }
            TextMessage reply = session.createTextMessage(new String(one.reply(), StandardCharsets.UTF_8));
            reply.setJMSCorrelationID(one.correlation());
            producer.send(to, reply);
        } catch (JMSException | RuntimeException e) {
            LOG.debug("{}: an answer could not be sent", line.name(), e);
        }
    }
}
