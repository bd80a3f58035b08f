package org.smshub.hub.jms;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * JMS, many messages in a transaction. From: one exchange a batch, whose body is a {@link JmsBatch}; the transaction ends
 * when the exchange does. To: what waits at the same moment is sent in one transaction; an exchange goes on when it is committed.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "jms-batch",
        syntax = "jms-batch:destinationType:destinationName",
        title = "JMS Batch",
        category = {Category.MESSAGING})
public class JmsBatchEndpoint extends DefaultEndpoint {

    @UriPath(description = "queue or topic", enums = "queue,topic", defaultValue = "queue")
    private final String destinationType;

    @UriPath(description = "Its name")
    @Metadata(required = true)
    private final String destinationName;

    @UriParam(description = "Who connects to the broker")
    @Metadata(required = true)
    private ConnectionFactory connectionFactory;

    @UriParam(description = "Messages in a transaction, up to 1000", defaultValue = "500")
    private int maxMessages = 500;

    @UriParam(
            label = "consumer",
            description =
                    "The queue for messages that are refused for good, with SmsErrorText and SmsErrorField; empty = none:"
                            + " they are dropped")
    private String refused = "";

    @UriParam(
            label = "consumer",
            description = "How often a message is tried on which the hub itself fails, until it is put aside",
            defaultValue = "3")
    private int attempts = 3;

    @UriParam(
            description =
                    "How long until the first try to come back to a broker that is away; it doubles up to ten times",
            javaType = "java.time.Duration",
            defaultValue = "500")
    private long reconnectDelay = 500;

    @UriParam(
            label = "producer",
            description = "Exchanges that wait for their transaction; more are refused",
            defaultValue = "1000")
    private int window = 1_000;

    JmsBatchEndpoint(String uri, JmsBatchComponent component, String destinationType, String destinationName) {
        super(uri, component);
        this.destinationType = destinationType;
        this.destinationName = destinationName;
    }

    private void check() {
        require(connectionFactory != null, "connectionFactory", "the bean that connects, such as #bean:jmsConnections");
        require(maxMessages >= 1 && maxMessages <= 1_000, "maxMessages", "1 to 1000");
        require(attempts >= 1, "attempts", "1 or more");
        require(reconnectDelay >= 1, "reconnectDelay", "1 ms or more");
        require(window >= 1, "window", "1 or more");
    }

    private static void require(boolean good, String option, String wanted) {
        if (!good) {
            throw new IllegalArgumentException("Option " + option + " of jms-batch must be " + wanted);
        }
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        check();
        JmsBatchConsumer consumer = new JmsBatchConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        check();
        return new JmsBatchProducer(this);
    }

    /** @param name of the destination where a message names another one, or null */
    Destination destination(Session session, String name) throws JMSException {
        String its = name == null ? destinationName : name;
        return destinationType.equals("topic") ? session.createTopic(its) : session.createQueue(its);
    }

    /** What is told of the broker. */
    String broker() {
        return connectionFactory instanceof JmsConnections connections
                ? connections.name()
                : connectionFactory.getClass().getSimpleName();
    }

    /** Why it cannot be worked with: no password, no option. */
    String why(Throwable failure) {
        return connectionFactory instanceof JmsConnections connections ? connections.why(failure) : failure.toString();
    }

    public String getDestinationType() {
        return destinationType;
    }

    public String getDestinationName() {
        return destinationName;
    }

    public ConnectionFactory getConnectionFactory() {
        return connectionFactory;
    }

    /** Who connects to the broker. */
    public void setConnectionFactory(ConnectionFactory connectionFactory) {
        this.connectionFactory = connectionFactory;
    }

    public int getMaxMessages() {
        return maxMessages;
    }

    /** Messages in a transaction, up to 1000. */
    public void setMaxMessages(int maxMessages) {
        this.maxMessages = maxMessages;
    }

    public String getRefused() {
        return refused;
    }

    /** The queue for messages that are refused for good; empty = none: they are dropped. */
    public void setRefused(String refused) {
        this.refused = refused;
    }

    public int getAttempts() {
        return attempts;
    }

    /** How often a message is tried on which the hub itself fails, until it is put aside. */
    public void setAttempts(int attempts) {
        this.attempts = attempts;
    }

    public long getReconnectDelay() {
        return reconnectDelay;
    }

    /** How long until the first try to come back to a broker that is away, in milliseconds; it doubles up to ten times. */
    public void setReconnectDelay(long reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public int getWindow() {
        return window;
    }

    /** Exchanges that wait for their transaction; more are refused. */
    public void setWindow(int window) {
        this.window = window;
    }
}
