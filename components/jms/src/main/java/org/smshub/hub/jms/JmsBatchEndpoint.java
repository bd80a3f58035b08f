package org.smshub.hub.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.camel.Category;
import org.apache.camel.Processor;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.smshub.hub.bus.BusConsumer;
import org.smshub.hub.bus.BusEndpoint;
import org.smshub.hub.bus.BusLine;
import org.smshub.hub.bus.BusProducer;

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
public class JmsBatchEndpoint extends BusEndpoint {

    @UriPath(description = "queue or topic", enums = "queue,topic", defaultValue = "queue")
    private final String destinationType;

    @UriPath(description = "Its name")
    @Metadata(required = true)
    private final String destinationName;

    @UriParam(description = "Who connects to the broker")
    @Metadata(required = true)
    private ConnectionFactory connectionFactory;

    @UriParam(
            label = "consumer",
            description =
                    "The queue for messages that are refused for good, with SmsErrorText and SmsErrorField; empty = none:"
                            + " they are dropped")
    private String refused = "";

    JmsBatchEndpoint(String uri, JmsBatchComponent component, String destinationType, String destinationName) {
        super(uri, component, "jms");
        this.destinationType = destinationType;
        this.destinationName = destinationName;
    }

    @Override
    protected void check() {
        super.check();
        require(connectionFactory != null, "connectionFactory", "the bean that connects, such as #bean:jmsConnections");
    }

    @Override
    protected BusConsumer consumer(Processor processor) {
        return new JmsBatchConsumer(this, processor);
    }

    @Override
    protected BusProducer<?> producer() {
        return new JmsBatchProducer(this);
    }

    @Override
    protected String destination() {
        return destinationName;
    }

    static Session transacted(Connection connection) throws JMSException {
        return connection.createSession(true, Session.SESSION_TRANSACTED);
    }

    /** A connection that has begun, and ends the line's task when it breaks. */
    Connection connect(BusLine line) throws JMSException {
        Connection connection = connectionFactory.createConnection();
        try {
            connection.setExceptionListener(e -> line.lost());
            connection.start();
            return connection;
        } catch (JMSException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** @param name of the destination where a message names another one, or null */
    Destination destination(Session session, String name) throws JMSException {
        String its = name == null ? destinationName : name;
        return destinationType.equals("topic") ? session.createTopic(its) : session.createQueue(its);
    }

    @Override
    protected String broker() {
        return connectionFactory instanceof JmsConnections connections
                ? connections.name()
                : connectionFactory.getClass().getSimpleName();
    }

    @Override
    protected String reason(Throwable why) {
        return connectionFactory instanceof JmsConnections connections ? connections.why(why) : super.reason(why);
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

    public String getRefused() {
        return refused;
    }

    /** The queue for messages that are refused for good; empty = none: they are dropped. */
    public void setRefused(String refused) {
        this.refused = refused;
    }
}
