package org.smshub.it.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.it.Api;
import org.smshub.it.Packaged;

/** The log as text and as JSON; a message's whole way by one grep, once an operator has asked for it. */
@Timeout(240)
class LogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WAY = "/v1/loggers/org.smshub.way";
    private static final String NUMBER = "600100200";
    private static final String TEXT = "a text for nobody else";

    private final HttpClient http = HttpClient.newHttpClient();

    /** A line of a route's own, which says nothing of whose message it is. */
    private static HubSite site(SmppSink centre) throws IOException {
        HubSite site = HubSite.create(Packaged.home(), centre.port(), Map.of());
        Packaged.quickStart(site);
        Path accept = site.routes().resolve("accept.camel.yaml");
        Files.writeString(
                accept,
                Files.readString(accept)
                        .replaceFirst(
                                "        - to:\n            uri: ledger:accept",
                                "$0\n        - log: {message: \"mine\", loggingLevel: INFO}"));
        Files.writeString(
                site.config().resolve("clients.yaml"),
                "\n  - {id: shop, keyFile: \"{{hub.data}}/shop.key\"}\n",
                StandardOpenOption.APPEND);
        return site;
    }

    private static Map<String, String> message() {
        return Map.of("to", "+48" + NUMBER, "from", "12345", "text", TEXT, "receipt", "FINAL");
    }

    private static List<JsonNode> lines(HubSite site) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(site.log())) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    private static List<JsonNode> of(HubSite site, String id) throws IOException {
        return lines(site).stream()
                .filter(line -> line.path("labels").path("SmsId").asText().equals(id))
                .toList();
    }

    private int call(HubSite site, String key, String method, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(site.api(path))
                .timeout(Duration.ofSeconds(30))
                .header(
                        "Authorization",
                        "Bearer "
                                + Files.readString(site.data().resolve(key + ".key"))
                                        .strip())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, BodyHandlers.ofString()).statusCode();
    }

    @Test
    void everyLineIsJsonAndAMessageIsFollowed() throws Exception {
        try (SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = site(centre)) {
            site.property("hub.log", "json");
            site.start(PATIENCE);
            Api api = new Api(site);
            String silent = api.post(message()).id();
            await().atMost(PATIENCE).until(() -> api.get(silent).state().equals("DELIVERED"));
            // the route's own line alone: nobody has asked for more
            await().atMost(PATIENCE).until(() -> of(site, silent).size() == 1);
            JsonNode own = of(site, silent).get(0);
            assertThat(own.path("message").asText()).isEqualTo("mine");
            assertThat(own.path("labels").path("SmsClient").asText()).isEqualTo("demo");

            assertThat(call(site, "shop", "PUT", WAY, "{\"level\": \"DEBUG\"}")).isEqualTo(403);
            assertThat(call(site, "demo", "PUT", WAY, "{\"level\": \"LOUD\"}")).isEqualTo(400);
            assertThat(call(site, "demo", "PUT", WAY, "{\"level\": \"DEBUG\", \"duration\": \"2d\"}"))
                    .isEqualTo(400);
            // below INFO this one writes passwords: the file keeps it there
            assertThat(call(site, "demo", "PUT", "/v1/loggers/org.apache.camel.main.X", "{\"level\": \"DEBUG\"}"))
                    .isEqualTo(409);
            assertThat(call(site, "demo", "DELETE", WAY, "")).isEqualTo(404);
            assertThat(call(site, "demo", "PUT", WAY, "{\"level\": \"DEBUG\", \"duration\": \"10m\"}"))
                    .isEqualTo(200);

            String id = api.post(message()).id();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(of(site, id))
                    .extracting(line -> line.path("message").asText())
                    .containsExactlyInAnyOrder(
                            "accepted by http-send, 1 part for sink",
                            "mine",
                            "part 1 of 1 to the link, attempt 1",
                            "part 1 of 1: SENT as " + remote(site, id),
                            "receipt DELIVERED"));
            assertThat(of(site, id))
                    .filteredOn(line -> line.path("message").asText().startsWith("part"))
                    .allMatch(line -> line.path("labels")
                                    .path("SmsLink")
                                    .asText()
                                    .equals("sink")
                            && line.path("labels").path("SmsClient").asText().equals("demo"));
            assertThat(call(site, "demo", "POST", "/v1/messages", "{\"to\": \"nowhere\", \"text\": \"x\"}"))
                    .isEqualTo(400);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readString(site.log()))
                    .contains("refused by http-send: INVALID (to)"));
            assertThat(Files.readString(site.log()))
                    .contains("Log level of org.smshub.way is DEBUG")
                    .contains("by the operator demo")
                    .doesNotContain(NUMBER, TEXT);

            assertThat(call(site, "demo", "DELETE", WAY, "")).isEqualTo(200);
            String last = api.post(message()).id();
            await().atMost(PATIENCE).until(() -> api.get(last).state().equals("DELIVERED"));
            assertThat(of(site, last)).hasSize(1);

            // its time is over
            assertThat(call(site, "demo", "PUT", WAY, "{\"level\": \"DEBUG\", \"duration\": \"1s\"}"))
                    .isEqualTo(200);
            await().atMost(PATIENCE).until(() -> call(site, "demo", "DELETE", WAY, "") == 404);
            for (JsonNode line : lines(site)) {
                assertThat(line.path("@timestamp").asText()).matches("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
                assertThat(line.path("log.level").asText()).isNotEmpty();
                assertThat(line.path("message").asText()).isNotEmpty();
                assertThat(line.path("ecs.version").asText()).isEqualTo("1.2.0");
            }
        }
    }

    private static String remote(HubSite site, String id) throws IOException, InterruptedException {
        return new Api(site)
                .get(id)
                .body()
                .path("parts")
                .path(0)
                .path("remoteId")
                .asText();
    }

    @Test
    void asTextOneGrepFindsItToo() throws Exception {
        try (SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = site(centre)) {
            site.start(PATIENCE);
            assertThat(call(site, "demo", "PUT", WAY, "{\"level\": \"DEBUG\"}")).isEqualTo(200);
            String id = new Api(site).post(message()).id();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readAllLines(site.log()).stream()
                            .filter(line -> line.contains(id))
                            .toList())
                    .hasSize(5)
                    .anyMatch(line -> line.contains("receipt DELIVERED SmsId=" + id + " SmsLink=sink")));
        }
    }
}
