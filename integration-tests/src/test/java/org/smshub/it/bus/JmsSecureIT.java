package org.smshub.it.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS and login to brokers in processes of their own, as docs/jms.md has it; the certificate is made here and now. */
@Timeout(600)
class JmsSecureIT {

    private static final String WRONG = "wr0ng-s3cret";

    enum Way {
        ARTEMIS,
        AMQP,
        CLASSIC
    }

    @TempDir
    Path folder;

    private BusHub hub(Way way, String url) throws Exception {
        BusHub hub = new BusHub(folder.resolve("centre"), "jms");
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("hub.jms.broker", url);
        properties.put("camel.beans.jmsConnections", "#class:org.smshub.hub.jms.JmsConnections");
        properties.put("camel.beans.jmsConnections.broker", "{{hub.jms.broker}}");
        properties.put("camel.beans.jmsConnections.user", "{{env:HUB_JMS_USER:}}");
        properties.put("camel.beans.jmsConnections.password", "{{env:HUB_JMS_PASSWORD:}}");
        if (way == Way.CLASSIC) {
            properties.put("camel.beans.jmsConnections.provider", "activemq");
        }
        properties.put("camel.beans.jmsMessages", "#class:org.smshub.hub.jms.JmsMessages");
        properties.put("camel.routeTemplate[shop].templateId", "jms-in");
        properties.put("camel.routeTemplate[shop].queue", "sms.shop");
        properties.put("camel.routeTemplate[shop].client", "shop");
        properties.put("camel.routeTemplate[jms-out].templateId", "jms-out");
        hub.properties(properties);
        hub.site.environment().put("HUB_JMS_USER", "admin");
        hub.site.environment().put("HUB_JMS_PASSWORD", "admin");
        return hub;
    }

    /** @param trusted null = whom the JDK trusts */
    private static String url(Way way, int port, Certificate trusted) {
        return switch (way) {
            case ARTEMIS ->
                "tcp://127.0.0.1:" + port + "?sslEnabled=true"
                        + (trusted == null ? "" : "&trustStoreType=PEM&trustStorePath=" + trusted.pem());
            case AMQP ->
                "amqps://127.0.0.1:" + port
                        + (trusted == null
                                ? ""
                                : "?transport.trustStoreType=PKCS12&transport.trustStoreLocation=" + trusted.trust()
                                        + "&transport.trustStorePassword=" + trusted.password());
            case CLASSIC -> "ssl://127.0.0.1:" + port;
        };
    }

    /** Of the JVM's own, which is all that Classic looks at. */
    private static void trust(BusHub hub, Certificate trusted) {
        hub.site
                .environment()
                .merge(
                        "JAVA_OPTS",
                        "-Djavax.net.ssl.trustStore=" + trusted.trust() + " -Djavax.net.ssl.trustStorePassword="
                                + trusted.password(),
                        (before, more) -> before + " " + more);
    }

    private Connection connect(Way way, int port, Certificate trusted) throws Exception {
        ConnectionFactory factory =
                switch (way) {
                    case ARTEMIS ->
                        new org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory(url(way, port, trusted));
                    case AMQP -> new org.apache.qpid.jms.JmsConnectionFactory(url(way, port, trusted));
                    case CLASSIC -> {
                        var classic = new org.apache.activemq.ActiveMQSslConnectionFactory(url(way, port, trusted));
                        classic.setTrustStore(trusted.trust().toString());
                        classic.setTrustStorePassword(trusted.password());
                        yield classic;
                    }
                };
        Connection connection = factory.createConnection("admin", "admin");
        connection.start();
        return connection;
    }

    /** By the input and by the output, once in the log, and by health. */
    private static void said(BusHub hub, String... words) throws Exception {
        // it is down before its first try has failed
        await().atMost(BusHub.PATIENCE).untilAsserted(() -> assertThat(warnings(hub))
                .as("%s", hub.process.lastLines())
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(words)));
        for (String check : List.of("consumer:shop", "jms-out:sms.events")) {
            hub.awaitHealth(check, "DOWN");
            assertThat(hub.check(check).toString()).contains(words).doesNotContain(WRONG, "storepass");
        }
        assertThat(Files.readString(hub.site.log()))
                .doesNotContain(WRONG)
                .doesNotContain("storepass")
                .doesNotContain(" ERROR ")
                .doesNotContain("\tat ");
    }

    private static List<String> warnings(BusHub hub) throws Exception {
        return Files.readAllLines(hub.site.log()).stream()
                .filter(line -> line.contains(" WARN ") && line.contains("cannot be worked with"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whoIsTrustedAndLogsInIsServed(Way way) throws Exception {
        Certificate certificate = Certificate.make(folder.resolve("certificate"), "ip:127.0.0.1");
        try (BrokerProcess broker = new BrokerProcess(
                way == Way.CLASSIC ? BrokerProcess.Kind.CLASSIC : BrokerProcess.Kind.ARTEMIS,
                folder.resolve("broker"),
                certificate)) {
            broker.start();
            try (BusHub stranger = hub(way, url(way, broker.port(), null))) {
                stranger.start();
                said(stranger, "127.0.0.1:" + broker.port(), "PKIX path building failed", "hub.jms.broker");
            }
            try (BusHub hub = hub(way, url(way, broker.port(), certificate))) {
                if (way == Way.CLASSIC) {
                    trust(hub, certificate);
                }
                hub.site.environment().put("HUB_JMS_PASSWORD", WRONG);
                hub.start();
                said(hub, "camel.beans.jmsConnections.user", "HUB_JMS_PASSWORD");
                hub.process.stop(BusHub.PATIENCE);
                hub.site.environment().put("HUB_JMS_PASSWORD", "admin");
                hub.start();
                hub.awaitHealth("consumer:shop", "UP");
                hub.awaitHealth("jms-out:sms.events", "UP");
                try (Connection connection = connect(way, broker.port(), certificate);
                        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                    var answers = session.createTemporaryQueue();
                    TextMessage message = session.createTextMessage("{\"to\":\"+48600120200\",\"text\":\"Hi\"}");
                    message.setJMSReplyTo(answers);
                    session.createProducer(session.createQueue("sms.shop")).send(message);
                    try (MessageConsumer consumer = session.createConsumer(answers)) {
                        TextMessage answer = (TextMessage) consumer.receive(BusHub.PATIENCE.toMillis());
                        assertThat(answer).as("an answer").isNotNull();
                        assertThat(answer.getText()).contains("ACCEPTED");
                    }
                }
            }
        }
    }

    /** A certificate that is good, but another's. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void aBrokerOfAnotherNameIsNone(Way way) throws Exception {
        Certificate certificate = Certificate.make(folder.resolve("certificate"), "dns:other.example.org");
        try (BrokerProcess broker = new BrokerProcess(
                        way == Way.CLASSIC ? BrokerProcess.Kind.CLASSIC : BrokerProcess.Kind.ARTEMIS,
                        folder.resolve("broker"),
                        certificate);
                BusHub hub = hub(way, url(way, broker.port(), certificate))) {
            if (way == Way.CLASSIC) {
                trust(hub, certificate);
            }
            broker.start();
            hub.start();
            said(hub, "127.0.0.1:" + broker.port(), "No subject alternative names matching", "hub.jms.broker");
        }
    }
}
