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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HttpRate;

/**
 * What comes in by JMS in a second (an Artemis in a process of its own, with its journal on the disk), beside HTTP in the same
 * run; and a queue of 100,000 in flat memory. With -Pfull.
 */
@Timeout(1800)
@EnabledIfSystemProperty(named = "full", matches = "true")
class JmsRateIT {

    private static final int ROUNDS = 5;
    private static final int MESSAGES = 40_000;
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
        hub.withSwitch();
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

    /** Messages a second, from the moment when a queue with so many is read, to the last that the ledger has. */
    private double rate(BusHub hub, String queue, int messages) throws Exception {
        String route = queue.substring("sms.".length());
        hub.suspend(route);
        send(queue, 0, messages);
        long before = hub.accepted();
        long start = System.nanoTime();
        hub.resume(route);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> hub.accepted() >= before + messages);
        return messages / ((System.nanoTime() - start) / 1e9);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /** In turn, in one run; a hub that is warm. */
    @Test
    void asManyAsByHttp() throws Exception {
        broker = new BrokerProcess(BrokerProcess.Kind.ARTEMIS, folder.resolve("broker"));
        broker.start();
        try (BusHub hub = hub()) {
            hub.start();
            hub.awaitHealth("consumer:shop", "UP");
            HttpRate.measure(hub.process, 10);
            rate(hub, "sms.shop", MESSAGES);
            rate(hub, "sms.plain", MESSAGES / 8);
            List<Double> http = new ArrayList<>();
            List<Double> batch = new ArrayList<>();
            List<Double> plain = new ArrayList<>();
            List<Double> times = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                http.add(HttpRate.measure(hub.process, 4));
                batch.add(rate(hub, "sms.shop", MESSAGES));
                plain.add(rate(hub, "sms.plain", MESSAGES / 8));
                times.add(batch.get(round) / http.get(round));
                System.out.printf(
                        "FIGURE HTTP %.0f/s, JMS in batches %.0f/s (%.2f times), plain camel-jms with 32 consumers %.0f/s%n",
                        http.get(round), batch.get(round), times.get(round), plain.get(round));
            }
            System.out.printf(
                    "FIGURE median of %d: HTTP %.0f/s, JMS in batches %.0f/s (%.2f times), plain camel-jms with 32 consumers %.0f/s%n",
                    ROUNDS, median(http), median(batch), median(times), median(plain));
            assertThat(median(times)).isGreaterThanOrEqualTo(1);
        } finally {
            broker.close();
        }
    }

    @Test
    void aQueueOf100000DrainsInFlatMemory() throws Exception {
        broker = new BrokerProcess(BrokerProcess.Kind.ARTEMIS, folder.resolve("broker"));
        broker.start();
        try (BusHub hub = hub()) {
            hub.start();
            hub.awaitHealth("consumer:shop", "UP");
            rate(hub, "sms.shop", MESSAGES / 4);
            hub.process.stop(PATIENCE);
            long before = hub.accepted();
            send("sms.shop", 0, LONG);
            hub.start();
            long most = 0;
            int looks = 0;
            while (hub.accepted() < before + LONG) {
                most = Math.max(most, hub.process.liveHeapMiB());
                looks++;
                await().pollDelay(Duration.ofMillis(200)).until(() -> true);
            }
            long idle = hub.process.liveHeapMiB();
            System.out.printf(
                    "FIGURE a queue of %d: live heap %d MiB at most in %d looks, %d MiB when it was empty%n",
                    LONG, most, looks, idle);
            assertThat(looks).isGreaterThan(2);
            assertThat(most).isLessThanOrEqualTo(idle + 64);
        } finally {
            broker.close();
        }
    }
}
