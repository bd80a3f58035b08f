package org.smshub.hub.jms;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.support.LifecycleStrategySupport;
import org.smshub.hub.bus.BusLine;
import org.smshub.ledger.store.DataFolder;

/**
 * Connections to the broker of {@code hub.jms.broker}: an Artemis in the hub itself ({@code embedded}), or any by its URL. The
 * kind of a URL that does not say it ({@code amqp:}) is that of {@link #setProvider}.
 */
public class JmsConnections implements ConnectionFactory, CamelContextAware {

    /** In place of a URL. */
    static final String EMBEDDED = "embedded";

    private static final Map<String, String> PROVIDERS = Map.of(
            "artemis", "org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory",
            "activemq", "org.apache.activemq.ActiveMQConnectionFactory",
            "amqp", "org.apache.qpid.jms.JmsConnectionFactory");
    private static final Pattern SECRETS = Pattern.compile("[?].*|(?<=//)[^/@]*@");

    /** The same in a text of somebody else's. */
    private static final Pattern SECRETS_WITHIN = Pattern.compile("[?][^\\s'\"<>]*|(?<=//)[^/@\\s]*@");

    private CamelContext camelContext;
    private String broker = EMBEDDED;
    private String provider = "";
    private String user = "";
    private String password = "";
    private String directory = "data";
    private int port;
    private ConnectionFactory factory;
    private EmbeddedBroker embedded;

    /** What is told of the broker: no password, no option. */
    public String name() {
        return isEmbedded() ? "the hub's own" : SECRETS.matcher(broker).replaceAll("");
    }

    /** Why the broker cannot be worked with: no password, no option of its URL. */
    String why(Throwable failure) {
        String why = SECRETS_WITHIN
                .matcher(BusLine.reason(failure).replace(broker, name()))
                .replaceAll("");
        if (failure instanceof JMSSecurityException) {
            return why + ": the hub is " + (user.isEmpty() ? "nobody" : "'" + user + "'")
                    + " there, by camel.beans.jmsConnections.user and .password (HUB_JMS_USER, HUB_JMS_PASSWORD)";
        }
        return failure.getCause() instanceof GeneralSecurityException || failure.getCause() instanceof SSLException
                ? why + ": the host and the trust store are those of hub.jms.broker"
                : why;
    }

    private boolean isEmbedded() {
        return broker.equals(EMBEDDED);
    }

    @Override
    public Connection createConnection() throws JMSException {
        ConnectionFactory to = factory();
        try {
            return user.isEmpty() ? to.createConnection() : to.createConnection(user, password);
        } catch (JMSSecurityException e) {
            throw e;
        } catch (JMSException e) {
            Exception obstacle = isEmbedded() ? null : Reach.obstacle(broker);
            if (obstacle == null) {
                throw e;
            }
            JMSException reached = new JMSException(BusLine.reason(obstacle));
            reached.initCause(obstacle);
            throw reached;
        }
    }

    @Override
    public Connection createConnection(String userName, String secret) throws JMSException {
        return factory().createConnection(userName, secret);
    }

    @Override
    public JMSContext createContext() {
        return user.isEmpty() ? factory().createContext() : factory().createContext(user, password);
    }

    @Override
    public JMSContext createContext(String userName, String secret) {
        return factory().createContext(userName, secret);
    }

    @Override
    public JMSContext createContext(String userName, String secret, int sessionMode) {
        return factory().createContext(userName, secret, sessionMode);
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return user.isEmpty()
                ? factory().createContext(sessionMode)
                : factory().createContext(user, password, sessionMode);
    }

    private synchronized ConnectionFactory factory() {
        if (factory == null) {
            factory = make(isEmbedded() ? "vm://" + EmbeddedBroker.ID : broker);
        }
        return factory;
    }

    private ConnectionFactory make(String url) {
        String kind = provider.isEmpty() ? url.startsWith("amqp") ? "amqp" : "artemis" : provider;
        String type = PROVIDERS.getOrDefault(kind, kind);
        try {
            return Class.forName(type)
                    .asSubclass(ConnectionFactory.class)
                    .getConstructor(String.class)
                    .newInstance(url);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException("hub.jms.broker is no URL of " + kind + ": " + why(e.getCause()));
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "camel.beans.jmsConnections.provider is artemis, activemq, amqp or the class of a connection factory made of a URL, not '"
                            + kind + "' (" + e + ")",
                    e);
        }
    }

    private void start() {
        if (!isEmbedded()) {
            factory(); // a wrong URL is an error of the start
            return;
        }
        try {
            Path data = Path.of(directory).toAbsolutePath();
            new DataFolder(data).make();
            new DataFolder(data.resolve("broker")).make();
            embedded = new EmbeddedBroker(data.resolve("broker"), port, user, password);
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The hub's own broker does not start (" + e.getMessage() + "): its journal is "
                            + Path.of(directory, "broker") + ", its port camel.beans.jmsConnections.port = " + port
                            + "; another hub may have either",
                    e);
        }
    }

    private void stop() {
        if (embedded != null) {
            embedded.close();
            embedded = null;
        }
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    /** The hub's own broker runs from before the first route to after the last. */
    @Override
    public void setCamelContext(CamelContext camelContext) {
        if (this.camelContext != null) {
            return; // Camel Main says it twice
        }
        this.camelContext = camelContext;
        camelContext.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStarting(CamelContext context) {
                start();
            }

            @Override
            public void onContextStopped(CamelContext context) {
                stop();
            }
        });
    }

    public String getBroker() {
        return broker;
    }

    /** {@code embedded}, or the URL of a broker, without user and password. */
    public void setBroker(String broker) {
        this.broker = broker.trim();
    }

    public String getProvider() {
        return provider;
    }

    /** {@code artemis}, {@code activemq} (Classic), {@code amqp}, or the class of a connection factory made of a URL. */
    public void setProvider(String provider) {
        this.provider = provider.trim();
    }

    public String getUser() {
        return user;
    }

    /** Empty = none. Of the hub's own broker the one user that it lets in. */
    public void setUser(String user) {
        this.user = user.trim();
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getDirectory() {
        return directory;
    }

    /** Of the hub's data; the journal of its own broker lies in {@code broker} there. */
    public void setDirectory(String directory) {
        this.directory = directory;
    }

    public int getPort() {
        return port;
    }

    /** Where the hub's own broker listens, on the loopback interface; 0 = nowhere. */
    public void setPort(int port) {
        this.port = port;
    }
}
