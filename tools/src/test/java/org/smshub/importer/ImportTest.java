package org.smshub.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

/** The command: what it writes, what it leaves alone, and how it ends. */
class ImportTest {

    @TempDir
    Path folder;

    private Path conf;

    @BeforeEach
    void write() throws IOException {
        conf = Files.writeString(folder.resolve("kannel.conf"), """
                group = smsc
                smsc = smpp
                smsc-id = north
                host = 192.0.2.1
                port = 2775
                smsc-username = acme
                smsc-password = " n0rth\\"=#"
                system-type = "C:\\\\x"

                group = sendsms-user
                username = shop
                password = sh0p
                """);
    }

    private int run(Object... args) throws IOException {
        return Import.run(Stream.of(args).map(Object::toString).toList(), HubSite.findHome());
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void itWritesAConfigurationWhoseSecretsAreTheUsersAlone() throws IOException {
        Path made = folder.resolve("mine");
        assertThat(run(conf, made)).isZero();
        assertThat(rights(made)).isEqualTo("rwx------");
        assertThat(rights(made.resolve("clients.yaml"))).isEqualTo("rw-------");
        assertThat(rights(made.resolve("secrets"))).isEqualTo("rwx------");
        assertThat(rights(made.resolve("secrets/north.password"))).isEqualTo("rw-------");
        Properties links = new Properties();
        try (var in = Files.newBufferedReader(made.resolve("links.properties"))) {
            links.load(in);
        }
        assertThat(links)
                .containsEntry("camel.routeTemplate[north].systemType", "C:\\x")
                .containsEntry("camel.routeTemplate[north].password", "{{file:{{hub.config}}/secrets/north.password}}");
        assertThat(Files.readString(made.resolve("secrets/north.password"))).isEqualTo(" n0rth\"=#\n");
        assertThat(Files.readString(made.resolve("clients.yaml")))
                .contains("- id: \"shop\"")
                .containsPattern("passwords: \\[\"pbkdf2:[0-9]+:[0-9a-f]{32}:[0-9a-f]{64}\"]")
                .doesNotContain("sh0p", "demo");
        assertThat(Files.readString(made.resolve("application.properties")))
                .contains("hub.simulator = false")
                .contains("hub.data = data");
        assertThat(Files.readString(made.resolve("import.md"))).contains("Every line has its counterpart.");
    }

    @Test
    void whatIsLeftIsNamedAndSaidByTheStatus() throws IOException {
        Files.writeString(conf, Files.readString(conf) + "user-allow-ip = 10.0.0.1\n");
        assertThat(run(conf, folder.resolve("mine"))).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("mine/import.md")))
                .contains(
                        "kannel.conf:13: sendsms-user shop, user-allow-ip: a client is told by its password alone; let the");
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        Path file = Files.writeString(there.resolve("clients.yaml"), "mine");
        assertThat(run(conf, there)).isEqualTo(2);
        assertThat(file).hasContent("mine");
        assertThat(run(conf, file)).isEqualTo(2);
        Files.delete(file);
        assertThat(run(conf, there)).isZero();
    }

    @Test
    void whatCannotBeReadLeavesNothing() throws IOException {
        Path made = folder.resolve("mine");
        Path text = Files.writeString(folder.resolve("letter"), "Dear reader,\n");
        Path smsd = Files.writeString(folder.resolve("smsd.conf"), "devices = A\n[A]\ndevice = /dev/a\n");
        for (List<Object> args : List.<List<Object>>of(
                List.of(folder.resolve("none"), made),
                List.of(text, made),
                List.of(conf, smsd, made),
                List.of(conf),
                List.of(),
                List.of("--to", conf, made))) {
            assertThat(run(args.toArray())).as(args.toString()).isEqualTo(2);
        }
        assertThat(made).doesNotExist();
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactlyInAnyOrder(conf, text, smsd);
        }
    }
}
