package org.smshub.hub.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.link.SmsNotSentException;

/** A broker that forbids a queue, is slow, or goes away. */
@Timeout(60)
class JmsBrokerTest {

    private static final int ID = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final JmsConnections connections = new JmsConnections();
    private volatile CountDownLatch slow = new CountDownLatch(0);
    private final CountDownLatch[] reached = {new CountDownLatch(1)};
    private ActiveMQServerImpl broker;

    @BeforeEach
    void start() throws Exception {
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser("hub", "hub");
        users.addRole("hub", "hub");
        Role all = new Role("hub", true, true, true, true, true, true, false, true, true, true, false, false);
        Role nobody = new Role("nobody", true, true, true, true, true, true, false, true, true, true, false, false);
        Configuration configuration = new ConfigurationImpl()
                .setName("test")
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(true)
                .putSecurityRoles("#", Set.of(all))
                .putSecurityRoles("events.forbidden", Set.of(nobody))
                .addAcceptorConfiguration(new TransportConfiguration(
                        InVMAcceptorFactory.class.getName(), Map.of("serverId", Integer.toString(ID)), "vm"));
        configuration.registerBrokerPlugin(new ActiveMQServerMessagePlugin() {
            @Override
            public void beforeSend(
                    ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
                    throws ActiveMQException {
                reached[0].countDown();
                try {
                    slow.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        broker = new ActiveMQServerImpl(
                configuration, new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
        connections.setBroker("vm://" + ID);
        connections.setUser("hub");
        connections.setPassword("hub");
        context.getRegistry().bind("connections", connections);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                String options = "?connectionFactory=#bean:connections&reconnectDelay=50";
                from("direct:out").to("jms-batch:events" + options);
                from("direct:narrow").to("jms-batch:events" + options + "&window=2&maxMessages=1");
            }
        });
        context.start();
    }

    @AfterEach
    void stop() throws Exception {
        slow.countDown();
        context.stop();
        broker.stop();
    }

    private CompletableFuture<Exchange> send(String to, String queue, Object body) {
        Endpoint endpoint = context.getEndpoint(to);
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(JmsBatchProducer.DESTINATION, queue);
        return context.createProducerTemplate().asyncSend(endpoint, exchange);
    }

    private static Exception failure(CompletableFuture<Exchange> sent) throws Exception {
        return sent.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).getException();
    }

    private void awaitConnected(String to) {
        await().atMost(PATIENCE).until(() -> failure(send(to, "events.first", "")) == null);
    }

    private List<String> texts(String queue) throws JMSException {
        List<String> texts = new ArrayList<>();
        try (Connection connection = connections.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            for (TextMessage text = (TextMessage) consumer.receive(500);
                    text != null;
                    text = (TextMessage) consumer.receive(500)) {
                texts.add(text.getText());
            }
        }
        return texts;
    }

    @Test
    void aForbiddenQueueFailsAloneAndTheLineHolds() throws Exception {
        awaitConnected("direct:out");
        long connected = broker.getTotalConnectionCount();
        slow = new CountDownLatch(1);
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        // the first is held in the broker: what comes meanwhile is one batch
        for (int i = 0; i < 40; i++) {
            sent.add(send("direct:out", i % 8 == 3 ? "events.forbidden" : "events.shop", "event " + i));
        }
        slow.countDown();
        List<String> good = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            if (i % 8 == 3) {
                assertThat(failure(sent.get(i)))
                        .isInstanceOf(SmsNotSentException.class)
                        .hasMessageContaining("camel.beans.jmsConnections.user");
            } else {
                assertThat(failure(sent.get(i))).as("event %d", i).isNull();
                good.add("event " + i);
            }
        }
        assertThat(broker.getTotalConnectionCount()).isEqualTo(connected);
        assertThat(texts("events.shop")).containsExactlyInAnyOrderElementsOf(good);
    }

    @Test
    void aFullWindowRefusesAndABodyThatIsNoneFailsAlone() throws Exception {
        awaitConnected("direct:narrow");
        slow = new CountDownLatch(1);
        reached[0] = new CountDownLatch(1);
        CompletableFuture<Exchange> held = send("direct:narrow", "events.shop", "held");
        assertThat(reached[0].await(20, TimeUnit.SECONDS)).isTrue();
        List<CompletableFuture<Exchange>> waiting = List.of(
                send("direct:narrow", "events.shop", "1"), send("direct:narrow", "events.shop", "2".getBytes()));
        Object none = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        };
        assertThat(failure(send("direct:narrow", "events.shop", none))).isNotNull();
        // those two may still be on their way in
        await().atMost(PATIENCE).until(() -> {
            Exception refused = failureNow(send("direct:narrow", "events.shop", "more"));
            return refused != null && refused.getMessage().contains("2 messages wait for it");
        });
        slow.countDown();
        assertThat(failure(held)).isNull();
        for (CompletableFuture<Exchange> one : waiting) {
            assertThat(failure(one)).isNull();
        }
        assertThat(texts("events.shop")).startsWith("held").contains("1", "2");
    }

    /** Null = it waits. */
    private static Exception failureNow(CompletableFuture<Exchange> sent) throws Exception {
        try {
            return sent.get(200, TimeUnit.MILLISECONDS).getException();
        } catch (java.util.concurrent.TimeoutException e) {
            return null;
        }
    }

    @Test
    void aBrokerThatGoesAwayIsSaidToAllThatWaitAndComesBack() throws Exception {
        awaitConnected("direct:out");
        broker.stop();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(failure(send("direct:out", "events.shop", "lost")))
                .isInstanceOfSatisfying(SmsNotSentException.class, e -> assertThat(e.isRetryable())
                        .isTrue())
                .hasMessageContaining("Broker vm://" + ID));
        broker.start();
        awaitConnected("direct:out");
        assertThat(failure(send("direct:out", "events.shop", "back"))).isNull();
    }

    @Test
    void whatWaitsWhenTheOutputStopsIsAnswered() throws Exception {
        awaitConnected("direct:narrow");
        slow = new CountDownLatch(1);
        reached[0] = new CountDownLatch(1);
        CompletableFuture<Exchange> held = send("direct:narrow", "events.shop", "held");
        assertThat(reached[0].await(20, TimeUnit.SECONDS)).isTrue();
        CompletableFuture<Exchange> waits = send("direct:narrow", "events.shop", "waits");
        context.getShutdownStrategy().setTimeout(1);
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop);
        // it may be in time, or not: it has its answer
        await().atMost(PATIENCE).until(() -> {
            slow.countDown();
            return held.isDone() && waits.isDone();
        });
        stopped.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** A rate that is used up, or a full disk, may be waited for longer than the broker is there. */
    @Test
    void anInputWhoseRouteStillWaitsComesBackToItsBroker() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        List<String> taken = new CopyOnWriteArrayList<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("jms-batch:in?connectionFactory=#bean:connections&reconnectDelay=50")
                        .threads(1)
                        .process(exchange -> {
                            JmsBatch batch = exchange.getMessage().getBody(JmsBatch.class);
                            taken.add(((TextMessage) batch.all().get(0).message()).getText());
                            waits.await(20, TimeUnit.SECONDS);
                        });
            }
        });
        awaitConnected("direct:out");
        assertThat(failure(send("direct:out", "in", "first"))).isNull();
        await().atMost(PATIENCE).until(() -> taken.contains("first"));
        broker.stop();
        broker.start();
        awaitConnected("direct:out");
        waits.countDown();
        assertThat(failure(send("direct:out", "in", "second"))).isNull();
        await().atMost(PATIENCE).until(() -> taken.contains("second"));
    }
}
