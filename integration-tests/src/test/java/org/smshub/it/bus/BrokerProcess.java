package org.smshub.it.bus;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.smshub.bench.HubSite;
import org.smshub.site.Processes;

/** A broker that nobody here wrote, in a process of its own, which can be killed and started again on what it has on its disk. */
final class BrokerProcess implements AutoCloseable {

    enum Kind {
        ARTEMIS,
        CLASSIC,
        KAFKA
    }

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final String SECURE = """
            listener.name.secure.sasl.enabled.mechanisms=PLAIN
            listener.name.secure.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
              user_hub="right";
            listener.name.secure.ssl.keystore.type=PKCS12
            listener.name.secure.ssl.keystore.location=%s
            listener.name.secure.ssl.keystore.password=changeit
            """;

    private final Kind kind;
    private final Path folder;
    private final int port = HubSite.freePort();
    private final int second = HubSite.freePort();
    private final Certificate certificate;
    private final int third = HubSite.freePort();
    private Path keys;
    private boolean made;
    private Process process;

    /** @param folder of its own, for its disk */
    BrokerProcess(Kind kind, Path folder) {
        this(kind, folder, null);
    }

    /** @param certificate null, or that of its TLS; then it wants user and password, too: {@code admin} both */
    BrokerProcess(Kind kind, Path folder, Certificate certificate) {
        this.kind = kind;
        this.folder = folder;
        this.certificate = certificate;
    }

    int port() {
        return port;
    }

    /** Of Kafka, where {@link #secure} was called: TLS, with user and password. */
    int securePort() {
        return third;
    }

    /**
     * Before its first start.
     *
     * @param keyStore PKCS#12, with the password "changeit"
     */
    void secure(Path keyStore) {
        keys = keyStore;
    }

    /** Waits until it takes connections. */
    void start() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        if (!made) {
            make();
            made = true;
        }
        process = launch(command());
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> !process.isAlive() || listens());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException("the broker does not listen: " + log(), e);
        }
        if (!process.isAlive()) {
            throw new IllegalStateException("the broker ended: " + log());
        }
    }

    private String log() throws IOException {
        return Files.readString(folder.resolve("log"));
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private void make() throws IOException, InterruptedException {
        switch (kind) {
            case ARTEMIS -> {
                run(artemis(
                        "create",
                        folder.resolve("instance").toString(),
                        "--home",
                        lib().getParent().toString(),
                        "--user",
                        "admin",
                        "--password",
                        "admin",
                        "--role",
                        "amq",
                        certificate == null ? "--allow-anonymous" : "--require-login",
                        "--nio",
                        "--no-autotune",
                        "--no-web",
                        "--no-amqp-acceptor",
                        "--no-hornetq-acceptor",
                        "--no-mqtt-acceptor",
                        "--no-stomp-acceptor",
                        "--default-port",
                        Integer.toString(port),
                        "--host",
                        "127.0.0.1",
                        "--silent"));
                if (certificate != null) {
                    Path file = folder.resolve("instance/etc/broker.xml");
                    String tls = "tcp://127.0.0.1:" + port + "?sslEnabled=true;keyStorePath=" + certificate.keys()
                            + ";keyStoreType=PKCS12;keyStorePassword=" + certificate.password() + ";";
                    Files.writeString(file, Files.readString(file).replace("tcp://127.0.0.1:" + port + "?", tls));
                }
            }
            case KAFKA -> {
                Files.writeString(folder.resolve("server.properties"), """
                        process.roles=broker,controller
                        node.id=1
                        controller.quorum.voters=1@127.0.0.1:%2$d
                        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d%4$s
                        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d%4$s
                        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL
                        controller.listener.names=CONTROLLER
                        log.dirs=%3$s
                        offsets.topic.replication.factor=1
                        offsets.topic.num.partitions=1
                        transaction.state.log.replication.factor=1
                        transaction.state.log.min.isr=1
                        group.initial.rebalance.delay.ms=0
                        num.partitions=4
                        auto.create.topics.enable=false
                        %5$s
                        """.formatted(
                                port,
                                second,
                                folder.resolve("data"),
                                keys == null ? "" : ",SECURE://127.0.0.1:" + third,
                                keys == null ? "" : SECURE.formatted(keys)));
                run(java(
                        "kafka.tools.StorageTool",
                        "format",
                        "-t",
                        "hubTestCluster00000000",
                        "-c",
                        folder.resolve("server.properties").toString()));
            }
            case CLASSIC -> {
                // makes what it wants by itself
            }
        }
    }

    private List<String> command() {
        return switch (kind) {
            case ARTEMIS -> artemis("run");
            case KAFKA ->
                java("kafka.Kafka", folder.resolve("server.properties").toString());
            case CLASSIC -> classic();
        };
    }

    private List<String> classic() {
        String program = Path.of("src/test/resources/org/smshub/it/bus/ClassicBroker.java")
                .toAbsolutePath()
                .toString();
        String data = folder.resolve("data").toString();
        return certificate == null
                ? java(program, data, "tcp://127.0.0.1:" + port)
                : java(
                        "-Djavax.net.ssl.keyStore=" + certificate.keys(),
                        "-Djavax.net.ssl.keyStorePassword=" + certificate.password(),
                        program,
                        data,
                        "ssl://127.0.0.1:" + port,
                        "admin",
                        "admin");
    }

    /** The broker's own command line. */
    List<String> artemis(String... arguments) {
        List<String> options = new ArrayList<>(List.of("-Dartemis.home=" + lib().getParent()));
        Path instance = folder.resolve("instance");
        if (made) { // its "create" is there for who has no instance alone
            options.addAll(List.of(
                    "-Dartemis.instance=" + instance,
                    "-Ddata.dir=" + instance.resolve("data"),
                    "-Dartemis.instance.etc=" + instance.resolve("etc"),
                    "-Djava.security.auth.login.config=" + instance.resolve("etc/login.config")));
        }
        options.add("org.apache.activemq.artemis.cli.Artemis");
        options.addAll(List.of(arguments));
        return java(options.toArray(String[]::new));
    }

    private List<String> java(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                lib() + "/*"));
        command.addAll(List.of(arguments));
        return command;
    }

    private Path lib() {
        return HubSite.findHome()
                .resolve("integration-tests/brokers")
                .resolve(kind.name().toLowerCase(java.util.Locale.ROOT))
                .resolve("target/lib");
    }

    /** Waits until it has ended. */
    void run(List<String> command) throws IOException, InterruptedException {
        Process once = launch(command);
        if (!once.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || once.exitValue() != 0) {
            once.destroyForcibly();
            throw new IllegalStateException(command + ": " + Files.readString(folder.resolve("log")));
        }
    }

    private Process launch(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
                .start();
    }

    /** SIGKILL. */
    void kill() {
        Processes.kill(Stream.of(process.toHandle()));
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}
