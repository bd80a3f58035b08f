package org.smshub.hub.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.support.DefaultConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.link.SmsHeaders;

/** Messages of every type through the shipped routes and the hub's own broker. */
@Timeout(60)
class JmsInTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Tells when somebody makes an object of it. */
    static final class Trap implements Serializable {
        private static final long serialVersionUID = 1;
        static final AtomicInteger MADE = new AtomicInteger();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            MADE.incrementAndGet();
            in.defaultReadObject();
        }
    }

    @TempDir
    Path folder;

    private JmsHub hub;
    private Connection connection;
    private Session session;

    @BeforeEach
    void start() throws Exception {
        hub = new JmsHub(folder);
        connection = hub.connections.createConnection();
        connection.start();
        session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    @AfterEach
    void stop() throws JMSException {
        connection.close();
        hub.close();
    }

    private void send(Message message) throws JMSException {
        session.createProducer(session.createQueue("sms.shop")).send(message);
    }

    private TextMessage text(String text, String to) throws JMSException {
        TextMessage message = session.createTextMessage(text);
        if (to != null) {
            message.setStringProperty(SmsHeaders.TO, to);
        }
        return message;
    }

    private JmsHub.Sent sent(int count) {
        await().atMost(PATIENCE).until(() -> hub.sent.size() >= count);
        return hub.sent.get(count - 1);
    }

    private Message next(String queue) throws JMSException {
        try (MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message = consumer.receive(PATIENCE.toMillis());
            assertThat(message).as(queue).isNotNull();
            return message;
        }
    }

    @Test
    void textJsonMapAndOctets() throws Exception {
        TextMessage plain = text("Plain {text}", "+48600100200");
        plain.setStringProperty(SmsHeaders.FROM, "ACME");
        plain.setStringProperty(SmsHeaders.CLIENT_REF, "r-1");
        plain.setIntProperty(SmsHeaders.PRIORITY, 3);
        send(plain);
        assertThat(sent(1))
                .extracting(
                        JmsHub.Sent::client, JmsHub.Sent::to, JmsHub.Sent::from, JmsHub.Sent::body, JmsHub.Sent::ref)
                .containsExactly("shop", "+48600100200", "ACME", "Plain {text}", "r-1");
        TextMessage json = text("{\"to\":\"+48600100201\",\"text\":\"Zażółć\",\"class\":0}", null);
        send(json);
        assertThat(sent(2).body()).isEqualTo("Zażółć");
        assertThat(sent(2).ref()).isEqualTo(json.getJMSMessageID());
        MapMessage map = session.createMapMessage();
        map.setString("to", "+48600100202");
        map.setString("text", "A map");
        map.setInt("priority", 0);
        send(map);
        assertThat(sent(3).body()).isEqualTo("A map");
        BytesMessage octets = session.createBytesMessage();
        octets.writeBytes(new byte[] {1, 2, (byte) 0xFF});
        octets.setStringProperty(SmsHeaders.TO, "+48600100203");
        octets.setStringProperty(SmsHeaders.ENCODING, "BINARY");
        send(octets);
        assertThat(sent(4).body()).isEqualTo(new byte[] {1, 2, (byte) 0xFF});
        BytesMessage utf8 = session.createBytesMessage();
        utf8.writeBytes("{\"to\":\"+48600100204\",\"text\":\"ź\"}".getBytes(StandardCharsets.UTF_8));
        send(utf8);
        assertThat(sent(5).body()).isEqualTo("ź");
    }

    /** Artemis makes up another JMSMessageID at each delivery of what came by AMQP. */
    @Test
    void whatCameByAmqpIsKnownByTheIdItsSenderGaveIt() throws Exception {
        for (String text : List.of("first", "again", "other")) {
            Message message = text(text, "+48600100200");
            message.setStringProperty("NATIVE_MESSAGE_ID", text.equals("other") ? "proton-2" : "proton-1");
            send(message);
        }
        sent(2);
        Message last = text("last", "+48600100200");
        send(last);
        sent(3);
        assertThat(hub.sent).hasSize(3);
    }

    @Test
    void whatIsRefusedGoesAsideWithTheReason() throws Exception {
        send(text("no number", "hello"));
        Message aside = next("sms.refused");
        assertThat(((TextMessage) aside).getText()).isEqualTo("no number");
        assertThat(aside.getStringProperty("SmsErrorField")).isEqualTo("to");
        assertThat(aside.getStringProperty(SmsHeaders.ERROR_TEXT)).contains("is no phone number");
        send(text("{\"to\":\"+48600100200\",\"text\":\"a\",\"text\":\"b\"}", null));
        assertThat(next("sms.refused").getStringProperty(SmsHeaders.ERROR_TEXT)).contains("twice");
        TextMessage twice = text("{\"to\":\"+48600100200\",\"text\":\"a\",\"ref\":\"x\"}", null);
        twice.setStringProperty(SmsHeaders.CLIENT_REF, "y");
        send(twice);
        assertThat(next("sms.refused").getStringProperty("SmsErrorField")).isEqualTo("ref");
        send(text("x".repeat(70_000), "+48600100200"));
        assertThat(next("sms.refused").getStringProperty(SmsHeaders.ERROR_TEXT)).contains("65536");
        send(text("good", "+48600100200"));
        assertThat(sent(1).body()).isEqualTo("good");
    }

    @Test
    void aStrangersObjectIsNeverMadeAndHostilePropertiesDoNothing() throws Exception {
        send(session.createObjectMessage(new Trap()));
        assertThat(next("sms.refused").getStringProperty(SmsHeaders.ERROR_TEXT)).contains("Java objects");
        assertThat(Trap.MADE).hasValue(0);
        StreamMessage stream = session.createStreamMessage();
        stream.writeString("+48600100200");
        send(stream);
        assertThat(next("sms.refused").getStringProperty(SmsHeaders.ERROR_TEXT)).contains("streams");
        TextMessage hostile = text("good", "+48600100200");
        hostile.setStringProperty("CamelHttpUri", "http://127.0.0.1:1/");
        hostile.setStringProperty("CAmelHttpUri", "http://127.0.0.1:1/");
        hostile.setStringProperty("copyTo", "evil");
        hostile.setStringProperty(SmsHeaders.CLIENT, "demo");
        hostile.setStringProperty(SmsHeaders.LINKS, "nowhere");
        hostile.setStringProperty(SmsHeaders.ID, "mine");
        hostile.setStringProperty("smsfrom", "EVIL");
        send(hostile);
        JmsHub.Sent sent = sent(1);
        assertThat(sent.client()).isEqualTo("shop");
        assertThat(sent.from()).isNull();
        assertThat(sent.id()).isNotEqualTo("mine");
        TextMessage other = text("not as another", "+48600100200");
        other.setStringProperty(SmsHeaders.FROM, "EVIL");
        send(other);
        assertThat(next("sms.refused").getStringProperty("SmsErrorField")).isEqualTo("from");
    }

    @Test
    void whoAsksGetsIdAndPlanOrTheProblem() throws Exception {
        var answers = session.createTemporaryQueue();
        TextMessage good = text("{\"to\":\"+48600100200\",\"text\":\"Hi\",\"ref\":\"once\"}", null);
        good.setJMSReplyTo(answers);
        good.setJMSCorrelationID("my-id");
        try (MessageConsumer consumer = session.createConsumer(answers)) {
            send(good);
            TextMessage answer = (TextMessage) consumer.receive(PATIENCE.toMillis());
            assertThat(answer.getJMSCorrelationID()).isEqualTo("my-id");
            JsonNode json = JSON.readTree(answer.getText());
            assertThat(json.path("state").asText()).isEqualTo("ACCEPTED");
            assertThat(json.path("plan").path("parts").asInt()).isEqualTo(1);
            String id = json.path("id").asText();
            send(good);
            TextMessage again = (TextMessage) consumer.receive(PATIENCE.toMillis());
            assertThat(JSON.readTree(again.getText()).path("id").asText()).isEqualTo(id);
            TextMessage bad = text("{\"to\":\"x\",\"text\":\"Hi\"}", null);
            bad.setJMSReplyTo(answers);
            send(bad);
            TextMessage problem = (TextMessage) consumer.receive(PATIENCE.toMillis());
            assertThat(problem.getJMSCorrelationID()).isEqualTo(bad.getJMSMessageID());
            assertThat(JSON.readTree(problem.getText()).path("field").asText()).isEqualTo("to");
        }
        // nobody waits any more: no harm
        answers.delete();
        TextMessage late = text("late", "+48600100209");
        late.setJMSReplyTo(answers);
        send(late);
        assertThat(sent(2).body()).isEqualTo("late");
    }

    @Test
    void theOneOnWhichTheHubFailsGoesAsideAndTheOthersAreSentOnce() throws Exception {
        for (int i = 0; i < 10; i++) {
            TextMessage message = text(i == 4 ? JmsHub.POISON : "good " + i, "+4860010020" + i);
            if (i == 4) {
                message.setJMSReplyTo(session.createQueue("answers"));
            }
            send(message);
        }
        Message aside = next("sms.refused");
        assertThat(((TextMessage) aside).getText()).isEqualTo(JmsHub.POISON);
        assertThat(aside.getStringProperty(SmsHeaders.ERROR_TEXT)).contains("its log says why");
        JsonNode problem = JSON.readTree(((TextMessage) next("answers")).getText());
        assertThat(problem.path("status").asInt()).isEqualTo(500);
        sent(9);
        send(text("last", "+48600100299"));
        assertThat(sent(10).body()).isEqualTo("last");
        assertThat(hub.sent).extracting(JmsHub.Sent::ref).doesNotHaveDuplicates();
    }

    @Test
    void receiptsAndIncomingMessagesGoOutWithTheCorrelationOfTheirSender() throws Exception {
        TextMessage message = text("Hi", "+48600100200");
        message.setJMSCorrelationID("order 7/1");
        message.setStringProperty(SmsHeaders.CLIENT_REF, "r-7");
        send(message);
        String id = sent(1).id();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> hub.tell(
                        "ledger:receipt",
                        Map.of(
                                SmsHeaders.LINK, "line",
                                SmsHeaders.REMOTE_ID, id,
                                SmsHeaders.TO, "+48600100200",
                                SmsHeaders.STATE, "DELIVERED"),
                        null));
        TextMessage event = (TextMessage) next("sms.events.shop");
        assertThat(event.getJMSCorrelationID()).isEqualTo("order 7/1");
        assertThat(event.getStringProperty(SmsHeaders.STATE)).isEqualTo("DELIVERED");
        JsonNode json = JSON.readTree(event.getText());
        assertThat(json.path("id").asText()).isEqualTo(id);
        assertThat(json.path("ref").asText()).isEqualTo("r-7");
        assertThat(json.path("state").asText()).isEqualTo("DELIVERED");
        hub.tell(
                "direct:incoming",
                Map.of(SmsHeaders.LINK, "line", SmsHeaders.FROM, "+48600100201", SmsHeaders.TO, "2345"),
                "STOP");
        JsonNode incoming = JSON.readTree(((TextMessage) next("sms.events.shop")).getText());
        assertThat(incoming.path("kind").asText()).isEqualTo("MESSAGE");
        assertThat(incoming.path("text").asText()).isEqualTo("STOP");
        assertThat(incoming.path("from").asText()).isEqualTo("+48600100201");
    }

    @Test
    void aSuspendedQueueKeepsItsMessages() throws Exception {
        hub.context.getRouteController().suspendRoute("jms-in");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UNKNOWN);
        send(text("later", "+48600100200"));
        assertThat(waiting("sms.shop")).isEqualTo(1);
        hub.context.getRouteController().resumeRoute("jms-in");
        assertThat(sent(1).body()).isEqualTo("later");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        hub.context.getRouteController().stopRoute("jms-in");
        hub.context.getRouteController().startRoute("jms-in");
        send(text("after a stop", "+48600100200"));
        assertThat(sent(2).body()).isEqualTo("after a stop");
    }

    private HealthCheck.Result health() {
        HealthCheck check = ((DefaultConsumer) hub.context.getRoute("jms-in").getConsumer()).getHealthCheck();
        return check.call();
    }

    private int waiting(String queue) throws JMSException {
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            return Collections.list((Enumeration<?>) browser.getEnumeration()).size();
        }
    }

    /** What only Artemis' own client can write: a text whose length is a lie, on which its JMS client fails as it takes it. */
    @Test
    void whatCannotEvenBeReceivedHoldsUpItsOwnQueueUntilSomebodyTakesItAway() throws Exception {
        hub.context.getRouteController().suspendRoute("jms-in");
        send(text("before", "+48600100200"));
        try (ServerLocator locator = ActiveMQClient.createServerLocator("vm://" + EmbeddedBroker.ID);
                ClientSessionFactory factory = locator.createSessionFactory();
                ClientSession core = factory.createSession()) {
            ClientMessage lie = core.createMessage(org.apache.activemq.artemis.api.core.Message.TEXT_TYPE, true);
            lie.getBodyBuffer().writeByte((byte) 1);
            lie.getBodyBuffer().writeInt(1_000_000);
            core.createProducer("sms.shop").send(lie);
            send(text("after", "+48600100202"));
            hub.context.getRouteController().resumeRoute("jms-in");
            // it came in a batch with the one before it
            assertThat(sent(1).body()).isEqualTo("before");
            await().atMost(PATIENCE).until(() -> health().getState() == HealthCheck.State.DOWN);
            assertThat(health().getMessage().orElseThrow()).contains("length=1000000");
            hub.context.getRouteController().suspendRoute("jms-in");
            core.start();
            ClientMessage first = core.createConsumer("sms.shop").receive(PATIENCE.toMillis());
            assertThat(first.getBodySize()).isEqualTo(lie.getBodySize());
            first.acknowledge();
        }
        hub.context.getRouteController().resumeRoute("jms-in");
        assertThat(sent(2).body()).isEqualTo("after");
        assertThat(hub.sent).hasSize(2);
    }

    @Test
    void aBatchEndsWhenItIsLong() throws Exception {
        for (int i = 0; i < 30; i++) {
            session.createProducer(session.createQueue("long")).send(session.createTextMessage("x".repeat(400_000)));
            MapMessage map = session.createMapMessage();
            map.setBytes("data", new byte[400_000]);
            session.createProducer(session.createQueue("long")).send(map);
        }
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        hub.context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("jms-batch:long?connectionFactory=#bean:jmsConnections")
                        .process(exchange -> sizes.add(
                                exchange.getMessage().getBody(JmsBatch.class).size()));
            }
        });
        await().atMost(PATIENCE)
                .until(() -> sizes.stream().mapToInt(size -> size).sum() == 60);
        assertThat(sizes).allMatch(size -> size <= 11);
    }

    /** Of a message that is put aside all is kept, whatever its type. */
    @Test
    void whatIsPutAsideIsWhatCame() throws Exception {
        MapMessage map = session.createMapMessage();
        map.setString("to", "nobody");
        map.setBytes("data", new byte[] {1, 2});
        map.setDouble("odd", 1.5);
        map.setStringProperty("mine", "kept");
        send(map);
        MapMessage aside = (MapMessage) next("sms.refused");
        assertThat(aside.getString("to")).isEqualTo("nobody");
        assertThat(aside.getBytes("data")).containsExactly(1, 2);
        assertThat(aside.getDouble("odd")).isEqualTo(1.5);
        assertThat(aside.getStringProperty("mine")).isEqualTo("kept");
        assertThat(aside.getJMSCorrelationID()).isEqualTo(map.getJMSMessageID());
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {(byte) 0xC3, 0, 7});
        send(bytes);
        BytesMessage octets = (BytesMessage) next("sms.refused");
        assertThat(JmsRecords.octets(octets)).containsExactly(0xC3, 0, 7);
        ObjectMessage object = session.createObjectMessage(new Trap());
        object.setStringProperty("mine", "kept too");
        send(object);
        assertThat(next("sms.refused").getStringProperty("mine")).isEqualTo("kept too");
        assertThat(Trap.MADE).hasValue(0);
        StreamMessage stream = session.createStreamMessage();
        stream.writeString("+48600100200");
        send(stream);
        assertThat(((StreamMessage) next("sms.refused")).readString()).isEqualTo("+48600100200");
        String large = "x".repeat(400_000);
        send(text(large, "+48600100200"));
        assertThat(((TextMessage) next("sms.refused")).getText()).isEqualTo(large);
        TextMessage lonely = text("no id", "+48600100200");
        try (MessageProducer producer = session.createProducer(session.createQueue("sms.shop"))) {
            producer.setDisableMessageID(true);
            producer.send(lonely);
        }
        assertThat(next("sms.refused").getStringProperty("SmsErrorField")).isEqualTo("ref");
    }
}
