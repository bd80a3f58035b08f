package org.smshub.hub.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.bus.BusLine;
import org.smshub.hub.bus.BusProducer;
import org.smshub.link.passing.Told;

/**
 * Sends records in the order in which they came. The body is octets; headers that are strings go with it; kafka.KEY (octets) and
 * kafka.OVERRIDE_TOPIC are camel-kafka's. One thread talks to the client, which waits for what it does not know of a topic.
 */
class KafkaBatchProducer extends BusProducer<ProducerRecord<byte[], byte[]>> {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBatchProducer.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = Duration.ofSeconds(3).toNanos();
    private final KafkaBatchEndpoint options;

    /** Topics that took nothing last, and why: not said yet. */
    private final Map<String, String> failing = new ConcurrentHashMap<>();

    /** Those that were said. */
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    KafkaBatchProducer(KafkaBatchEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint;
    }

    @Override
    protected ProducerRecord<byte[], byte[]> message(Message message) {
        String topic = message.getHeader(KafkaConstants.OVERRIDE_TOPIC, options.getTopic(), String.class);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, message.getHeader(KafkaConstants.KEY, byte[].class), message.getBody(byte[].class));
        message.getHeaders().forEach((name, value) -> {
            if (value instanceof String text && !name.startsWith("kafka.") && !name.startsWith("Camel")) {
                record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
            }
        });
        return record;
    }

    @Override
    protected void work() throws Exception {
        Producer<byte[], byte[]> client = options.producerClient();
        Admin admin = null;
        try {
            admin = options.admin();
            long looked = System.nanoTime() - LOOK_NANOS;
            while (line.isRunning()) {
                if (System.nanoTime() - looked >= LOOK_NANOS || !failing.isEmpty()) {
                    boolean away = line.trouble() != null;
                    look(admin);
                    looked = System.nanoTime();
                    if (away || line.trouble() != null) {
                        failing.clear(); // that is what they failed of
                    }
                    say();
                }
                Sending<ProducerRecord<byte[], byte[]>> next = next();
                if (next != null) {
                    send(client, next);
                }
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("{}", line.name(), e);
        } finally {
            client.close(ANSWER);
            if (admin != null) {
                admin.close(ANSWER);
            }
        }
    }

    /** A producer of Kafka does not say that its brokers are away. */
    private void look(Admin admin) throws InterruptedException {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) ANSWER.toMillis()))
                    .clusterId()
                    .get();
            line.good();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException) {
                // the clients come back by themselves
                line.bad(options.silent("a broker"));
            } else {
                throw e.getCause() instanceof KafkaException why ? why : new KafkaException(e.getCause());
            }
        }
    }

    /** Of a topic that does not take its records though the brokers are there: once, until it does. */
    private void say() {
        for (Map.Entry<String, String> one : failing.entrySet()) {
            failing.remove(one.getKey(), one.getValue());
            if (said.add(one.getKey())) {
                LOG.warn(
                        "{}: topic {} does not take its records ({}); tried again until it does",
                        line.name(),
                        one.getKey(),
                        one.getValue());
            }
        }
    }

    private void send(Producer<byte[], byte[]> client, Sending<ProducerRecord<byte[], byte[]>> next) {
        try {
            client.send(next.message(), (place, failure) -> ended(next, failure));
        } catch (InterruptException e) {
            ended(next, e);
            throw e;
        } catch (RuntimeException e) {
            ended(next, e);
        }
    }

    private void ended(Sending<ProducerRecord<byte[], byte[]>> one, Exception failure) {
        String topic = one.message().topic();
        String why = failure == null ? null : BusLine.reason(failure);
        if (why == null) {
            one.exchange().setProperty(Told.PROPERTY, new Told(topic, null));
        }
        if (why != null) {
            failing.put(topic, why);
        } else if (said.remove(topic)) {
            LOG.info("{}: topic {} takes its records again", line.name(), topic);
        }
        end(one, why == null ? null : topic + ": " + why);
    }
}
