package org.smshub.it.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/** One of the hubs, with all that it listens to, and the cables by which it reaches others. */
final class Hub implements AutoCloseable {

    static final Duration START = Duration.ofSeconds(240);
    static final String KEY_OF_WEB = "key-of-web";
    static final String KEY_OF_ESME = "esme-key";

    final HubSite site;
    final int smppPort = HubSite.freePort();
    private final int index;
    private final Pair pair;
    private final Centres centres;
    private HubProcess process;

    /** @param webhook where the client web is called @param brokers of Kafka */
    Hub(int index, Pair pair, Centres centres, String webhook, String brokers) throws IOException {
        this.index = index;
        this.pair = pair;
        this.centres = centres;
        site = HubSite.create(Packaged.home(), centres.port(0), Map.of());
        Path hosts = site.config().resolve("hosts");
        Files.write(
                hosts,
                List.of(
                        Centres.address(index) + " " + Centres.HOST,
                        "127.0.0.1 localhost",
                        "127.0.0.1 " + InetAddress.getLocalHost().getHostName()));
        site.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Djdk.net.hosts.file=" + hosts);
        Map<String, String> properties = new TreeMap<>();
        properties.put("hub.ledger.url", pair.url(index));
        properties.put("hub.nodes", "true");
        properties.put("hub.routing.numbers", "true");
        properties.put("hub.smpp", "true");
        properties.put("hub.smpp.port", Integer.toString(smppPort));
        properties.put("hub.webhooks", "true");
        properties.put("hub.webhooks.plain", "true");
        properties.put("hub.webhooks.allow", "127.0.0.1");
        properties.put("hub.kafka.brokers", brokers);
        properties.put("camel.beans.kafkaMessages", "#class:org.smshub.hub.kafka.KafkaMessages");
        properties.put("camel.routeTemplate[orders].templateId", "kafka-in");
        properties.put("camel.routeTemplate[orders].topic", "sms.shop");
        properties.put("camel.routeTemplate[orders].client", "shop");
        properties.put("camel.routeTemplate[kafka-out].templateId", "kafka-out");
        for (Map.Entry<String, String> one : properties.entrySet()) {
            site.property(one.getKey(), one.getValue());
        }
        links();
        Files.write(site.config().resolve("numbers.csv"), Numbers.table());
        clients(webhook);
    }

    private void links() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < Numbers.LINKS; i++) {
            Map<String, String> link = new TreeMap<>(Map.of(
                    "templateId",
                    "smpp-link",
                    "routeId",
                    "link-" + Numbers.link(i),
                    "name",
                    Numbers.link(i),
                    "host",
                    Centres.HOST,
                    "port",
                    Integer.toString(centres.port(i)),
                    "systemId",
                    "bench",
                    "password",
                    "bench",
                    "window",
                    "20",
                    "unknown",
                    Numbers.unknown(i)));
            String key = Numbers.link(i);
            link.forEach((option, value) -> lines.add("camel.routeTemplate[" + key + "]." + option + " = " + value));
        }
        Files.write(site.config().resolve("links.properties"), lines);
        site.property("hub.links.default", Numbers.link(0));
    }

    private void clients(String webhook) throws IOException {
        String called = "events: webhook\n    webhook: {url: \"" + webhook + "\", secrets: [whsec_"
                + "dGhpcyB0ZXN0IGhhcyBubyBzZWNyZXRzIGZyb20gaXQ=]}";
        Files.writeString(
                site.config().resolve("clients.yaml"),
                client("web", KEY_OF_WEB, called) + client("esme", KEY_OF_ESME, "events: smpp")
                        + "\n  - id: shop\n    events: kafka\n",
                StandardOpenOption.APPEND);
    }

    /** A block of clients.yaml. @param rest of its lines, one with what it needs of blanks */
    static String client(String id, String key, String rest) {
        return "\n  - id: " + id + "\n    keys: [\"" + hash(key) + "\"]\n    " + rest + "\n";
    }

    private static String hash(String key) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(key.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By which the ledger knows it. */
    String name() throws IOException {
        return Files.readString(site.data().resolve("node")).strip();
    }

    void launch() throws IOException {
        process = site.launch();
    }

    void awaitReady() throws IOException, InterruptedException {
        process.awaitReady(START);
    }

    void kill() {
        process.kill();
    }

    void stop() throws InterruptedException {
        assertThat(process.stop(START)).as("its exit").isIn(0, 143);
    }

    void freeze(boolean still) throws IOException, InterruptedException {
        process.freeze(still);
    }

    /** To both servers. */
    List<Cable> toDatabase() {
        return List.of(pair.cables(index));
    }

    Cable toCentre(String link) {
        return toCentres().get(Numbers.index(link));
    }

    List<Cable> toCentres() {
        return centres.cables(index);
    }

    @Override
    public String toString() {
        return "hub " + index;
    }

    @Override
    public void close() throws IOException {
        Files.copy(site.log(), Path.of("target", "nodes-hub-" + index + ".log"), StandardCopyOption.REPLACE_EXISTING);
        site.close();
    }
}
