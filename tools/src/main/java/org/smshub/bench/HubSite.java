package org.smshub.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.smshub.site.Init;

/**
 * A hub of its own in a temporary folder: a copy of the repository's {@code config} with one SMPP link named {@code sink}, a copy of its
 * {@code routes}, an empty ledger, free ports. It is started through the launcher, as a user does; stopped or killed it can be started again.
 */
public final class HubSite implements AutoCloseable {

    /** Below those that outgoing connections get (32768 on): one of these is not taken between here and the hub's start. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 12_000;
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private static volatile Supplier<String> ledgers;

    private final Path home;
    private final Path folder;
    private final int httpPort = freePort();
    private final int managementPort = freePort();
    private final Map<String, String> environment = new TreeMap<>();
    private final List<String> options = new ArrayList<>();
    private HubProcess running;
    private boolean toldAll;

    private HubSite(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
        environment.put("HUB_HTTP_PORT", Integer.toString(httpPort));
        environment.put("HUB_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("HUB_DATA", folder.resolve("data").toString());
        environment.put("HUB_SIMULATOR", "false");
        // whoever turns it on has no use for the shipped port, which another hub may have
        environment.put("HUB_SIMULATOR_MODEM_PORT", Integer.toString(freePort()));
    }

    /**
     * @param home the repository: where the launcher {@code hub} is
     * @param smscPort where the SMSC of the one link listens, on the loopback interface
     * @param options more options of the link's template, or other values: {@code window}, {@code unknown} …
     */
    public static HubSite create(Path home, int smscPort, Map<String, String> options) throws IOException {
        HubSite site = new HubSite(home, Files.createTempDirectory("sms-hub-"));
        copy(home.resolve("config"), site.config());
        copy(home.resolve("routes"), site.routes());
        site.links(List.of("sink"), smscPort, options);
        site.options.addAll(List.of("--routes", site.routes().toString()));
        site.choose();
        return site;
    }

    /** All sites made from here on have their ledgers there, each at an address of its own, unless more is said of one. */
    public static void ledgers(Supplier<String> urls) {
        ledgers = urls;
    }

    private void choose() throws IOException {
        Supplier<String> urls = ledgers;
        if (urls != null) {
            property("hub.ledger.url", urls.get());
        }
    }

    /**
     * Has these links instead; messages go by the first one.
     *
     * @param more as in {@link #create}, of each
     */
    void links(List<String> names, int smscPort, Map<String, String> more) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            link(name, smscPort, more)
                    .forEach((option, value) ->
                            lines.add("camel.routeTemplate[" + name + "]." + option + " = " + value));
        }
        Files.write(config().resolve("links.properties"), lines);
        property("hub.links.default", names.get(0));
    }

    private static Map<String, String> link(String name, int smscPort, Map<String, String> more) {
        Map<String, String> link = new TreeMap<>(Map.of(
                "templateId", "smpp-link",
                "routeId", "link-" + name,
                "name", name,
                "host", "127.0.0.1",
                "port", Integer.toString(smscPort),
                "systemId", "bench",
                "password", "bench",
                "window", "100",
                "rate", "0"));
        link.putAll(more);
        return link;
    }

    /** A hub of its own with a configuration as {@code ./hub init} makes one, and what it is started with beside. */
    public static HubSite ofItsOwn(Path home, String... options) throws IOException {
        HubSite site = new HubSite(home, Files.createTempDirectory("sms-hub-"));
        Init.make(home, site.config());
        site.options.addAll(List.of(options));
        site.environment.remove("HUB_DATA");
        site.choose();
        return site;
    }

    /** Where the launcher that started this is; else the repository above the working folder. */
    public static Path findHome() {
        String said = System.getProperty("hub.home");
        if (said != null) {
            return Path.of(said);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isExecutable(folder.resolve("hub"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no launcher 'hub' here or above: start this inside the repository");
        }
        return folder;
    }

    /** Sets a property of the hub, instead of the one in {@code application.properties} where it is there. */
    public void property(String name, String value) throws IOException {
        Path file = config().resolve("application.properties");
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.removeIf(line -> line.replace(" ", "").startsWith(name + "="));
        lines.add(name + " = " + value);
        Files.write(file, lines);
    }

    /** The environment a start gets beside that of this process; may be changed. */
    public Map<String, String> environment() {
        return environment;
    }

    public Path config() {
        return folder.resolve("config");
    }

    public Path routes() {
        return folder.resolve("routes");
    }

    public Path data() {
        return Path.of(
                environment.getOrDefault("HUB_DATA", config().resolve("data").toString()));
    }

    public Path log() {
        return folder.resolve("hub.log");
    }

    public InetSocketAddress http() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort);
    }

    public URI api(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    public URI management(String path) {
        return URI.create("http://127.0.0.1:" + managementPort + path);
    }

    /** Messages of the load that want receipts want those of every state. */
    void tellAll() {
        toldAll = true;
    }

    boolean isToldAll() {
        return toldAll;
    }

    /** Starts the hub and does not wait; what it prints goes to {@link #log()}. */
    public HubProcess launch() throws IOException {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("hub").toString(), "run", "--config", config().toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.directory(folder.toFile());
        builder.redirectErrorStream(true);
        Files.writeString(log(), "", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        running = new HubProcess(this, builder.start());
        return running;
    }

    /** Starts the hub and waits until it answers. */
    public HubProcess start(Duration patience) throws IOException, InterruptedException {
        HubProcess hub = launch();
        hub.awaitReady(patience);
        return hub;
    }

    /** The key of the demo client, as the first start wrote it. */
    public String apiKey() throws IOException {
        return Files.readString(data().resolve("demo.key")).strip();
    }

    /** Kills what still runs and removes the folder. */
    @Override
    public void close() throws IOException {
        if (running != null) {
            running.kill();
        }
        delete(folder);
    }

    /** Removes a folder with what is in it, if it is there. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path dir, IOException e) throws IOException {
                Files.delete(dir);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = from.relativize(file);
                if (!relative.startsWith("target") && !relative.startsWith("src")) {
                    Files.copy(file, to.resolve(relative.toString()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** A port of the loopback interface that nobody listens on; never the same twice. */
    public static int freePort() {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST_PORT + NEXT_PORT.getAndIncrement() % PORTS;
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IllegalStateException("No port from " + FIRST_PORT + " to " + (FIRST_PORT + PORTS - 1) + " is free");
    }
}
