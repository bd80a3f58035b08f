package org.smshub.it.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/** {@code ./hub import} into the configuration of a hub that is to be started. */
final class Imported {

    private Imported() {}

    /** In the place of what is there. @return what was printed, and the exit status at its end */
    static String into(HubSite site, Path file) throws Exception {
        try (Stream<Path> files = Files.walk(site.config())) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
        return run(site, "import", file.toString(), site.config().toString());
    }

    static String run(HubSite site, String... args) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(Packaged.home().resolve("hub").toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(site.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said + "ends with " + process.exitValue();
    }

    /** Gives clients that were imported an API key, and makes one whose key tells that the hub is ready. */
    static void keys(HubSite site, String... ids) throws Exception {
        Path file = site.config().resolve("clients.yaml");
        String clients = Files.readString(file);
        for (String id : ids) {
            String line = "  - id: \"" + id + "\"\n";
            assertThat(clients).contains(line);
            clients = clients.replace(line, line + "    keys: [\"sha256:" + sha256(key(id)) + "\"]\n");
        }
        Files.writeString(file, clients + "  - id: demo\n    keyFile: \"{{hub.data}}/demo.key\"\n");
    }

    static String key(String id) {
        return "key of " + id;
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
