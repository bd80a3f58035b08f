package org.smshub.hub.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.camel.Processor;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.Answer;
import org.smshub.hub.bus.BusConsumer;
import org.smshub.link.SmsHeaders;

/**
 * One thread: polls, hands what came to the route, waits for its end, and commits. What the route refuses goes to the topic for
 * that before. What the hub itself fails on is tried again record by record, and then goes there too.
 */
class KafkaBatchConsumer extends BusConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBatchConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = Duration.ofSeconds(3).toNanos();
    private static final Answer FAILED =
            new Answer(null, null, null, "The hub failed on this message; its log says why", true);

    private final KafkaBatchEndpoint options;

    /** Made when the first record is refused. */
    private Producer<byte[], byte[]> refused;

    KafkaBatchConsumer(KafkaBatchEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint;
    }

    @Override
    protected void work() throws Exception {
        Consumer<byte[], byte[]> client = options.consumerClient();
        try {
            client.subscribe(List.of(options.getTopic()));
            long looked = System.nanoTime() - LOOK_NANOS;
            while (line.isRunning()) {
                if (System.nanoTime() - looked >= LOOK_NANOS) {
                    look(client);
                    looked = System.nanoTime();
                }
                ConsumerRecords<byte[], byte[]> polled = client.poll(POLL);
                if (!polled.isEmpty()) {
                    settle(polled, client);
                }
            }
        } catch (InterruptException e) {
            // stopped: Kafka keeps what is not committed
            LOG.debug("{}", line.name(), e);
        } finally {
            client.close(ANSWER);
            if (refused != null) {
                refused.close(ANSWER);
                refused = null;
            }
        }
    }

    /** A consumer of Kafka does not say that its brokers are away, nor that there is no such topic: each partition is asked. */
    private void look(Consumer<byte[], byte[]> client) {
        try {
            List<PartitionInfo> partitions = client.partitionsFor(options.getTopic(), ANSWER);
            if (partitions == null || partitions.isEmpty()) {
                line.bad(new KafkaException("there is no topic " + options.getTopic()));
                return;
            }
            client.endOffsets(
                    partitions.stream()
                            .map(one -> new TopicPartition(one.topic(), one.partition()))
                            .toList(),
                    ANSWER);
            line.good();
        } catch (TimeoutException e) {
            // the client comes back by itself, and keeps its place in the group until then
            line.bad(options.silent("a partition's broker"));
        }
    }

    private void settle(ConsumerRecords<byte[], byte[]> polled, Consumer<byte[], byte[]> client)
            throws InterruptedException {
        List<KafkaBatch.One> all = new ArrayList<>(polled.count());
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            all.add(new KafkaBatch.One(record));
            next.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        List<KafkaBatch.One> failed = tried(all);
        for (int attempt = 1; !failed.isEmpty() && attempt < options.getAttempts(); attempt++) {
            pause(options.getReconnectDelay());
            List<KafkaBatch.One> again = new ArrayList<>();
            for (KafkaBatch.One one : failed) {
                again.addAll(tried(List.of(one)));
            }
            failed = again;
        }
        if (!failed.isEmpty()) {
            pause(0); // in a hub that is stopping nothing is anybody's fault
        }
        failed.forEach(one -> one.answer(FAILED));
        aside(failed);
        commit(client, next);
    }

    /** @return those the hub itself failed on; all others are accepted, or put aside */
    private List<KafkaBatch.One> tried(List<KafkaBatch.One> records) throws InterruptedException {
        Exception failure = route(new KafkaBatch(records));
        if (failure != null) {
            LOG.warn("{}: {}", line.name(), failure.toString());
            return records;
        }
        List<KafkaBatch.One> failed = new ArrayList<>();
        List<KafkaBatch.One> wrong = new ArrayList<>();
        for (KafkaBatch.One one : records) {
            if (one.answer() != null && !one.answer().accepted()) {
                (one.answer().forGood() ? wrong : failed).add(one);
            }
        }
        aside(wrong);
        return failed;
    }

    /** Until Kafka has them: they are gone from their own topic with the next commit. */
    private void aside(List<KafkaBatch.One> records) throws InterruptedException {
        List<KafkaBatch.One> left = records;
        while (!left.isEmpty()) {
            if (refused == null) {
                refused = options.producerClient();
            }
            try {
                refused.partitionsFor(options.getRefused()); // else each of them waits for that
                left = send(left);
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                line.bad(new KafkaException("topic " + options.getRefused() + " takes no record", e));
                pause(options.getReconnectDelay());
            }
        }
    }

    /**
     * To the topic for what is refused.
     *
     * @return those that are to be sent again
     * @throws KafkaException all are
     */
    private List<KafkaBatch.One> send(List<KafkaBatch.One> records) throws InterruptedException {
        List<Future<?>> sent = new ArrayList<>(records.size());
        for (KafkaBatch.One one : records) {
            sent.add(refused.send(copy(one)));
        }
        List<KafkaBatch.One> again = new ArrayList<>();
        KafkaException failure = null;
        for (int i = 0; i < sent.size(); i++) {
            KafkaBatch.One one = records.get(i);
            try {
                sent.get(i).get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException && !one.isTooLong()) {
                    one.tooLong();
                    again.add(one);
                } else {
                    failure = new KafkaException(e.getCause().getMessage(), e.getCause());
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return again;
    }

    private ProducerRecord<byte[], byte[]> copy(KafkaBatch.One one) {
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(
                options.getRefused(),
                one.isTooLong() ? null : one.message().key(),
                one.isTooLong() ? null : one.message().value());
        copy.headers().add(SmsHeaders.ERROR_TEXT, octets(one.answer().reason()));
        if (one.answer().field() != null) {
            copy.headers().add("SmsErrorField", octets(one.answer().field()));
        }
        copy.headers().add("SmsOrigin", octets(one.place()));
        return copy;
    }

    private static byte[] octets(String text) {
        return text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
    }

    private void commit(Consumer<byte[], byte[]> client, Map<TopicPartition, OffsetAndMetadata> next)
            throws InterruptedException {
        while (true) {
            try {
                client.commitSync(next, ANSWER);
                return;
            } catch (CommitFailedException | RebalanceInProgressException e) {
                // only a poll mends that: to try again would be for ever
                LOG.warn(
                        "{}: Kafka has given its partitions away meanwhile (the hub stood still, or waited for its ledger, or"
                                + " Kafka was away); they are read again, and what was accepted is known",
                        line.name());
                return;
            } catch (RetriableException e) {
                line.bad(options.silent("the broker that keeps the offsets"));
                pause(options.getReconnectDelay());
            }
        }
    }

    private void pause(long millis) throws InterruptedException {
        if (!line.pause(millis)) {
            throw new InterruptedException("stopped");
        }
    }
}
