package org.smshub.it.bus;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.smshub.it.CentreProcess;

/** Kafka in a process of its own, its plain clients, and hubs with a topic of it. */
public final class KafkaBus implements AutoCloseable {

    public static final String TOPIC = "sms.shop";
    static final int KEYS = 20;
    private static final int PARTITIONS = 4;

    final BrokerProcess broker;
    private final Path folder;

    public KafkaBus(Path folder) {
        this.folder = folder;
        broker = new BrokerProcess(BrokerProcess.Kind.KAFKA, folder.resolve("broker"));
    }

    public String address() {
        return "127.0.0.1:" + broker.port();
    }

    /** The broker, for the first time, and its topics. */
    public void start() throws Exception {
        broker.start();
        topics(TOPIC, "sms.refused", "sms.events.shop");
    }

    /** Waits until they can be written: an idempotent producer that is too early is stuck for minutes. */
    void topics(String... names) throws Exception {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(names).stream()
                            .map(name -> new NewTopic(name, Optional.of(PARTITIONS), Optional.of((short) 1)))
                            .toList())
                    .all()
                    .get(60, TimeUnit.SECONDS);
            await().atMost(BusHub.PATIENCE)
                    .ignoreExceptions()
                    .until(() ->
                            admin
                                    .describeTopics(List.of(names))
                                    .allTopicNames()
                                    .get(30, TimeUnit.SECONDS)
                                    .values()
                                    .stream()
                                    .allMatch(topic -> topic.partitions().stream()
                                            .allMatch(one -> one.leader() != null
                                                    && !one.leader().isEmpty())));
        }
    }

    /** @param centre of another hub, or null = one of its own */
    BusHub hub(CentreProcess centre) throws Exception {
        BusHub hub =
                centre == null ? new BusHub(folder.resolve("centre"), "kafka") : new BusHub(centre, false, "kafka");
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("hub.kafka.brokers", address());
        properties.put("camel.beans.kafkaMessages", "#class:org.smshub.hub.kafka.KafkaMessages");
        properties.put("camel.routeTemplate[orders].templateId", "kafka-in");
        properties.put("camel.routeTemplate[orders].topic", TOPIC);
        properties.put("camel.routeTemplate[orders].client", "shop");
        properties.put("camel.routeTemplate[kafka-out].templateId", "kafka-out");
        hub.properties(properties);
        return hub;
    }

    public KafkaProducer<String, String> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", address(), "acks", "all"), new StringSerializer(), new StringSerializer());
    }

    public KafkaConsumer<String, String> consumer(String topic) {
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", address(), "group.id", "app-" + topic, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    static List<ConsumerRecord<String, String>> next(KafkaConsumer<String, String> consumer, int count) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        await().atMost(BusHub.PATIENCE).pollDelay(Duration.ZERO).until(() -> {
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            return records.size() >= count;
        });
        return records;
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    static String number(int i) {
        return String.format("4860%07d", i);
    }

    /** Waits until Kafka has all; the application's own retries keep them single. */
    void send(int from, int to) throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            List<Future<RecordMetadata>> answers = new ArrayList<>();
            for (int i = from; i < to; i++) {
                answers.add(producer.send(new ProducerRecord<>(
                        TOPIC, "key-" + i % KEYS, "{\"to\":\"+" + number(i) + "\",\"text\":\"Bus " + i + "\"}")));
            }
            for (Future<RecordMetadata> answer : answers) {
                answer.get(120, TimeUnit.SECONDS);
            }
        }
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", address()));
    }

    /** Of the hubs' group. */
    int members() throws Exception {
        try (Admin admin = admin()) {
            return admin.describeConsumerGroups(List.of("sms-hub"))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get("sms-hub")
                    .members()
                    .size();
        }
    }

    /** Records that the hubs' group has done with. */
    long committed() throws Exception {
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

    /** Of numbers in the order in which something took them, each key's are in theirs. */
    static void inOrder(Iterable<String> numbers) {
        Map<Integer, Integer> last = new HashMap<>();
        for (String number : numbers) {
            int i = Integer.parseInt(number.replace("+", "").substring(4));
            Integer before = last.put(i % KEYS, i);
            if (before != null && before >= i) {
                throw new AssertionError(i + " after " + before);
            }
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
