package org.smshub.it.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.bench.Submit;
import org.smshub.it.Packaged;

/** A packaged hub with one link, clients of several rights, and HTTP to it. */
final class ApiSite implements AutoCloseable {

    /** @param body parsed where it is JSON, else null */
    record Answer(int status, Map<String, List<String>> headers, String text, JsonNode body) {
        String at(String pointer) {
            return body.at(pointer).asText();
        }

        String header(String name) {
            return headers.getOrDefault(name, headers.getOrDefault(name.toLowerCase(), List.of("")))
                    .get(0);
        }
    }

    static final ObjectMapper JSON = new ObjectMapper();

    /** Keys of the clients below; their hashes stand in clients.yaml. */
    static final String SHOP = "shop-key";

    static final String READER = "reader-key";
    static final String OLD = "old-key";
    static final String LIMITED = "limited-key";
    static final String IN_URL = "url-key";

    final List<Submit> submits = new CopyOnWriteArrayList<>();
    final SmppSink sink;
    final HubSite site;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    ApiSite() throws Exception {
        sink = new SmppSink(SmppSink.Settings.FAST, submits::add);
        site = HubSite.create(Packaged.home(), sink.port(), Map.of());
        Packaged.quickStart(site);
        Files.writeString(
                site.config().resolve("clients.yaml"),
                """

                  - id: shop
                    keys:
                      - "%s"
                      - {hash: "%s", scopes: [read]}
                      - {hash: "%s", expires: 2020-01-01}
                    links: ["sink"]
                  - id: limited
                    keys: ["%s"]
                    rate: 5
                    burst: 3
                  - id: script
                    keys: ["%s"]
                    keyInUrl: true
                """.formatted(hash(SHOP), hash(READER), hash(OLD), hash(LIMITED), hash(IN_URL)),
                StandardOpenOption.APPEND);
        // all of the contract
        site.environment().put("HUB_WEBHOOKS", "true");
        site.environment().put("HUB_EVENTS_STREAM", "true");
        site.start(Duration.ofSeconds(60));
    }

    /** As ./hub key makes it. */
    static String hash(String key) throws Exception {
        byte[] hash = java.security.MessageDigest.getInstance("SHA-256").digest(key.getBytes());
        return "sha256:" + java.util.HexFormat.of().formatHex(hash);
    }

    Answer send(String key, String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.api(path))
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        if (body != null && headers.length == 0) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        boolean json =
                answer.headers().firstValue("Content-Type").orElse("").matches("application/(problem\\+)?json.*");
        return new Answer(
                answer.statusCode(),
                answer.headers().map(),
                answer.body(),
                json ? JSON.readTree(answer.body()) : NullNode.getInstance());
    }

    Answer get(String key, String path) throws IOException, InterruptedException {
        return send(key, "GET", path, null);
    }

    Answer post(String key, String path, String json) throws IOException, InterruptedException {
        return send(key, "POST", path, json);
    }

    @Override
    public void close() throws IOException {
        site.close();
        sink.close();
    }
}
