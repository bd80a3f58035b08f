package org.smshub.it.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.smshub.bench.HubSite;

/**
 * JMS with the broker in the hub, with Artemis and ActiveMQ Classic in processes of their own, and by AMQP 1.0; the application
 * is a plain client of each.
 */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class JmsIT {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int KILLED = FULL ? 10_000 : 400;
    private static final int IN_A_TRANSACTION = 50;
    private static final int ROUNDS = FULL ? 8 : 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    enum Way {
        EMBEDDED,
        ARTEMIS,
        CLASSIC,
        AMQP
    }

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final int ownPort = HubSite.freePort();
    private BrokerProcess broker;

    private BusHub hub(Way way) throws Exception {
        BusHub hub = new BusHub(folder.resolve("centre"), "jms");
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("hub.jms.broker", url(way));
        properties.put("camel.beans.jmsConnections", "#class:org.smshub.hub.jms.JmsConnections");
        properties.put("camel.beans.jmsConnections.broker", "{{hub.jms.broker}}");
        if (way == Way.CLASSIC) {
            properties.put("camel.beans.jmsConnections.provider", "activemq");
        }
        if (way == Way.EMBEDDED) {
            properties.put("camel.beans.jmsConnections.directory", "{{hub.data}}");
            properties.put("camel.beans.jmsConnections.port", Integer.toString(ownPort));
            properties.put("camel.beans.jmsConnections.user", "{{env:HUB_JMS_USER:}}");
            properties.put("camel.beans.jmsConnections.password", "{{env:HUB_JMS_PASSWORD:}}");
            hub.site.environment().put("HUB_JMS_USER", "app");
            hub.site.environment().put("HUB_JMS_PASSWORD", "s3cret");
        }
        properties.put("camel.beans.jmsMessages", "#class:org.smshub.hub.jms.JmsMessages");
        properties.put("camel.routeTemplate[shop].templateId", "jms-in");
        properties.put("camel.routeTemplate[shop].queue", "sms.shop");
        properties.put("camel.routeTemplate[shop].client", "shop");
        properties.put("camel.routeTemplate[jms-out].templateId", "jms-out");
        hub.properties(properties);
        return hub;
    }

    private String url(Way way) {
        return switch (way) {
            case EMBEDDED -> "embedded";
            case ARTEMIS, CLASSIC -> "tcp://127.0.0.1:" + broker.port();
            case AMQP -> "amqp://127.0.0.1:" + broker.port();
        };
    }

    private void broker(Way way) {
        broker = way == Way.EMBEDDED
                ? null
                : new BrokerProcess(
                        way == Way.CLASSIC ? BrokerProcess.Kind.CLASSIC : BrokerProcess.Kind.ARTEMIS,
                        folder.resolve("broker"));
    }

    private Connection connect(Way way) throws JMSException {
        ConnectionFactory factory =
                switch (way) {
                    case EMBEDDED ->
                        new org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory(
                                "tcp://127.0.0.1:" + ownPort);
                    case ARTEMIS -> new org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory(url(way));
                    case CLASSIC -> new org.apache.activemq.ActiveMQConnectionFactory(url(way));
                    case AMQP -> new org.apache.qpid.jms.JmsConnectionFactory(url(way));
                };
        Connection connection =
                way == Way.EMBEDDED ? factory.createConnection("app", "s3cret") : factory.createConnection();
        connection.start();
        return connection;
    }

    private static Message next(Session session, String queue) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message = consumer.receive(BusHub.PATIENCE.toMillis());
            assertThat(message).as(queue).isNotNull();
            return message;
        }
    }

    /** The hub starts without its broker, says DOWN, serves HTTP, and comes to it when it is there; the same when it goes. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void inOutAskAndRefused(Way way) throws Exception {
        broker(way);
        try (BusHub hub = hub(way)) {
            hub.start();
            if (broker != null) {
                hub.awaitHealth("consumer:shop", "DOWN");
                broker.start();
            }
            hub.awaitHealth("consumer:shop", "UP");
            exchange(way, "1");
            if (broker != null) {
                broker.kill();
                hub.awaitHealth("consumer:shop", "DOWN");
                broker.start();
                hub.awaitHealth("consumer:shop", "UP");
                exchange(way, "2");
            }
            assertThat(Files.readString(hub.site.log()))
                    .contains("the property copyTo of a message means nothing here")
                    .doesNotContain("6001202")
                    .doesNotContain("AMQ601500");
        } finally {
            if (broker != null) {
                broker.close();
            }
        }
    }

    private void exchange(Way way, String ref) throws Exception {
        try (Connection connection = connect(way);
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue("sms.shop"))) {
            var answers = session.createTemporaryQueue();
            TextMessage json = session.createTextMessage(
                    "{\"to\":\"+4860012020" + ref + "\",\"text\":\"Hi\",\"ref\":\"" + ref + "\"}");
            json.setJMSReplyTo(answers);
            json.setJMSCorrelationID("mine-" + ref);
            producer.send(json);
            try (MessageConsumer consumer = session.createConsumer(answers)) {
                TextMessage answer = (TextMessage) consumer.receive(BusHub.PATIENCE.toMillis());
                assertThat(answer).as("an answer").isNotNull();
                assertThat(answer.getJMSCorrelationID()).isEqualTo("mine-" + ref);
                JsonNode said = JSON.readTree(answer.getText());
                assertThat(said.path("plan").path("parts").asInt()).isEqualTo(1);
                TextMessage event = (TextMessage) next(session, "sms.events.shop");
                JsonNode told = JSON.readTree(event.getText());
                assertThat(told.path("id").asText()).isEqualTo(said.path("id").asText());
                assertThat(told.path("state").asText()).isEqualTo("DELIVERED");
                assertThat(event.getJMSCorrelationID()).isEqualTo("mine-" + ref);
            }
            MapMessage map = session.createMapMessage();
            map.setString("to", "nobody");
            map.setString("text", "x");
            producer.send(map);
            Message refused = next(session, "sms.refused");
            assertThat(refused.getStringProperty("SmsErrorField")).isEqualTo("to");
            hostile(session, producer, ref);
            producer.send(session.createObjectMessage("a Java object"));
            assertThat(next(session, "sms.refused").getStringProperty("SmsErrorText"))
                    .contains("Java objects");
        }
    }

    /** What others take for an order of Camel's, or of the hub's, is nothing here; the message itself is good. */
    private void hostile(Session session, MessageProducer producer, String ref) throws Exception {
        var answers = session.createTemporaryQueue();
        TextMessage hostile = session.createTextMessage("Hi");
        hostile.setStringProperty("SmsTo", "+4860012021" + ref);
        for (String name : List.of("CamelHttpUri", "CAmelHttpUri", "CamelJmsDestinationName", "copyTo")) {
            hostile.setStringProperty(name, "http://127.0.0.1:1/evil");
        }
        hostile.setStringProperty("SmsLinks", "evil");
        hostile.setStringProperty("SmsClient", "demo");
        hostile.setJMSReplyTo(answers);
        producer.send(hostile);
        try (MessageConsumer consumer = session.createConsumer(answers)) {
            TextMessage answer = (TextMessage) consumer.receive(BusHub.PATIENCE.toMillis());
            assertThat(answer).as("an answer").isNotNull();
            assertThat(answer.getJMSCorrelationID()).isEqualTo(hostile.getJMSMessageID());
            assertThat(JSON.readTree(answer.getText()).path("state").asText()).isEqualTo("ACCEPTED");
            // and it is the shop that hears of it
            assertThat(JSON.readTree(((TextMessage) next(session, "sms.events.shop")).getText())
                            .path("state")
                            .asText())
                    .isEqualTo("DELIVERED");
        }
        TextMessage other = session.createTextMessage("Hi");
        other.setStringProperty("SmsTo", "+4860012022" + ref);
        other.setStringProperty("SmsFrom", "an alphanumeric sender that is too long");
        producer.send(other);
        assertThat(next(session, "sms.refused").getStringProperty("SmsErrorField"))
                .isEqualTo("from");
    }

    /** Nor did anybody here write Qpid Proton; by AMQP a property may have any name and any value, and no poison is among them. */
    @ParameterizedTest
    @EnumSource(names = "AMQP")
    void aProgramInPythonSendsByAmqpWhatJmsHasNoNameFor(Way way) throws Exception {
        broker(way);
        try (BusHub hub = hub(way)) {
            broker.start();
            hub.start();
            hub.awaitHealth("consumer:shop", "UP");
            broker.run(List.of(
                    "/usr/bin/python3",
                    Path.of("src/test/resources/org/smshub/it/bus/send.py")
                            .toAbsolutePath()
                            .toString(),
                    "127.0.0.1:" + broker.port()));
            hub.awaitEnded(3);
            // what is UNKNOWN to a hub on a busy machine reaches the centre a moment later
            await().atMost(BusHub.PATIENCE).untilAsserted(() -> assertThat(hub.centre.copies())
                    .containsOnlyKeys("48600120240", "48600120241", "48600120242"));
            try (Connection connection = connect(Way.AMQP);
                    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                Message odd = next(session, "sms.refused");
                assertThat(odd.getStringProperty("SmsErrorField")).isEqualTo("to");
                assertThat(odd.getStringProperty("mine")).isEqualTo("kept");
                for (int i = 1; i < 7; i++) {
                    assertThat(next(session, "sms.refused").getStringProperty("SmsErrorText"))
                            .isNotEmpty();
                }
                hub.awaitHealth("consumer:shop", "UP");
            }
            assertThat(left(Way.AMQP)).isZero();
        } finally {
            broker.close();
        }
    }

    /** Broker and hub are killed again and again while an application sends: each message is sent once, none is left. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void killsLoseNothingAndDoubleNothing(Way way) throws Exception {
        broker(way);
        try (BusHub hub = hub(way)) {
            if (broker != null) {
                broker.start();
            }
            hub.start();
            int sent = 0;
            for (int round = 0; round < ROUNDS; round++) {
                int upTo = KILLED * (round + 1) / ROUNDS;
                int half = (sent + upTo) / 2;
                send(way, sent, half, false);
                int waiting = hub.centre.copies().size() + 1 + random.nextInt((upTo - sent) / 2);
                // the other half comes while all dies
                int from = half;
                CompletableFuture<Void> application = CompletableFuture.runAsync(
                        () -> {
                            for (int i = from; i < upTo; i += IN_A_TRANSACTION) {
                                send(way, i, Math.min(upTo, i + IN_A_TRANSACTION), true);
                            }
                        },
                        task -> new Thread(task, "application").start());
                sent = upTo;
                await().atMost(BusHub.PATIENCE).until(() -> hub.centre.copies().size() >= waiting);
                int what = broker == null ? 1 : round < 3 ? round : random.nextInt(3);
                if (what != 1) {
                    broker.kill();
                }
                if (what != 0) {
                    hub.kill();
                }
                if (what != 1) {
                    broker.start();
                }
                if (what != 0) {
                    hub.start();
                }
                application.get(BusHub.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
            hub.awaitEnded(KILLED);
            hub.compare(KILLED);
            // what was accepted when the kill came is delivered once more, and known
            await("seed " + seed).atMost(BusHub.PATIENCE).ignoreExceptions().until(() -> waiting(way) == 0);
            if (broker != null) {
                hub.process.stop(BusHub.PATIENCE);
            }
            assertThat(left(way)).as("seed %d", seed).isZero();
            hub.compare(KILLED);
            System.out.printf(
                    "FIGURE JMS %s: %d messages, %d kills, in doubt %d%n",
                    way, KILLED, ROUNDS, hub.states().getOrDefault("UNKNOWN", 0));
        } finally {
            if (broker != null) {
                broker.close();
            }
        }
    }

    private static String number(int i) {
        return String.format("4860%07d", i);
    }

    /** All of them; what the application does not know of it sends again, with the same references where it has any. */
    private void send(Way way, int from, int to, boolean referenced) {
        await().atMost(BusHub.PATIENCE).ignoreExceptions().until(() -> {
            try (Connection connection = connect(way);
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageProducer producer = session.createProducer(session.createQueue("sms.shop"))) {
                for (int i = from; i < to; i++) {
                    TextMessage message = session.createTextMessage("Bus test " + i);
                    message.setStringProperty("SmsTo", "+" + number(i));
                    if (referenced) {
                        message.setStringProperty("SmsClientRef", "ref-" + i);
                    }
                    producer.send(message);
                }
                session.commit();
                return true;
            }
        });
    }

    /** What stands in the queue, and is not taken from the hub. */
    private int waiting(Way way) throws JMSException {
        try (Connection connection = connect(way);
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue("sms.shop"))) {
            return Collections.list((Enumeration<?>) browser.getEnumeration()).size();
        }
    }

    /** What stands in the queues for messages, and for those that were put aside. */
    private int left(Way way) throws JMSException {
        int left = 0;
        try (Connection connection = connect(way);
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            for (String queue : List.of("sms.shop", "sms.refused", "DLQ", "ActiveMQ.DLQ")) {
                try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
                    while (consumer.receive(300) != null) {
                        left++;
                    }
                }
            }
        }
        return left;
    }

    /** A program nobody here wrote. */
    @Test
    void theProducerOfArtemisItselfSends() throws Exception {
        broker(Way.ARTEMIS);
        try (BusHub hub = hub(Way.ARTEMIS)) {
            broker.start();
            hub.start();
            hub.awaitHealth("consumer:shop", "UP");
            List<String> command = new ArrayList<>(broker.artemis(
                    "producer",
                    "--url",
                    "tcp://127.0.0.1:" + broker.port(),
                    "--destination",
                    "queue://sms.shop",
                    "--message-count",
                    "3",
                    "--message",
                    "{\"to\":\"+48600100200\",\"text\":\"by artemis producer\"}"));
            broker.run(command);
            hub.awaitEnded(3);
            assertThat(hub.centre.copies()).containsOnlyKeys("48600100200");
        } finally {
            broker.close();
        }
    }
}
