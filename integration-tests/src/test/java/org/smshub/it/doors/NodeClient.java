package org.smshub.it.doors;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.smshub.bench.HubSite;

/** An application of Node with an SDK from npm, as peers/doors has it; it says what it got, and what it was called with. */
final class NodeClient implements AutoCloseable {

    private static final Path PEERS = HubSite.findHome().resolve("integration-tests/peers/doors");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final List<JsonNode> lines = new CopyOnWriteArrayList<>();

    NodeClient(String script, String... arguments) throws Exception {
        Path folder = install();
        List<String> command = new ArrayList<>(List.of("node", script));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(folder.resolve(script + ".err").toFile())
                .start();
        Thread reader = new Thread(this::read, script);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without npm the test is not run. */
    private static synchronized Path install() throws Exception {
        Path folder = Path.of("target", "doors").toAbsolutePath();
        Files.createDirectories(folder);
        for (File file : PEERS.toFile().listFiles()) {
            Files.write(folder.resolve(file.getName()), Files.readAllBytes(file.toPath()));
        }
        boolean installed = Files.isDirectory(folder.resolve("node_modules/twilio"))
                && Files.isDirectory(folder.resolve("node_modules/@vonage/server-sdk"));
        if (!installed) {
            try {
                Process npm = new ProcessBuilder(
                                "npm",
                                "install",
                                "--no-audit",
                                "--no-fund",
                                "--ignore-scripts",
                                "--prefer-offline",
                                "--prefix",
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("npm.log").toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .start();
                installed = npm.waitFor(180, TimeUnit.SECONDS) && npm.exitValue() == 0;
            } catch (IOException none) {
                // said below
            }
        }
        Assumptions.assumeThat(installed)
                .as("npm has installed what peers/doors/package.json names")
                .isTrue();
        return folder;
    }

    /** What came of a step, once it has: {@code got}, or {@code error}. */
    JsonNode step(String name) {
        await().atMost(DoorHub.PATIENCE)
                .until(() -> !process.isAlive()
                        || lines.stream()
                                .anyMatch(line -> name.equals(line.path("step").asText())));
        return lines.stream()
                .filter(line -> name.equals(line.path("step").asText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the program has ended before its step " + name + ": " + lines));
    }

    JsonNode got(String name) {
        JsonNode step = step(name);
        if (!step.has("got")) {
            throw new AssertionError(name + " failed: " + step);
        }
        return step.path("got");
    }

    JsonNode error(String name) {
        JsonNode step = step(name);
        if (!step.has("error")) {
            throw new AssertionError(name + " did not fail: " + step);
        }
        return step.path("error");
    }

    /** What it was called with, in its order. */
    List<JsonNode> calls(String path) {
        return lines.stream()
                .filter(line -> path.equals(line.path("called").asText()))
                .toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
