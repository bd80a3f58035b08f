package org.smshub.it.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.it.Ledgers;

/** Kafka: a real broker in a process of its own, plain clients. */
@Timeout(900)
@Execution(ExecutionMode.CONCURRENT)
class KafkaIT {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int KILLED = FULL ? 10_000 : 400;
    private static final int ROUNDS = FULL ? 8 : 3;
    private static final Duration STILL = Duration.ofSeconds(FULL ? 60 : 12);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Random random = new Random();
    private KafkaBus bus;

    @BeforeEach
    void make() {
        bus = new KafkaBus(folder);
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private static RecordMetadata put(KafkaProducer<String, String> producer, String key, String value)
            throws Exception {
        return producer.send(new ProducerRecord<>(KafkaBus.TOPIC, key, value)).get(60, TimeUnit.SECONDS);
    }

    @Test
    void inOutRefusedAndHostile() throws Exception {
        bus.start();
        try (BusHub hub = bus.hub(null);
                KafkaProducer<String, String> producer = bus.producer();
                KafkaConsumer<String, String> events = bus.consumer("sms.events.shop");
                KafkaConsumer<String, String> refused = bus.consumer("sms.refused")) {
            hub.start();
            put(producer, "k", "{\"to\":\"+48600177200\",\"text\":\"Hi\",\"ref\":\"r-1\",\"correlation\":\"c 1\"}");
            ConsumerRecord<String, String> event = KafkaBus.next(events, 1).get(0);
            JsonNode json = JSON.readTree(event.value());
            assertThat(json.path("state").asText()).isEqualTo("DELIVERED");
            assertThat(json.path("ref").asText()).isEqualTo("r-1");
            assertThat(event.key()).isEqualTo(json.path("id").asText());
            assertThat(KafkaBus.header(event, "id")).isEqualTo(json.path("id").asText());
            assertThat(KafkaBus.header(event, "state")).isEqualTo("DELIVERED");
            assertThat(KafkaBus.header(event, "occurred"))
                    .isEqualTo(json.path("occurredAt").asText());
            assertThat(KafkaBus.header(event, "correlation")).isEqualTo("c 1");
            List<String> bad = new ArrayList<>(List.of(
                    "no JSON",
                    "{\"to\":\"x\",\"text\":\"a\"}",
                    "{\"to\":\"+48600177200\"}",
                    "{\"to\":".repeat(5_000),
                    "{\"to\":\"+48600177200\",\"text\":\"a\",\"client\":\"demo\"}",
                    // with the reason it is longer than Kafka takes
                    "x".repeat((1 << 20) - 100)));
            bad.add(null);
            for (String value : bad) {
                put(producer, "bad", value);
            }
            List<ConsumerRecord<String, String>> aside = KafkaBus.next(refused, bad.size());
            assertThat(aside).hasSize(bad.size()).allSatisfy(record -> {
                assertThat(KafkaBus.header(record, "SmsErrorText")).isNotBlank();
                assertThat(KafkaBus.header(record, "SmsOrigin")).startsWith("sms.shop-");
                assertThat(record.key()).isEqualTo(record.value() == null ? record.key() : "bad");
            });
            assertThat(aside).extracting(ConsumerRecord::value).contains("no JSON", "{\"to\":".repeat(5_000));
            ProducerRecord<String, String> hostile =
                    new ProducerRecord<>("sms.shop", "k", "{\"to\":\"+48600177201\",\"text\":\"good\"}");
            for (String name : List.of(
                    "CamelHttpUri",
                    "CAmelHttpUri",
                    "KAFKA.OFFSET",
                    "kafka.OVERRIDE_TOPIC",
                    "SmsClient",
                    "SmsFrom",
                    "smsclientref",
                    "copyTo",
                    "evil\n\u001b[2Jname")) {
                hostile.headers().add(name, "evil".getBytes(StandardCharsets.UTF_8));
            }
            RecordMetadata place = producer.send(hostile).get(60, TimeUnit.SECONDS);
            JsonNode told = JSON.readTree(KafkaBus.next(events, 1).get(0).value());
            assertThat(told.path("client").asText()).isEqualTo("shop");
            assertThat(told.has("from")).isFalse();
            assertThat(told.path("ref").asText())
                    .isEqualTo("sms.shop-" + place.partition() + "-" + place.offset() + "-" + place.timestamp());
            String log = Files.readString(hub.site.log());
            for (String name : List.of("CamelHttpUri", "CAmelHttpUri", "kafka.OVERRIDE_TOPIC", "SmsFrom", "copyTo")) {
                assertThat(log).containsOnlyOnce("the header " + name + " of a record");
            }
            assertThat(log).contains("evil??[2Jname").doesNotContain("48600177").doesNotContain("good");
        }
    }

    /** What an application has taken back is not sent, and what it stands by is. */
    @Test
    void onlyWhatIsCommittedIsSent() throws Exception {
        bus.start();
        try (BusHub hub = bus.hub(null);
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", bus.address(), "transactional.id", "app"),
                        new StringSerializer(),
                        new StringSerializer())) {
            hub.start();
            producer.initTransactions();
            for (int i = 0; i < 20; i++) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(
                        KafkaBus.TOPIC, "{\"to\":\"+" + KafkaBus.number(i) + "\",\"text\":\"Bus\"}"));
                if (i % 2 == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                }
            }
            hub.awaitEnded(10);
            assertThat(hub.centre.copies().keySet())
                    .allMatch(number -> Integer.parseInt(number.substring(number.length() - 1)) % 2 == 1);
        }
    }

    /** The hub's own fault with one record holds up none of the others, and is not for ever. */
    @Test
    void aRecordThatTheHubFailsOnGoesAsideAndTheOthersAreSent() throws Exception {
        bus.start();
        try (BusHub hub = bus.hub(null);
                KafkaConsumer<String, String> refused = bus.consumer("sms.refused")) {
            Path routing = hub.site.routes().resolve("routing.camel.yaml");
            Files.writeString(routing, Files.readString(routing) + """
                            - choice:
                                when:
                                  - simple: "${header.SmsTo} ends with '13'"
                                    steps:
                                      - throwException:
                                          exceptionType: java.lang.IllegalStateException
                                          message: made up
                    """);
            bus.send(0, 100);
            hub.start();
            ConsumerRecord<String, String> aside = KafkaBus.next(refused, 1).get(0);
            assertThat(KafkaBus.header(aside, "SmsErrorText")).contains("its log says why");
            assertThat(aside.value()).contains("Bus 13");
            hub.awaitEnded(99);
            hub.compare(99);
            await().atMost(BusHub.PATIENCE).until(() -> bus.committed() == 100);
            assertThat(Files.readString(hub.site.log())).contains("made up");
        }
    }

    /** Broker and hub are killed while an application sends: each record is sent once, and each key's in its order. */
    @Test
    void killsLoseNothingDoubleNothingAndKeepTheOrderOfAKey() throws Exception {
        bus.start();
        try (BusHub hub = bus.hub(null)) {
            hub.start();
            int sent = 0;
            for (int round = 0; round < ROUNDS; round++) {
                int upTo = KILLED * (round + 1) / ROUNDS;
                bus.send(sent, upTo);
                int waiting = hub.centre.copies().size() + 1 + random.nextInt((upTo - sent) / 2);
                sent = upTo;
                await().atMost(BusHub.PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> hub.centre.copies().size() >= waiting);
                int what = round < 3 ? round : random.nextInt(3);
                if (what != 1) {
                    bus.broker.kill();
                }
                if (what != 0) {
                    hub.kill();
                }
                if (what != 1) {
                    bus.broker.start();
                }
                if (what != 0) {
                    hub.start();
                }
            }
            hub.awaitEnded(KILLED);
            hub.compare(KILLED);
            KafkaBus.inOrder(accepted(hub));
            await().atMost(BusHub.PATIENCE).until(() -> bus.committed() == KILLED);
            System.out.printf(
                    "FIGURE Kafka: %d records, %d kills, in doubt %d%n",
                    KILLED, ROUNDS, hub.states().getOrDefault("UNKNOWN", 0));
        }
    }

    /** In the order in which the ledger took them. */
    private static List<String> accepted(BusHub hub) throws Exception {
        List<String> numbers = new ArrayList<>();
        try (Connection ledger = Ledgers.connect(hub.site);
                ResultSet row = ledger.createStatement().executeQuery("select recipient from part order by id")) {
            while (row.next()) {
                numbers.add(row.getString(1));
            }
        }
        return numbers;
    }

    /** Kafka takes a consumer that stands still for dead, and gives its partitions away; when it goes on, it has missed nothing. */
    @Test
    void aHubThatStandsStillLosesNothingAndDoublesNothing() throws Exception {
        bus.start();
        try (BusHub hub = bus.hub(null)) {
            hub.start();
            hub.awaitHealth("consumer:orders", "UP");
            bus.send(0, 1);
            hub.awaitEnded(1);
            // a batch is under way when the hub stops
            try (Connection held = Ledgers.hold(hub.site)) {
                bus.send(1, KILLED / 2);
                hub.awaitHealth("ledger", "DOWN");
                hub.process.freeze(true);
                await().atMost(STILL.plus(BusHub.PATIENCE))
                        .pollDelay(STILL)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> bus.members() == 0);
                hub.process.freeze(false);
                held.rollback();
            }
            bus.send(KILLED / 2, KILLED);
            hub.awaitEnded(KILLED);
            hub.compare(KILLED);
            await().atMost(BusHub.PATIENCE).until(() -> bus.committed() == KILLED);
        }
    }

    /** A person suspends the input, and resumes it: what came meanwhile waits at Kafka. */
    @Test
    void anInputThatIsSuspendedLosesNothingAndDoublesNothing() throws Exception {
        bus.start();
        try (BusHub hub = bus.hub(null)) {
            hub.withSwitch();
            hub.start();
            bus.send(0, KILLED / 2);
            await().atMost(BusHub.PATIENCE).until(() -> hub.rows() > 0);
            hub.suspend("orders");
            hub.awaitHealth("consumer:orders", "UNKNOWN");
            await().atMost(BusHub.PATIENCE).until(() -> bus.members() == 0);
            int before = hub.rows();
            bus.send(KILLED / 2, KILLED);
            await().during(STILL).atMost(STILL.plus(BusHub.PATIENCE)).until(() -> hub.rows() == before);
            assertThat(bus.committed()).isEqualTo(before);
            hub.resume("orders");
            hub.awaitHealth("consumer:orders", "UP");
            hub.awaitEnded(KILLED);
            hub.compare(KILLED);
            KafkaBus.inOrder(accepted(hub));
        }
    }

    /** Kafka is away at the start, and later: the hub says so once, keeps what is to be told, and comes back by itself. */
    @Test
    void kafkaIsAwayAtTheStartAndLater() throws Exception {
        try (BusHub hub = bus.hub(null)) {
            hub.start();
            hub.awaitHealth("consumer:orders", "DOWN");
            hub.awaitHealth("kafka-out:sms.events", "DOWN");
            await().atMost(BusHub.PATIENCE).until(() -> says(hub, "cannot be worked with (") == 2);
            bus.broker.start();
            // the broker is there, its topics are not
            hub.awaitHealth("kafka-out:sms.events", "UP");
            hub.awaitHealth("consumer:orders", "DOWN");
            bus.topics(KafkaBus.TOPIC, "sms.refused", "sms.events.shop");
            hub.awaitHealth("consumer:orders", "UP");
            bus.send(0, 10);
            hub.awaitEnded(10);
            hub.centre.kill();
            bus.send(10, 20);
            await().atMost(BusHub.PATIENCE).until(() -> hub.rows() == 20);
            await().atMost(BusHub.PATIENCE).until(() -> bus.committed() == 20);
            bus.broker.kill();
            hub.awaitHealth("consumer:orders", "DOWN");
            hub.awaitHealth("kafka-out:sms.events", "DOWN");
            hub.centre.start();
            hub.awaitEnded(20);
            // nothing that waits for Kafka holds up an orderly end, and what is to be told outlives it
            hub.process.stop(BusHub.PATIENCE);
            assertThat(says(hub, "cannot be worked with (")).isEqualTo(4);
            assertThat(says(hub, "can be worked with again")).isEqualTo(2);
            assertThat(says(hub, "org.apache.kafka")).isZero();
            hub.start();
            bus.broker.start();
            hub.awaitHealth("consumer:orders", "UP");
            try (KafkaConsumer<String, String> events = bus.consumer("sms.events.shop")) {
                List<ConsumerRecord<String, String>> told = KafkaBus.next(events, 20);
                assertThat(told).allSatisfy(event -> assertThat(KafkaBus.header(event, "state"))
                        .isIn("DELIVERED", "UNKNOWN"));
                assertThat(told.stream().map(ConsumerRecord::key).collect(Collectors.toSet()))
                        .hasSize(20);
            }
        }
    }

    private static long says(BusHub hub, String words) throws Exception {
        return Files.readAllLines(hub.site.log()).stream()
                .filter(line -> line.contains(words))
                .count();
    }

    /**
     * Two hubs share a group, each with a ledger of its own, while an application sends: one comes, goes in order and comes again,
     * and nothing is doubled.
     */
    @Test
    void aHubThatGoesAndComesDoublesNothing() throws Exception {
        bus.start();
        int turns = FULL ? 6 : 3;
        AtomicInteger sent = new AtomicInteger();
        try (BusHub one = bus.hub(null);
                BusHub two = bus.hub(one.centre)) {
            one.start();
            for (int turn = 0; turn < turns; turn++) {
                AtomicBoolean changed = new AtomicBoolean();
                List<Exception> failed = new CopyOnWriteArrayList<>();
                Thread sender = new Thread(() -> {
                    try {
                        for (int more = 20; more > 0; more -= changed.get() ? 1 : 0) {
                            int from = sent.getAndAdd(10);
                            bus.send(from, from + 10);
                        }
                    } catch (Exception e) {
                        failed.add(e);
                    }
                });
                sender.start();
                if (turn % 2 == 0) {
                    two.start();
                    int had = two.rows();
                    // a member has nothing until its partitions are handed over: how long that takes is Kafka's affair
                    await().atMost(BusHub.PATIENCE).until(() -> bus.members() == 2 && two.rows() > had);
                } else {
                    two.process.stop(BusHub.PATIENCE);
                }
                changed.set(true);
                sender.join();
                assertThat(failed).isEmpty();
            }
            int all = sent.get();
            await().atMost(BusHub.PATIENCE.multipliedBy(2)).until(() -> one.rows() + two.rows() >= all);
            await().atMost(BusHub.PATIENCE).until(() -> bus.committed() == all);
            assertThat(two.rows()).isPositive();
            assertThat(one.rows() + two.rows()).isEqualTo(all);
            await().atMost(BusHub.PATIENCE).until(() -> one.centre.copies().size() == all);
            assertThat(one.centre.copies().values()).allMatch(count -> count == 1);
            System.out.printf(
                    "FIGURE Kafka: %d records, %d rebalances, %d by the second hub%n", all, turns, two.rows());
        }
    }

    /** Events of a message come in their order, whatever is killed. */
    @Test
    void eventsOutliveBrokerAndHub() throws Exception {
        bus.start();
        try (BusHub hub = bus.hub(null)) {
            hub.start();
            bus.send(0, KILLED);
            for (int round = 0; round < 3; round++) {
                int waiting = KILLED * (round + 1) / 5;
                await().atMost(BusHub.PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> hub.centre.copies().size() >= waiting);
                bus.broker.kill();
                if (round > 0) {
                    hub.kill();
                    hub.start();
                }
                bus.broker.start();
            }
            hub.awaitEnded(KILLED);
            Map<String, Set<String>> states = new HashMap<>();
            try (KafkaConsumer<String, String> events = bus.consumer("sms.events.shop")) {
                await().atMost(BusHub.PATIENCE).until(() -> {
                    events.poll(Duration.ofMillis(200))
                            .forEach(event -> states.computeIfAbsent(event.key(), id -> new TreeSet<>())
                                    .add(KafkaBus.header(event, "state")));
                    return states.size() == KILLED;
                });
            }
            // told again is told the same: one last state each, but of what was in doubt until its receipt came
            assertThat(states.values()).allMatch(all -> all.size() == 1 || all.contains("UNKNOWN"));
        }
    }
}
