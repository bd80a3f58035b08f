package org.smshub.it.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/** docs/first-hour.md, block by block as it stands, as somebody follows it who has only the clone. */
@Timeout(300)
class FirstHourIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RUN = "./hub run ";

    /** A block of shell, and what its output has. */
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```(?:\\s+```text\\n(.*?)```)?", Pattern.DOTALL);

    @TempDir
    Path folder;

    private final Map<String, String> environment = new TreeMap<>();
    private Process hub;

    @Test
    void everyBlockOfThePage() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "there is no curl");
        Path home = Packaged.home();
        for (String there : new String[] {"hub", "docs"}) {
            Files.createSymbolicLink(folder.resolve(there), HubSite.findHome().resolve(there));
        }
        int http = HubSite.freePort();
        environment.put("SMS_HUB", "http://127.0.0.1:" + http);
        environment.put("HUB_HTTP_PORT", Integer.toString(http));
        for (String port :
                new String[] {"MANAGEMENT", "SIMULATOR", "SIMULATOR_UCP", "SIMULATOR_CIMD2", "SIMULATOR_MODEM"}) {
            environment.put("HUB_" + port + "_PORT", Integer.toString(HubSite.freePort()));
        }
        String page = Files.readString(home.resolve("docs/first-hour.md"));
        int blocks = 0;
        Matcher block = BLOCK.matcher(page);
        while (block.find()) {
            run(block.toMatchResult());
            blocks++;
        }
        assertThat(blocks).isEqualTo(12);
        assertThat(page.split("```sh\\n")).hasSize(blocks + 1);
    }

    private void run(MatchResult block) throws IOException, InterruptedException {
        String script = block.group(1).replaceAll("(?m)^export SMS_HUB=.*\\n", "");
        List<String> prints =
                block.group(2) == null ? List.of() : block.group(2).lines().toList();
        if (script.startsWith(RUN)) {
            start(script);
        } else if (script.contains("/v1/messages?")) { // reads, so that it can be asked again
            await().atMost(PATIENCE).untilAsserted(() -> printed(shell(script), prints));
        } else {
            printed(shell(script), prints);
        }
    }

    private static void printed(String said, List<String> prints) {
        assertThat(prints).allSatisfy(line -> assertThat(said).contains(line));
    }

    private ProcessBuilder builder(String script) {
        ProcessBuilder builder = new ProcessBuilder("sh", "-ec", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return builder;
    }

    private String shell(String script) throws IOException, InterruptedException {
        Process process = builder(script).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s%n%s", script, said).isZero();
        return said;
    }

    private void start(String script) throws IOException, InterruptedException {
        end();
        Path log = folder.resolve("log");
        hub = builder("exec " + script).redirectOutput(log.toFile()).start();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(Files.readString(log)).contains("Stop: Ctrl-C");
            assertThat(hub.isAlive()).isTrue();
        });
    }

    @AfterEach
    void end() throws InterruptedException {
        if (hub != null) {
            hub.destroy();
            hub.waitFor();
        }
    }
}
