package org.smshub.it.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;

/** Kafka by TLS with a password, as docs/kafka.md has it; and what the hub says of a setting that is wrong. */
@Timeout(600)
class KafkaSecureIT {

    private static final String OPTION = "camel.component.kafka.";

    @TempDir
    Path folder;

    private Path trust;
    private KafkaBus bus;

    @BeforeEach
    void start() throws Exception {
        trust = keys("keys");
        bus = new KafkaBus(folder);
        bus.broker.secure(folder.resolve("keys.p12"));
        bus.start();
    }

    /** @return the certificate of the keys NAME.p12 */
    private Path keys(String name) throws Exception {
        Path keys = folder.resolve(name + ".p12");
        Path certificate = folder.resolve(name + ".pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "kafka",
                "-dname",
                "CN=kafka",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                keys.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "kafka",
                "-storepass",
                "changeit",
                "-keystore",
                keys.toString(),
                "-file",
                certificate.toString());
        return certificate;
    }

    @AfterEach
    void stop() {
        bus.close();
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process keytool = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    private BusHub hub(String password) throws Exception {
        BusHub hub = bus.hub(null);
        hub.properties(Map.of(
                "hub.kafka.brokers",
                "127.0.0.1:" + bus.broker.securePort(),
                OPTION + "securityProtocol",
                "SASL_SSL",
                OPTION + "saslMechanism",
                "PLAIN",
                OPTION + "saslJaasConfig",
                "{{env:KAFKA_JAAS}}",
                OPTION + "sslTruststoreType",
                "PEM",
                OPTION + "sslTruststoreLocation",
                trust.toString()));
        hub.site
                .environment()
                .put(
                        "KAFKA_JAAS",
                        "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"hub\" password=\""
                                + password + "\";");
        return hub;
    }

    @Test
    void inAndOut() throws Exception {
        try (BusHub hub = hub("right");
                KafkaConsumer<String, String> events = bus.consumer("sms.events.shop")) {
            hub.start();
            hub.awaitHealth("consumer:orders", "UP");
            bus.send(0, 10);
            hub.awaitEnded(10);
            assertThat(KafkaBus.next(events, 10)).hasSize(10);
            assertThat(Files.readString(hub.site.log())).doesNotContain("PlainLoginModule");
        }
    }

    /** The hub runs, and says once what is wrong; with the right setting it begins where it should. */
    @Test
    void whatIsWrongIsNamed() throws Exception {
        try (BusHub hub = hub("WRONG-SECRET")) {
            named(hub, "Authentication failed: Invalid username or password", "saslJaasConfig");
            hub.site
                    .environment()
                    .put("KAFKA_JAAS", hub.site.environment().get("KAFKA_JAAS").replace("WRONG-SECRET", "right"));
            hub.properties(Map.of(
                    OPTION + "sslTruststoreLocation",
                    folder.resolve("nowhere.pem").toString()));
            named(hub, "nowhere.pem");
            hub.properties(Map.of(OPTION + "sslTruststoreLocation", trust.toString()));
            // of whom the hub trusts, the broker is none
            Path other = keys("other");
            hub.properties(Map.of(OPTION + "sslTruststoreLocation", other.toString()));
            named(hub, "PKIX path", "sslTruststoreLocation");
            hub.properties(Map.of(OPTION + "sslTruststoreLocation", trust.toString()));
            hub.properties(Map.of(OPTION + "saslMechanism", "PLIAN"));
            named(hub, "PLIAN", "saslMechanism");
            // there is one, but not here
            hub.properties(Map.of(OPTION + "saslMechanism", "CRAM-MD5"));
            named(hub, "CRAM-MD5", "saslMechanism", "[PLAIN]");
            hub.properties(Map.of(OPTION + "saslMechanism", "PLAIN"));
            hub.properties(Map.of(OPTION + "securityProtocol", "PLAINTEXT"));
            named(hub, "wants TLS", "securityProtocol");
            hub.properties(Map.of(OPTION + "securityProtocol", "SASL_TLS"));
            named(hub, "security.protocol");
            hub.properties(Map.of(OPTION + "securityProtocol", "SASL_SSL"));
            hub.properties(Map.of("hub.kafka.brokers", "no-such-host.invalid:9092"));
            named(hub, "No resolvable bootstrap urls");
            hub.properties(Map.of("hub.kafka.brokers", "127.0.0.1:" + bus.broker.securePort()));
            hub.start();
            bus.send(0, 10);
            hub.awaitEnded(10);
        }
    }

    private static void named(BusHub hub, String... what) throws Exception {
        Files.deleteIfExists(hub.site.log());
        HubProcess process = hub.site.start(BusHub.PATIENCE);
        hub.process = process;
        hub.awaitHealth("consumer:orders", "DOWN");
        hub.awaitHealth("kafka-out:sms.events", "DOWN");
        await().atMost(BusHub.PATIENCE)
                .until(() -> Files.readString(hub.site.log()).split("cannot be worked with").length == 3);
        for (String check : List.of("consumer:orders", "kafka-out:sms.events")) {
            await().atMost(BusHub.PATIENCE)
                    .untilAsserted(() -> assertThat(hub.check(check).toString()).contains(what));
        }
        process.stop(BusHub.PATIENCE);
        List<String> said = Files.readAllLines(hub.site.log()).stream()
                .filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                .filter(line -> !line.contains("simulator"))
                .toList();
        // one of the input, one of the output
        assertThat(said.stream().filter(line -> line.contains("cannot be worked with")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains(what));
        assertThat(said.stream().filter(line -> line.toLowerCase().contains("kafka")))
                .hasSize(2);
        assertThat(Files.readString(hub.site.log()) + said).doesNotContain("WRONG-SECRET", "PlainLoginModule");
    }
}
