package org.smshub.it.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.it.CentreProcess;

/** Kafka: a real broker in a process of its own, plain clients. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class KafkaIT {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int KILLED = FULL ? 10_000 : 400;
    private static final int ROUNDS = FULL ? 8 : 3;
    private static final int KEYS = 20;
    private static final Duration STILL = Duration.ofSeconds(FULL ? 60 : 15);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Random random = new Random();
    private BrokerProcess broker;

    @BeforeEach
    void start() throws Exception {
        broker = new BrokerProcess(BrokerProcess.Kind.KAFKA, folder.resolve("broker"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private BusHub hub(CentreProcess centre) throws Exception {
        BusHub hub =
                centre == null ? new BusHub(folder.resolve("centre"), "kafka") : new BusHub(centre, false, "kafka");
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("hub.kafka.brokers", "127.0.0.1:" + broker.port());
        properties.put("camel.beans.kafkaMessages", "#class:org.smshub.hub.kafka.KafkaMessages");
        properties.put("camel.beans.kafkaHeaders", "#class:org.smshub.hub.kafka.KafkaHeaders");
        properties.put("camel.routeTemplate[orders].templateId", "kafka-in");
        properties.put("camel.routeTemplate[orders].topic", "sms.shop");
        properties.put("camel.routeTemplate[orders].client", "shop");
        properties.put("camel.routeTemplate[kafka-out].templateId", "kafka-out");
        hub.properties(properties);
        return hub;
    }

    private KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", "127.0.0.1:" + broker.port(), "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    private KafkaConsumer<String, String> consumer(String topic) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        "127.0.0.1:" + broker.port(),
                        "group.id",
                        "app-" + topic,
                        "auto.offset.reset",
                        "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    private static List<ConsumerRecord<String, String>> next(KafkaConsumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        await().atMost(BusHub.PATIENCE).pollDelay(Duration.ZERO).until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            return records.size() >= count;
        });
        return records;
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Test
    void inOutRefusedAndHostile() throws Exception {
        broker.start();
        try (BusHub hub = hub(null);
                KafkaProducer<String, String> producer = producer();
                KafkaConsumer<String, String> events = consumer("sms.events.shop");
                KafkaConsumer<String, String> refused = consumer("sms.refused")) {
            hub.start();
            producer.send(new ProducerRecord<>(
                            "sms.shop",
                            "k",
                            "{\"to\":\"+48600100200\",\"text\":\"Hi\",\"ref\":\"r-1\",\"correlation\":\"c 1\"}"))
                    .get(60, TimeUnit.SECONDS);
            ConsumerRecord<String, String> event = next(events, 1).get(0);
            JsonNode json = JSON.readTree(event.value());
            assertThat(json.path("state").asText()).isEqualTo("DELIVERED");
            assertThat(json.path("ref").asText()).isEqualTo("r-1");
            assertThat(event.key()).isEqualTo(json.path("id").asText());
            assertThat(header(event, "id")).isEqualTo(json.path("id").asText());
            assertThat(header(event, "state")).isEqualTo("DELIVERED");
            assertThat(header(event, "occurred"))
                    .isEqualTo(json.path("occurredAt").asText());
            assertThat(header(event, "correlation")).isEqualTo("c 1");
            for (String bad : List.of("no JSON", "{\"to\":\"x\",\"text\":\"a\"}", "{\"to\":\"+48600100200\"}")) {
                producer.send(new ProducerRecord<>("sms.shop", "bad", bad)).get(60, TimeUnit.SECONDS);
            }
            producer.send(new ProducerRecord<>("sms.shop", "bad", null)).get(60, TimeUnit.SECONDS);
            // with the reason it would be longer than Kafka takes
            producer.send(new ProducerRecord<>("sms.shop", "bad", "x".repeat((1 << 20) - 100)))
                    .get(60, TimeUnit.SECONDS);
            List<ConsumerRecord<String, String>> aside = next(refused, 5);
            assertThat(aside).allSatisfy(record -> {
                assertThat(record.key()).isEqualTo("bad");
                assertThat(header(record, "SmsErrorText")).isNotBlank();
                assertThat(header(record, "SmsOrigin")).startsWith("sms.shop-");
            });
            ProducerRecord<String, String> hostile =
                    new ProducerRecord<>("sms.shop", "k", "{\"to\":\"+48600100201\",\"text\":\"good\"}");
            for (String name :
                    List.of("CamelHttpUri", "CAmelHttpUri", "KAFKA.OFFSET", "SmsClient", "SmsFrom", "copyTo")) {
                hostile.headers().add(name, "evil".getBytes(StandardCharsets.UTF_8));
            }
            RecordMetadata place = producer.send(hostile).get(60, TimeUnit.SECONDS);
            JsonNode told = JSON.readTree(next(events, 1).get(0).value());
            assertThat(told.path("client").asText()).isEqualTo("shop");
            assertThat(told.has("from")).isFalse();
            assertThat(told.path("ref").asText()).isEqualTo("sms.shop-" + place.partition() + "-" + place.offset());
        }
    }

    /** Broker and hub are killed while an application sends: each record is sent once, and each key's in its order. */
    @Test
    void killsLoseNothingDoubleNothingAndKeepTheOrderOfAKey() throws Exception {
        broker.start();
        try (BusHub hub = hub(null)) {
            hub.start();
            int sent = 0;
            for (int round = 0; round < ROUNDS; round++) {
                int upTo = KILLED * (round + 1) / ROUNDS;
                send(sent, upTo);
                int waiting = hub.centre.copies().size() + 1 + random.nextInt((upTo - sent) / 2);
                sent = upTo;
                await().atMost(BusHub.PATIENCE).until(() -> hub.centre.copies().size() >= waiting);
                int what = round < 3 ? round : random.nextInt(3);
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
            }
            hub.awaitEnded(KILLED);
            hub.compare(KILLED);
            inOrder(hub);
            System.out.printf(
                    "FIGURE Kafka: %d records, %d kills, in doubt %d%n",
                    KILLED, ROUNDS, hub.states().getOrDefault("UNKNOWN", 0));
        }
    }

    private static String number(int i) {
        return String.format("4860%07d", i);
    }

    /** One after the other where nobody answers: the application's own retries keep them single. */
    private void send(int from, int to) throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            List<java.util.concurrent.Future<RecordMetadata>> answers = new ArrayList<>();
            for (int i = from; i < to; i++) {
                answers.add(producer.send(new ProducerRecord<>(
                        "sms.shop",
                        "key-" + i % KEYS,
                        "{\"to\":\"+" + number(i) + "\",\"text\":\"Bus " + i + "\",\"ref\":\"bus-" + i + "\"}")));
            }
            for (var answer : answers) {
                answer.get(120, TimeUnit.SECONDS);
            }
        }
    }

    /** The ledger took them in their order, key by key. */
    private static void inOrder(BusHub hub) throws Exception {
        Map<Integer, Integer> last = new HashMap<>();
        try (Connection ledger = DriverManager.getConnection(
                        "jdbc:sqlite:" + hub.site.data().resolve("ledger.db"));
                ResultSet row = ledger.createStatement().executeQuery("select recipient from part order by id")) {
            while (row.next()) {
                int i = Integer.parseInt(row.getString(1).replace("+", "").substring(4));
                assertThat(last.getOrDefault(i % KEYS, -1)).as("before %d", i).isLessThan(i);
                last.put(i % KEYS, i);
            }
        }
    }

    /** Kafka takes a consumer that stands still for dead, and gives its partitions away; when it goes on, it has missed nothing. */
    @Test
    void aHubThatStandsStillLosesNothingAndDoublesNothing() throws Exception {
        broker.start();
        try (BusHub hub = hub(null)) {
            hub.start();
            hub.awaitHealth("consumer:orders", "UP");
            send(0, 1);
            hub.awaitEnded(1);
            try (Connection ledger =
                    DriverManager.getConnection("jdbc:sqlite:" + hub.site.data().resolve("ledger.db"))) {
                ledger.setAutoCommit(false);
                // a batch is under way when the hub stops: another has the ledger's lock
                ledger.createStatement().execute("create table held (x)");
                send(1, KILLED / 2);
                hub.awaitHealth("ledger", "DOWN");
                hub.process.freeze(true);
                await().atMost(STILL.plus(BusHub.PATIENCE)).pollDelay(STILL).until(() -> members() == 0);
                hub.process.freeze(false);
                ledger.rollback();
            }
            send(KILLED / 2, KILLED);
            hub.awaitEnded(KILLED);
            hub.compare(KILLED);
            await().atMost(BusHub.PATIENCE).until(() -> committed() == KILLED);
        }
    }

    /** Kafka is away at the start, and later: the hub says so, and comes back by itself. */
    @Test
    void kafkaIsAwayAtTheStartAndLater() throws Exception {
        try (BusHub hub = hub(null)) {
            hub.start();
            hub.awaitHealth("consumer:orders", "DOWN");
            broker.start();
            hub.awaitHealth("consumer:orders", "UP");
            send(0, 10);
            hub.awaitEnded(10);
            broker.kill();
            hub.awaitHealth("consumer:orders", "DOWN");
            broker.start();
            hub.awaitHealth("consumer:orders", "UP");
            send(10, 20);
            hub.awaitEnded(20);
            try (KafkaConsumer<String, String> events = consumer("sms.events.shop")) {
                assertThat(next(events, 20))
                        .allSatisfy(event -> assertThat(header(event, "state")).isEqualTo("DELIVERED"));
            }
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + broker.port()));
    }

    private int members() throws Exception {
        try (Admin admin = admin()) {
            return admin.describeConsumerGroups(List.of("sms-hub"))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get("sms-hub")
                    .members()
                    .size();
        }
    }

    private long committed() throws Exception {
        try (Admin admin = admin()) {
            return admin
                    .listConsumerGroupOffsets("sms-hub")
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .mapToLong(offset -> offset == null ? 0 : offset.offset())
                    .sum();
        }
    }

    /** Two hubs share a group, each with a ledger of its own: an orderly stop of one, and its return, double nothing. */
    @Test
    void aHubThatGoesAndComesDoublesNothing() throws Exception {
        broker.start();
        int each = KILLED / 4;
        try (BusHub one = hub(null);
                BusHub two = hub(one.centre)) {
            one.start();
            send(0, each);
            two.start();
            send(each, 2 * each);
            one.process.stop(BusHub.PATIENCE);
            send(2 * each, 3 * each);
            one.start();
            send(3 * each, 4 * each);
            await().atMost(BusHub.PATIENCE.multipliedBy(2))
                    .until(() -> one.centre.copies().size() == 4 * each);
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                            one.centre.copies().values())
                    .allMatch(count -> count == 1));
        }
    }
}
