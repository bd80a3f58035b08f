package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;

/** The class archive of {@code ./hub prepare}, in a package without sources: it is used, and one that is none only costs time. */
@Timeout(300)
class PrepareIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MAIN = "org.apache.camel.main.Main source: ";

    @TempDir
    static Path folder;

    private static Path home;
    private static Path archive;

    @BeforeAll
    static void prepare() throws Exception {
        home = folder.resolve("package");
        Path built = Packaged.home();
        copy(built.resolve("config"), home.resolve("config"));
        copy(built.resolve("routes"), home.resolve("routes"));
        copy(built.resolve("tools/target/classes"), home.resolve("tools/target/classes"));
        Files.copy(built.resolve("hub"), home.resolve("hub"), StandardCopyOption.COPY_ATTRIBUTES);
        Path letter = Files.createDirectory(folder.resolve("inbox")).resolve("letter");
        Files.writeString(letter, "of the real hub");
        Path mine = home.resolve("routes/inputs/mine.camel.yaml");
        Files.writeString(
                mine,
                "- route: {id: mine, from: {uri: \"file:" + letter.getParent() + "\", steps: [{to: \"log:mine\"}]}}\n");

        try (ServerSocket database = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + database.getLocalPort() + "/ledger";
            Files.writeString(
                    home.resolve("config/application.properties"),
                    "\nhub.ledger.url = " + url + "\nhub.nodes = true\n",
                    StandardOpenOption.APPEND);
            assertThat(prepare(Map.of("HUB_LEDGER_URL", url, "HUB_NODES", "true")))
                    .isEmpty();
            database.setSoTimeout(1);
            assertThatThrownBy(database::accept)
                    .as("the ledger of the real hub")
                    .isInstanceOf(SocketTimeoutException.class);
        }
        Files.copy(
                built.resolve("config/application.properties"),
                home.resolve("config/application.properties"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.COPY_ATTRIBUTES);

        assertThat(letter).as("a route of the hub's, which is not to run").exists();
        Files.delete(mine);
        try (Stream<Path> files = Files.list(home.resolve("routes/target/hub/classes"))) {
            archive =
                    files.filter(f -> !f.toString().endsWith(".size")).findAny().orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = from.relativize(file);
                boolean built = relative.startsWith("target") && relative.getNameCount() > 1;
                if (!built || relative.startsWith("target/hub") && !relative.startsWith("target/hub/classes")) {
                    Path copy = to.resolve(relative.toString());
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Why it could not; "" = it could. */
    private static String prepare(Map<String, String> environment) throws Exception {
        Path log = Files.createTempFile(folder, "prepare", ".log");
        ProcessBuilder builder = new ProcessBuilder(home.resolve("hub").toString(), "prepare");
        builder.environment().putAll(environment);
        Process process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(log);
        assertThat(process.exitValue()).as(said).isEqualTo(said.contains("hub: preparing") ? 0 : 1);
        return said.replaceFirst("hub: preparing.*\n", "");
    }

    /** Starts the hub; whether its classes came out of the archive. Nothing of the archive is in what it prints. */
    private static boolean starts(Map<String, String> environment, String... options) throws Exception {
        try (HubSite site = HubSite.create(home, 1, Map.of())) {
            Path classes = Files.createTempFile(folder, "classes", ".log");
            site.environment()
                    .put(
                            "JAVA_OPTS",
                            "-XX:TieredStopAtLevel=1 -Xlog:class+load:file=" + classes + " "
                                    + String.join(" ", options));
            site.environment().putAll(environment);
            // as in a configuration of before
            site.property("camel.beans.clients.file", "classpath:clients.yaml");
            HubProcess hub = site.start(PATIENCE);
            // routes start one after the other: this one may be after that by which a hub is known to be there
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            hub.get(site.api("/v1/openapi.yaml")).body())
                    .contains("openapi:"));
            assertThat(Files.readString(site.log())).doesNotContain("[warning]", "[error]", "rchive", "AOT", "CDS");
            hub.kill();
            String source = Files.readString(classes, StandardCharsets.ISO_8859_1);
            assertThat(source).contains(MAIN);
            return source.contains(MAIN + "shared objects file");
        }
    }

    @Test
    void itsClassesAreTakenFromThere() throws Exception {
        assertThat(starts(Map.of())).isTrue();
        assertThat(starts(Map.of("HUB_CLASS_ARCHIVE", "off"))).isFalse();
    }

    @Test
    void aBrokenOneOnlyCostsTime() throws Exception {
        Path broken = Files.createDirectory(folder.resolve("broken")).resolve(archive.getFileName());
        Map<String, String> there =
                Map.of("HUB_CLASS_ARCHIVE", broken.getParent().toString());
        assertThat(starts(there)).as("none").isFalse();
        Files.createFile(broken);
        whole(broken);
        assertThat(starts(there)).as("empty").isFalse();
        Files.writeString(broken, "x".repeat(100_000));
        whole(broken);
        assertThat(starts(there)).as("something else").isFalse();
        Files.copy(archive, broken, StandardCopyOption.REPLACE_EXISTING);
        whole(broken);
        try (RandomAccessFile file = new RandomAccessFile(broken.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertThat(starts(there)).as("half of it").isFalse();
        Files.copy(archive, broken, StandardCopyOption.REPLACE_EXISTING);
        whole(broken);
        anotherJdks(broken);
        assertThat(starts(there)).as("another JDK's").isFalse();
    }

    /** As long as it is to be, so that the JVM is asked. */
    private static void whole(Path file) throws IOException {
        Files.writeString(file.resolveSibling(file.getFileName() + ".size"), Files.size(file) + "\n");
    }

    /** The head of an archive names the JVM that wrote it. */
    private static void anotherJdks(Path broken) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(broken.toFile(), "rw")) {
            byte[] head = new byte[64 * 1024];
            file.readFully(head);
            int name = new String(head, StandardCharsets.ISO_8859_1).indexOf("64-Bit Server VM");
            assertThat(name).isPositive();
            file.seek(name);
            file.write("65-Bit".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Test
    void oneOfOtherLibrariesOnlyCostsTime() throws Exception {
        try (Stream<Path> files = Files.list(home.resolve("routes/target/hub/lib"))) {
            Path jar = files.filter(f -> f.getFileName().toString().startsWith("camel-api"))
                    .findAny()
                    .orElseThrow();
            FileTime before = Files.getLastModifiedTime(jar);
            Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
            assertThat(starts(Map.of())).isFalse();
            Files.setLastModifiedTime(jar, before);
        }
        assertThat(starts(Map.of())).isTrue();
    }

    @Test
    void whereNothingCanBeWrittenAHubStartsAsWell() throws Exception {
        String nowhere = Files.createFile(folder.resolve("file")) + "/below";
        assertThat(prepare(Map.of("HUB_CLASS_ARCHIVE", nowhere))).contains(nowhere, "HUB_CLASS_ARCHIVE");
        assertThat(starts(Map.of("HUB_CLASS_ARCHIVE", nowhere))).isFalse();
    }

    @Test
    void anotherCollectorIsAnOption() throws Exception {
        starts(Map.of(), "-XX:+UseParallelGC", "-Xms256m");
    }
}
