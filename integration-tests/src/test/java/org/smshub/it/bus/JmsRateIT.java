package org.smshub.it.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HttpRate;

/** What comes in by JMS in a second, beside HTTP in the same run, and a queue of 100,000 in flat memory. With -Pfull. */
@Timeout(1800)
@EnabledIfSystemProperty(named = "full", matches = "true")
class JmsRateIT {

    private static final int MESSAGES = 50_000;
    private static final int LONG = 100_000;
    private static final int IN_A_TRANSACTION = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** A route of one's own, as docs/jms.md speaks of it. */
    private static final String PLAIN = """
            - route:
                id: plain
                streamCache: false
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: jms:queue:sms.plain
                  parameters:
                    connectionFactory: "#bean:jmsConnections"
                    transacted: true
                    lazyCreateTransactionManager: false
                    concurrentConsumers: 32
                    cacheLevelName: CACHE_CONSUMER
                    disableReplyTo: true
                  steps:
                    - setProperty:
                        name: ref
                        simple: "${header.JMSMessageID}"
                    - removeHeaders:
                        pattern: "*"
                        excludePattern: SmsTo
                    - setHeader:
                        name: SmsClientRef
                        simple: "${exchangeProperty.ref}"
                    - setHeader:
                        name: SmsClient
                        constant: shop
                    - to:
                        uri: direct:accept
            """;

    @TempDir
    Path folder;

    private BrokerProcess broker;

    private BusHub hub() throws Exception {
        BusHub hub = new BusHub(folder.resolve("centre"), "jms");
        // what is accepted alone is measured: nobody takes it
        hub.centre.kill();
        hub.site.environment().put("JAVA_OPTS", "");
        hub.properties(Map.of(
                "hub.jms.broker", "tcp://127.0.0.1:" + broker.port(),
                "camel.beans.jmsConnections", "#class:org.smshub.hub.jms.JmsConnections",
                "camel.beans.jmsConnections.broker", "{{hub.jms.broker}}",
                "camel.beans.jmsMessages", "#class:org.smshub.hub.jms.JmsMessages",
                "camel.routeTemplate[shop].templateId", "jms-in",
                "camel.routeTemplate[shop].queue", "sms.shop",
                "camel.routeTemplate[shop].client", "shop"));
        Files.writeString(hub.site.routes().resolve("plain.camel.yaml"), PLAIN);
        return hub;
    }

    private void send(String queue, int from, int to) throws Exception {
        try (Connection connection =
                        new ActiveMQConnectionFactory("tcp://127.0.0.1:" + broker.port()).createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            for (int i = from; i < to; i++) {
                TextMessage message = session.createTextMessage("Bench: the quick brown fox jumps on " + i);
                message.setStringProperty("SmsTo", String.format("+4860%07d", i));
                producer.send(message);
                if (i % IN_A_TRANSACTION == 0) {
                    session.commit();
                }
            }
            session.commit();
        }
    }

    private double rate(BusHub hub, String queue, int messages) throws Exception {
        int before = hub.rows();
        long start = System.nanoTime();
        send(queue, 0, messages);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> hub.rows() >= before + messages);
        return messages / ((System.nanoTime() - start) / 1e9);
    }

    @Test
    void asManyAsByHttpAndAQueueOf100000InFlatMemory() throws Exception {
        broker = new BrokerProcess(BrokerProcess.Kind.ARTEMIS, folder.resolve("broker"));
        broker.start();
        try (BusHub hub = hub()) {
            hub.start();
            hub.awaitHealth("consumer:shop", "UP");
            HttpRate.measure(hub.process, 8);
            rate(hub, "sms.shop", MESSAGES / 2);
            rate(hub, "sms.plain", MESSAGES / 10);
            double http = HttpRate.measure(hub.process, 8);
            double batch = rate(hub, "sms.shop", MESSAGES);
            double plain = rate(hub, "sms.plain", MESSAGES / 5);
            double again = HttpRate.measure(hub.process, 8);
            System.out.printf(
                    "FIGURE HTTP %.0f/s and %.0f/s, JMS in batches %.0f/s (%.2f times), plain camel-jms with 32 consumers %.0f/s%n",
                    http, again, batch, batch / Math.max(http, again), plain);
            int before = hub.rows();
            hub.process.stop(PATIENCE);
            send("sms.shop", 0, LONG);
            hub.start();
            long most = 0;
            long idle = hub.process.liveHeapMiB();
            while (hub.rows() < before + LONG) {
                most = Math.max(most, hub.process.liveHeapMiB());
                await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            }
            long end = hub.process.liveHeapMiB();
            System.out.printf(
                    "FIGURE a queue of %d: live heap %d MiB at the start, %d at most, %d at the end%n",
                    LONG, idle, most, end);
            assertThat(most).isLessThanOrEqualTo(Math.min(idle, end) + 64);
            assertThat(batch).isGreaterThanOrEqualTo(Math.max(http, again));
        } finally {
            broker.close();
        }
    }
}
