package org.smshub.it.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.CentreProcess;
import org.smshub.it.Packaged;

/** A hub with a centre behind it that tells its clients by HTTP, and what their programs do. */
final class HookHub implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(120);
    static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Random random = new Random(7);
    private final Semaphore pause = new Semaphore(0);
    private final List<Process> programs = new ArrayList<>();
    final HubSite site;
    private final CentreProcess centre;
    HubProcess process;

    HookHub(Path folder) throws IOException {
        centre = new CentreProcess(folder.resolve("centre"), HubSite.freePort());
        centre.start();
        site = HubSite.create(Packaged.home(), centre.port(), Map.of("window", "50"));
        Packaged.quickStart(site);
        site.property("hub.webhooks", "true");
        site.property("hub.webhooks.plain", "true");
        site.property("hub.events.stream", "true");
        // some of its clients hear otherwise
        site.property("hub.smpp", "true");
        site.property("hub.smpp.port", Integer.toString(HubSite.freePort()));
    }

    /** A secret as Standard Webhooks has them. */
    String secret() {
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        return "whsec_" + Base64.getEncoder().encodeToString(octets);
    }

    static String key(String client) {
        return "key-of-" + client;
    }

    /** One that is called. */
    void client(String id, String url, String... secrets) throws Exception {
        client(
                id,
                "webhook\n    webhook:\n      url: " + url + "\n      secrets: [" + String.join(", ", secrets) + "]");
    }

    /** @param events the rest of the block */
    void client(String id, String events) throws Exception {
        entry(id, "\"" + hash(id) + "\"", "events: " + events);
    }

    /** @param key its one key @param rest of the block, beside it */
    void entry(String id, String key, String rest) throws IOException {
        Files.writeString(
                site.config().resolve("clients.yaml"),
                "\n  - id: " + id + "\n    keys: [" + key + "]\n    " + rest + "\n",
                StandardOpenOption.APPEND);
    }

    static String hash(String id) throws Exception {
        return "sha256:"
                + HexFormat.of()
                        .formatHex(
                                MessageDigest.getInstance("SHA-256").digest(key(id).getBytes(StandardCharsets.UTF_8)));
    }

    void start() throws IOException, InterruptedException {
        process = site.start(PATIENCE);
    }

    void kill() {
        process.kill();
    }

    /** Posts a message until the hub has it, also over a kill; its id. */
    String post(String client, String ref, String to) throws Exception {
        String body = JSON.writeValueAsString(
                Map.of("to", to, "from", "12345", "text", "Hook " + ref, "ref", ref, "receipt", "ALL"));
        while (true) {
            try {
                HttpResponse<String> answer = http.send(
                        request(client, "/v1/messages")
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    return JSON.readTree(answer.body()).path("id").asText();
                }
                assertThat(answer.statusCode()).as(answer.body()).isIn(404, 503);
            } catch (IOException gone) {
                // it was killed
            }
            pause.tryAcquire(50, TimeUnit.MILLISECONDS);
        }
    }

    private HttpRequest.Builder request(String client, String path) throws IOException {
        String key = client.equals("demo") ? site.apiKey() : key(client);
        return HttpRequest.newBuilder(site.api(path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", "Bearer " + key);
    }

    /** Status and body. */
    record Answer(int status, JsonNode body) {}

    Answer get(String client, String path) throws IOException, InterruptedException {
        return answer(request(client, path).build());
    }

    Answer post(String client, String path) throws IOException, InterruptedException {
        return answer(
                request(client, path).POST(HttpRequest.BodyPublishers.noBody()).build());
    }

    /** One try. */
    Answer post(String client, Map<String, Object> message) throws IOException, InterruptedException {
        return post(client, "/v1/messages", message);
    }

    Answer post(String client, String path, Map<String, Object> body) throws IOException, InterruptedException {
        return answer(request(client, path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private Answer answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    }

    /** What a client's webhook looks like to itself. */
    JsonNode webhook(String client) throws IOException, InterruptedException {
        return get(client, "/v1/webhooks").body().path("webhooks").path(0);
    }

    /** The stream of a client's events. @param last the id it has, or null */
    HttpResponse<InputStream> events(String client, String last) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(client, "/v1/events");
        return http.send(
                (last == null ? request : request.header("Last-Event-ID", last)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    String metrics() throws IOException, InterruptedException {
        return process.get(site.management("/observe/metrics")).body();
    }

    String log() throws IOException {
        return Files.readString(site.log());
    }

    /** Starts a program and waits until it says {@code ready}, where it does. */
    Process program(Path output, boolean ready, String... command) throws IOException {
        Process program = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ready ? ProcessBuilder.Redirect.PIPE : ProcessBuilder.Redirect.to(output.toFile()))
                .start();
        programs.add(program);
        if (ready && !"ready".equals(program.inputReader().readLine())) {
            throw new IOException(String.join(" ", command) + " did not start");
        }
        return program;
    }

    /** The folder where Node finds the specification's own library; without npm the test is not run. */
    static Path library() throws Exception {
        Path modules = Path.of("target", "npm").toAbsolutePath();
        if (!Files.isDirectory(modules.resolve("node_modules/standardwebhooks"))) {
            Files.createDirectories(modules);
            boolean installed = false;
            try {
                // not this process's own streams: by those Maven speaks with it
                Process npm = new ProcessBuilder(
                                "npm",
                                "install",
                                "--no-audit",
                                "--no-fund",
                                "--ignore-scripts",
                                "--prefer-offline",
                                "--prefix",
                                modules.toString(),
                                "standardwebhooks@1.1.1")
                        .redirectErrorStream(true)
                        .redirectOutput(modules.resolve("npm.log").toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                        .start();
                installed = npm.waitFor(180, TimeUnit.SECONDS) && npm.exitValue() == 0;
            } catch (IOException none) {
                // said below
            }
            Assumptions.assumeThat(installed)
                    .as("npm has installed standardwebhooks")
                    .isTrue();
        }
        return modules;
    }

    @Override
    public void close() throws IOException {
        programs.forEach(Process::destroyForcibly);
        site.close();
        centre.close();
    }
}
