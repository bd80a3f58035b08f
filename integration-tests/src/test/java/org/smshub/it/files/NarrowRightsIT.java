package org.smshub.it.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.bench.Submit;
import org.smshub.it.Packaged;

/** Files and folders that the packaged hub may not read. Where the tests run as root, it runs without root's way around rights. */
@Timeout(400)
class NarrowRightsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @TempDir
    Path folder;

    private final List<Submit> sent = new CopyOnWriteArrayList<>();

    private static void block(HubSite site, String name, Map<String, String> options) throws IOException {
        for (Map.Entry<String, String> option : options.entrySet()) {
            site.property("camel.routeTemplate[" + name + "]." + option.getKey(), option.getValue());
        }
    }

    /** A JDK's folder whose Java heeds the rights of files. */
    private Path narrow() throws IOException {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(
                java,
                "#!/bin/sh\nexec " + SETPRIV + " --bounding-set=-dac_override,-dac_read_search "
                        + Path.of(System.getProperty("java.home"), "bin", "java") + " \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return folder.resolve("jdk");
    }

    private static void rights(Path file, String rights) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
    }

    private static void exists(Path file) {
        await().atMost(PATIENCE).until(() -> Files.exists(file));
    }

    private static void says(HubSite site, String words) {
        await().atMost(PATIENCE).until(() -> Files.readString(site.log()).contains(words));
    }

    @Test
    void whatTheHubMayNotReadIsSaidAndHoldsUpNothing() throws Exception {
        boolean root = System.getProperty("user.name").equals("root");
        assumeThat(!root || Files.isExecutable(SETPRIV)).isTrue();
        Path drop = Files.createDirectories(folder.resolve("drop"));
        Path shut = Files.createDirectories(folder.resolve("shut"));
        Path spool = folder.resolve("spool");
        Path outgoing = Files.createDirectories(spool.resolve("outgoing"));
        rights(Files.writeString(drop.resolve("a.csv"), "to,text\n+48600100201,never\n"), "---------");
        Files.writeString(drop.resolve("b.csv"), "to,text\n+48600100202,two\n");
        Files.writeString(shut.resolve("c.csv"), "to,text\n+48600100203,three\n");
        rights(Files.writeString(outgoing.resolve("d"), "To: 48600100204\n\nnever\n"), "---------");
        Files.writeString(outgoing.resolve("e"), "To: 48600100205\n\nfive\n");
        rights(shut, "---------");
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, sent::add);
                HubSite site = HubSite.create(Packaged.home(), sink.port(), Map.of())) {
            Packaged.quickStart(site);
            if (root) {
                site.environment().put("JAVA_HOME", narrow().toString());
            }
            block(site, "orders", Map.of("templateId", "files-in", "folder", drop.toString(), "client", "demo"));
            block(
                    site,
                    "shut",
                    Map.of("templateId", "files-in", "name", "shut", "folder", shut.toString(), "client", "demo"));
            block(site, "spool", Map.of("templateId", "spool-in", "folder", spool.toString(), "client", "demo"));
            block(site, "spool-out", Map.of("templateId", "spool-out", "folder", spool.toString()));
            site.start(PATIENCE);
            exists(drop.resolve("done/b.csv"));
            exists(drop.resolve("failed/a.csv"));
            assertThat(Files.readString(drop.resolve("failed/a.csv.csv"))).contains("The hub may not read it");
            exists(spool.resolve("sent/e"));
            exists(spool.resolve("failed/d"));
            says(site, "shut: the hub has not the rights to read " + shut);
            rights(shut, "rwx------");
            exists(shut.resolve("done/c.csv"));
            await().atMost(PATIENCE).until(() -> sent.size() == 3);
            assertThat(sent.stream().map(Submit::to).sorted())
                    .containsExactly("48600100202", "48600100203", "48600100205");
            assertThat(Files.readString(site.log())).doesNotContain("\tat ").doesNotContain("never");
        } finally {
            rights(shut, "rwx------");
        }
    }
}
