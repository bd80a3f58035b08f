package org.smshub.it.nodes;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jsmpp.bean.DeliverSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.util.InvalidDeliveryReceiptException;
import org.smshub.it.bus.KafkaBus;

/** Where applications hear: one that is called, a topic, and those that are bound. */
final class Receivers implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Queue<Told> told = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private final ExecutorService calls = Executors.newCachedThreadPool(Receivers::daemon);
    private volatile boolean over;
    private volatile Thread topic;

    Receivers() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(calls);
        server.createContext("/", this::called);
        server.start();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "receiver");
        thread.setDaemon(true);
        return thread;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private void called(HttpExchange exchange) throws IOException {
        try (exchange) {
            told.add(Told.read(JSON.readTree(exchange.getRequestBody().readAllBytes())));
            exchange.sendResponseHeaders(204, -1);
        }
    }

    /** Hears what is told by Kafka, too. */
    void hear(KafkaBus kafka, String name) {
        topic = daemon(() -> {
            try (KafkaConsumer<String, String> consumer = kafka.consumer(name)) {
                while (!over) {
                    for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                        told.add(Told.read(JSON.readTree(record.value())));
                    }
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        topic.start();
    }

    /** Hears what a bound application is told. */
    void receipt(DeliverSm receipt) {
        try {
            // of a notice on the way (esm_class 0x20) jSMPP itself reads nothing
            DeliveryReceipt said = new DeliveryReceipt(new String(receipt.getShortMessage(), US_ASCII));
            told.add(Told.receipt(said.getId(), said.getFinalStatus()));
        } catch (InvalidDeliveryReceiptException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In the order in which it came. */
    Collection<Told> told() {
        return told;
    }

    @Override
    public void close() {
        over = true;
        server.stop(0);
        calls.shutdownNow();
    }
}
