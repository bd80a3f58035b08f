package org.smshub.hub.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Session;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a broker's configuration is one error, which names the thing to change and no secret. */
@Timeout(60)
class JmsConnectionsTest {

    @TempDir
    Path folder;

    private JmsConnections embedded() {
        JmsConnections connections = new JmsConnections();
        connections.setDirectory(folder.resolve("data").toString());
        return connections;
    }

    private static DefaultCamelContext context(JmsConnections connections) {
        DefaultCamelContext context = new DefaultCamelContext();
        connections.setCamelContext(context);
        return context;
    }

    @Test
    void aWrongPasswordNamesItsProperties() throws Exception {
        JmsConnections connections = embedded();
        connections.setUser("app");
        connections.setPassword("right");
        try (DefaultCamelContext context = context(connections)) {
            context.start();
            JmsConnections other = new JmsConnections();
            other.setBroker("vm://" + EmbeddedBroker.ID);
            other.setUser("app");
            other.setPassword("wr0ng");
            JMSSecurityException refused = catchThrowableOfType(
                    JMSSecurityException.class, () -> other.createConnection().close());
            assertThat(other.why(refused))
                    .contains("'app'", "camel.beans.jmsConnections.user", "HUB_JMS_PASSWORD")
                    .doesNotContain("wr0ng");
            other.setUser("");
            assertThat(catchThrowableOfType(JMSSecurityException.class, () -> other.createConnection()
                            .close()))
                    .satisfies(nobody -> assertThat(other.why(nobody)).contains("the hub is nobody there"));
            other.setUser("app");
            other.setPassword("right");
            other.createConnection().close();
        }
    }

    @Test
    void whatIsToldOfABrokerHasNoSecret() {
        JmsConnections connections = new JmsConnections();
        connections.setBroker("tcp://app:s3cret@broker.example.org:61616?trustStorePassword=s3cret");
        assertThat(connections.name()).isEqualTo("tcp://broker.example.org:61616");
        connections.setBroker("ssl://broker.example.org:61617?socket.keyStorePassword=s3cret");
        assertThat(connections.why(new JMSException(
                        "Could not connect to broker URL: ssl://broker.example.org:61617?socket.keyStorePassword=s3cret."
                                + " Reason: refused")))
                .contains("ssl://broker.example.org:61617", "Reason: refused")
                .doesNotContain("s3cret");
        assertThat(connections.why(new JMSException(
                        "amqp://u:s3cret@h:5672?jms.password=s3cret and 'tcp://h?password=s3cret' too")))
                .contains("amqp://h:5672", "too")
                .doesNotContain("s3cret");
    }

    /** The clients have words of their own for it, or none; none of them names the file. */
    @ParameterizedTest
    @CsvSource({
        "artemis, tcp://127.0.0.1:1, refused",
        "artemis, tcp://127.0.0.1:1?sslEnabled=true&trustStoreType=PEM&trustStorePath=/no/ca.pem, /no/ca.pem",
        "activemq, tcp://127.0.0.1:1, refused",
        "amqp, amqp://127.0.0.1:1, refused",
        "amqp, amqps://127.0.0.1:1?transport.trustStoreLocation=/no/ca.p12&transport.trustStorePassword=s3cret, /no/ca.p12"
    })
    void whatIsInTheWayIsNamed(String provider, String broker, String word) {
        JmsConnections connections = new JmsConnections();
        connections.setProvider(provider);
        connections.setBroker(broker);
        assertThatThrownBy(connections::createConnection)
                .isInstanceOf(JMSException.class)
                .satisfies(e -> assertThat(connections.why(e)).contains(word).doesNotContain("s3cret"));
    }

    @Test
    void aWrongUrlOrKindIsAnErrorOfTheStart() throws Exception {
        JmsConnections connections = new JmsConnections();
        connections.setBroker("tcp://bro ker:61616?trustStorePassword=s3cret");
        try (DefaultCamelContext context = context(connections)) {
            assertThatThrownBy(context::start)
                    .hasMessageContaining("hub.jms.broker is no URL of artemis")
                    .hasMessageNotContaining("s3cret");
        }
        JmsConnections kind = new JmsConnections();
        kind.setBroker("tcp://127.0.0.1:61616");
        kind.setProvider("rabbit");
        try (DefaultCamelContext context = context(kind)) {
            assertThatThrownBy(context::start)
                    .hasStackTraceContaining("camel.beans.jmsConnections.provider is artemis, activemq, amqp");
        }
    }

    @Test
    void aPortThatIsTakenOrOpenToAllFailsTheStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            JmsConnections connections = embedded();
            connections.setUser("app");
            connections.setPassword("secret");
            connections.setPort(taken.getLocalPort());
            try (DefaultCamelContext context = context(connections)) {
                assertThatThrownBy(context::start)
                        .hasStackTraceContaining("camel.beans.jmsConnections.port = " + taken.getLocalPort());
            }
        }
        JmsConnections open = embedded();
        open.setPort(1);
        try (DefaultCamelContext context = context(open)) {
            assertThatThrownBy(context::start).hasStackTraceContaining("HUB_JMS_USER, HUB_JMS_PASSWORD");
        }
        // and nothing of either is left: another broker takes the journal at once
        JmsConnections good = embedded();
        try (DefaultCamelContext context = context(good)) {
            context.start();
            good.createConnection().close();
        }
    }

    /** It would not fit into the hub's memory, today or at the next start. */
    @Test
    void theHubsOwnBrokerTakesNoMessageOfAnyLength() throws Exception {
        JmsConnections connections = embedded();
        try (DefaultCamelContext context = context(connections)) {
            context.start();
            assertThatThrownBy(() -> send("vm://" + EmbeddedBroker.ID, "x".repeat(1 << 20)))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("octets at most");
            // a few octets, packed, of a text of any length
            assertThatThrownBy(
                            () -> send("vm://" + EmbeddedBroker.ID + "?compressLargeMessage=true", "x".repeat(400_000)))
                    .isInstanceOf(JMSException.class)
                    .hasMessageContaining("not compressed");
            send("vm://" + EmbeddedBroker.ID, "x".repeat(400_000));
        }
    }

    private static void send(String url, String text) throws JMSException {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue("sms.shop")).send(session.createTextMessage(text));
        }
    }
}
