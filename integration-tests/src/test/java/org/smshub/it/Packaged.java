package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.smshub.bench.HubSite;

/** The hub as the build before these tests packaged it. */
public final class Packaged {

    private static boolean prepared;

    private Packaged() {}

    /** The repository; its launcher is told that what lies there is up to date, for Maven is still running. */
    public static synchronized Path home() throws IOException {
        Path home = HubSite.findHome();
        Path lib = home.resolve("routes/target/hub/lib");
        assertThat(lib).as("the hub, packaged by ./mvnw package").isNotEmptyDirectory();
        Path stamp = lib.resolve(".built");
        if (!Files.exists(stamp)) {
            Files.createFile(stamp);
        }
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
        Ledgers.choose();
        if (!prepared) {
            prepared = true;
            prepare(home);
        }
        return home;
    }

    /** As {@code ./hub run} does behind a build: some hundred hubs start in half the time. Without an archive they start as well. */
    private static void prepare(Path home) throws IOException {
        Process process = new ProcessBuilder(home.resolve("hub").toString(), "prepare")
                .redirectErrorStream(true)
                .redirectOutput(new File("target/prepare.log"))
                .start();
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Fewer seconds to the first message, fewer messages a second: what a test wants. */
    public static void quickStart(HubSite site) {
        site.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    }
}
