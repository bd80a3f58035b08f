package org.smshub.it.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.smshub.bench.HubSite;

/** axe-core of npm, as peers/package.json pins it. */
final class Axe {

    private Axe() {}

    /** Its text; where npm cannot have it the test is skipped. */
    static synchronized String source() throws Exception {
        Path folder = Path.of("target/axe").toAbsolutePath();
        Path source = folder.resolve("node_modules/axe-core/axe.min.js");
        if (!Files.exists(source)) {
            Files.createDirectories(folder);
            String all = Files.readString(HubSite.findHome().resolve("integration-tests/peers/package.json"));
            String version = all.replaceFirst("(?s).*\"axe-core\": \"([^\"]+)\".*", "$1");
            Files.writeString(
                    folder.resolve("package.json"),
                    "{\"private\": true, \"dependencies\": {\"axe-core\": \"" + version + "\"}}");
            try {
                Process npm = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("npm.log").toFile())
                        .start();
                Assumptions.assumeTrue(npm.waitFor(180, TimeUnit.SECONDS) && npm.exitValue() == 0, "npm could not");
            } catch (java.io.IOException e) {
                Assumptions.abort("skipped: there is no npm here");
            }
        }
        return Files.readString(source);
    }
}
