package org.smshub.hub.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smshub.hub.bus.BusHealthCheck;
import org.smshub.hub.bus.BusLine;
import org.smshub.link.SmsNotSentException;

/**
 * Sends records in the order in which they came. The body is octets; headers that are strings go with it; kafka.KEY (octets) and
 * kafka.OVERRIDE_TOPIC are camel-kafka's. One thread talks to the client, which waits for what it does not know of a topic.
 */
class KafkaBatchProducer extends DefaultAsyncProducer {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaBatchProducer.class);
    private static final Duration ANSWER = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long WAIT_MILLIS = 500;

    private record Sending(Exchange exchange, AsyncCallback callback, ProducerRecord<byte[], byte[]> message) {}

    private final KafkaBatchEndpoint options;
    private final BlockingQueue<Sending> waiting;
    private BusLine line;
    private BusHealthCheck health;

    /** Topics that took nothing last, and why: not said yet. */
    private final Map<String, String> failing = new ConcurrentHashMap<>();

    /** Those that were said. */
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** Goes on with exchanges, so that Kafka's thread runs nobody's route. */
    private ExecutorService followers;

    KafkaBatchProducer(KafkaBatchEndpoint endpoint) {
        super(endpoint);
        this.options = endpoint;
        this.waiting = new ArrayBlockingQueue<>(endpoint.getWindow());
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        String name = "kafka-batch to " + options.getTopic();
        followers = getEndpoint().getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, name);
        line = new BusLine(name, options.getBrokers(), options.getReconnectDelay(), this::work);
        line.start();
        HealthCheckRegistry checks = checks();
        if (checks != null) {
            health = new BusHealthCheck("kafka-out:" + options.getTopic(), options.getTopic(), line);
            health.setCamelContext(getEndpoint().getCamelContext());
            checks.register(health);
        }
    }

    /** Its own: that of "producers" is off in a hub, where a dead link takes nobody out of service. */
    private HealthCheckRegistry checks() {
        return HealthCheckRegistry.get(getEndpoint().getCamelContext());
    }

    @Override
    protected void doStop() throws Exception {
        if (line != null) {
            line.stop();
        }
        if (health != null && checks() != null) {
            checks().unregister(health);
        }
        refuse("the output is stopped");
        if (followers != null) {
            getEndpoint().getCamelContext().getExecutorServiceManager().shutdownGraceful(followers);
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String trouble = line.trouble();
        if (trouble == null) {
            if (waiting.offer(new Sending(exchange, callback, message(exchange.getMessage())))) {
                if (line.isStopped()) {
                    refuse("the output is stopped");
                }
                return false;
            }
            trouble = options.getWindow() + " records wait to be sent";
        }
        exchange.setException(failure(trouble));
        callback.done(true);
        return true;
    }

    private ProducerRecord<byte[], byte[]> message(Message message) {
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

    private SmsNotSentException failure(String why) {
        return new SmsNotSentException(null, "Kafka, " + options.getBrokers() + ": " + why, true);
    }

    private void work() throws Exception {
        Producer<byte[], byte[]> client = options.producer();
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
                Sending next = waiting.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
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
            refuse("the connection is lost");
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
                line.bad(new KafkaException("no broker answers"));
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

    private void send(Producer<byte[], byte[]> client, Sending next) {
        try {
            client.send(next.message(), (place, failure) -> end(next, failure));
        } catch (InterruptException e) {
            end(next, e);
            throw e;
        } catch (RuntimeException e) {
            end(next, e);
        }
    }

    private void refuse(String why) {
        List<Sending> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(one -> end(one, failure(why)));
    }

    private void end(Sending one, Exception failure) {
        String topic = one.message().topic();
        if (failure == null) {
            if (said.remove(topic)) {
                LOG.info("{}: topic {} takes its records again", line.name(), topic);
            }
        } else if (failure instanceof SmsNotSentException) {
            one.exchange().setException(failure);
        } else {
            failing.put(topic, BusLine.reason(failure));
            one.exchange().setException(failure(topic + ": " + BusLine.reason(failure)));
        }
        try {
            followers.execute(() -> one.callback().done(false));
        } catch (RejectedExecutionException e) {
            one.callback().done(false);
        }
    }
}
