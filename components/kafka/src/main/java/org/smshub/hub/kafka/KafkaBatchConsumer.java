package org.smshub.hub.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.support.DefaultConsumer;
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
import org.smshub.hub.bus.BusHealthCheck;
import org.smshub.hub.bus.BusLine;
import org.smshub.link.SmsHeaders;

/**
 * One thread: polls, hands what came to the route, waits for its end, and commits. What the route refuses goes to the topic for
 * that before. A batch that fails is tried again record by record, until the one is found that the hub fails on.
 */
class KafkaBatchConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBatchConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = Duration.ofSeconds(3).toNanos();

    private final KafkaBatchEndpoint options;
    private BusLine line;

    /** Made when the first record is refused. */
    private Producer<byte[], byte[]> refused;

    KafkaBatchConsumer(KafkaBatchEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.options = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        line = new BusLine(
                "kafka-batch " + options.getTopic(), options.getBrokers(), options.getReconnectDelay(), this::work);
        HealthCheckRepository checks = HealthCheckHelper.getHealthCheckRepository(
                getEndpoint().getCamelContext(), "consumers", HealthCheckRepository.class);
        if (checks != null) {
            BusHealthCheck health = new BusHealthCheck("kafka:" + options.getTopic(), options.getTopic(), line);
            health.setCamelContext(getEndpoint().getCamelContext());
            setHealthCheck(health);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        line.start();
    }

    @Override
    protected void doSuspend() throws Exception {
        line.stop();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        line.start();
    }

    @Override
    protected void doStop() throws Exception {
        line.stop();
        super.doStop();
    }

    private void work() throws Exception {
        Consumer<byte[], byte[]> client = options.consumer();
        try {
            client.subscribe(List.of(options.getTopic()));
            long heard = System.nanoTime() - LOOK_NANOS;
            while (line.isRunning()) {
                if (System.nanoTime() - heard >= LOOK_NANOS) {
                    look(client);
                    heard = System.nanoTime();
                }
                ConsumerRecords<byte[], byte[]> polled = client.poll(POLL);
                if (!polled.isEmpty()) {
                    line.good();
                    settle(polled, client);
                    heard = System.nanoTime();
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
            line.bad(new KafkaException("a partition's broker does not answer"));
        }
    }

    private void settle(ConsumerRecords<byte[], byte[]> polled, Consumer<byte[], byte[]> client)
            throws InterruptedException {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.count());
        polled.forEach(records::add);
        if (!settle(new KafkaBatch(records))) {
            for (ConsumerRecord<byte[], byte[]> one : records) {
                alone(one);
            }
        }
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> one : records) {
            next.put(new TopicPartition(one.topic(), one.partition()), new OffsetAndMetadata(one.offset() + 1));
        }
        commit(client, next);
    }

    private void alone(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        KafkaBatch batch = new KafkaBatch(List.of(record));
        for (int attempt = 1; !settle(batch); attempt++) {
            if (attempt >= options.getAttempts()) {
                KafkaBatch.One one = batch.all().get(0);
                one.answer(new Answer(null, null, null, "The hub failed on this message; its log says why", true));
                aside(one);
                return;
            }
            pause(options.getReconnectDelay());
        }
    }

    /** @return whether each record is accepted, or put aside; else the hub failed on one of them */
    private boolean settle(KafkaBatch batch) throws InterruptedException {
        batch.all().forEach(one -> one.answer(null));
        Exception failure = route(batch);
        if (failure != null) {
            LOG.warn("{}: {}", line.name(), failure.toString());
            return false;
        }
        List<KafkaBatch.One> wrong = batch.all().stream()
                .filter(one -> one.answer() != null && !one.answer().accepted())
                .toList();
        if (wrong.stream().anyMatch(one -> !one.answer().forGood())) {
            return false;
        }
        for (KafkaBatch.One one : wrong) {
            aside(one);
        }
        return true;
    }

    /**
     * Waits for as long as the route does: a ledger that cannot write now is waited for.
     *
     * @return what it failed of, or null
     * @throws InterruptedException stopped meanwhile
     */
    private Exception route(KafkaBatch batch) throws InterruptedException {
        Exchange exchange = createExchange(false);
        exchange.getMessage().setBody(batch);
        CompletableFuture<Exception> done = new CompletableFuture<>();
        getAsyncProcessor().process(exchange, sync -> {
            done.complete(exchange.getException());
            releaseExchange(exchange, false);
        });
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e); // it is never completed so
        }
    }

    /** Until Kafka has it: the record is gone from its own topic with the next commit. */
    private void aside(KafkaBatch.One one) throws InterruptedException {
        ProducerRecord<byte[], byte[]> copy =
                copy(one, one.message().key(), one.message().value());
        while (true) {
            try {
                if (refused == null) {
                    refused = options.producer();
                }
                Future<?> sent = refused.send(copy);
                sent.get();
                line.good();
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RecordTooLargeException && copy.value() != null) {
                    copy = copy(one, null, null);
                } else {
                    line.bad(new KafkaException("topic " + options.getRefused() + " takes no record", e.getCause()));
                    pause(options.getReconnectDelay());
                }
            } catch (InterruptException e) {
                throw e;
            } catch (KafkaException e) {
                line.bad(new KafkaException("topic " + options.getRefused() + " takes no record", e));
                pause(options.getReconnectDelay());
            }
        }
    }

    private ProducerRecord<byte[], byte[]> copy(KafkaBatch.One one, byte[] key, byte[] value) {
        ProducerRecord<byte[], byte[]> copy = new ProducerRecord<>(options.getRefused(), key, value);
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
                line.bad(e);
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
