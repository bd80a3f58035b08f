package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.smshub.bench.HubSite;

/** The hub as the build before these tests packaged it. */
public final class Packaged {

    private Packaged() {}

    /** The repository; its launcher is told that what lies there is up to date, for Maven is still running. */
    public static Path home() throws IOException {
        Path home = HubSite.findHome();
        Path lib = home.resolve("routes/target/hub/lib");
        assertThat(lib).as("the hub, packaged by ./mvnw package").isNotEmptyDirectory();
        Path stamp = lib.resolve(".built");
        if (!Files.exists(stamp)) {
            Files.createFile(stamp);
        }
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
        return home;
    }

    /** Fewer seconds to the first message, fewer messages a second: what a test wants. */
    public static void quickStart(HubSite site) {
        site.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    }
}
