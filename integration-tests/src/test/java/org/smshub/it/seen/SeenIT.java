package org.smshub.it.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.it.Api;
import org.smshub.it.Packaged;

/** What the management port shows: refusals as figures, health that does not contradict itself, the developer console. */
@Timeout(240)
class SeenIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();

    private HttpResponse<String> get(URI uri) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode console(HubSite site, String id, String query) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(site.management("/q/dev/" + id + query))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "application/json")
                .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).path(id);
    }

    private int post(HubSite site, String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(site.api(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + site.apiKey())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private JsonNode check(HubSite site, String name) throws Exception {
        JsonNode health =
                JSON.readTree(get(site.management("/observe/health?data=true")).body());
        for (JsonNode check : health.path("checks")) {
            if (check.path("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError(name + " is not in " + health);
    }

    @Test
    void refusalsHealthAndTheConsole() throws Exception {
        try (SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(Packaged.home(), centre.port(), Map.of())) {
            Packaged.quickStart(site);
            site.property("hub.devConsole", "true");
            HubProcess hub = site.start(PATIENCE);
            Api api = new Api(site);
            String id = api.post(Map.of("to", "+48600100209", "text", "seen")).id();
            await().atMost(PATIENCE).until(() -> api.get(id).state().equals("DELIVERED"));

            assertThat(post(site, "/v1/messages", "{\"to\": \"nowhere\", \"text\": \"x\"}"))
                    .isEqualTo(400);
            assertThat(post(
                            site,
                            "/v1/messages/batch",
                            "{\"text\": \"x\", \"recipients\": [\"+48600100209\", \"nobody\", \"none\"]}"))
                    .isEqualTo(200);
            // no message is refused there
            assertThat(post(site, "/v1/messages/01KBTEST/again", "")).isEqualTo(404);
            String metrics = get(site.management("/observe/metrics")).body();
            assertThat(metrics.lines().filter(line -> line.startsWith("sms_messages_refused_total")))
                    .containsExactlyInAnyOrder(
                            "sms_messages_refused_total{client=\"demo\",input=\"http-send\",reason=\"INVALID\"} 1.0",
                            "sms_messages_refused_total{client=\"demo\",input=\"http-batch\",reason=\"INVALID\"} 2.0");

            console(site, id);
            centre.down();
            api.post(Map.of("to", "+48600100209", "text", "seen"));
            await().atMost(PATIENCE)
                    .until(() ->
                            !check(site, "link:sink").path("status").asText().equals("UP"));
            JsonNode link = check(site, "link:sink");
            assertThat(link.path("data").path("outSeconds").isNumber())
                    .as("%s", link)
                    .isTrue();
            assertThat(link.path("data").path("state").asText()).isEqualTo("DOWN");
            // the process can go on, and the hub accepts: its link stands beside
            assertThat(get(site.management("/observe/health/live")).statusCode())
                    .isEqualTo(200);
            assertThat(get(site.management("/observe/health/ready")).statusCode())
                    .isEqualTo(200);
            assertThat(hub.isAlive()).isTrue();
            assertThat(Files.readString(site.log())).doesNotContain("600100209");
        }
    }

    private void console(HubSite site, String id) throws Exception {
        JsonNode link = console(site, "sms-links", "").path("links").path(0);
        assertThat(link.path("link").asText()).isEqualTo("sink");
        assertThat(link.path("state").asText()).isEqualTo("UP");
        assertThat(link.path("window").asInt()).isEqualTo(100);
        assertThat(console(site, "sms-waiting", "").path("writes").asInt()).isZero();
        JsonNode message = console(site, "sms-message", "?id=" + id);
        assertThat(message.path("state").asText()).isEqualTo("DELIVERED");
        assertThat(message.path("history").findValuesAsText("what"))
                .contains("ACCEPTED", "PLANNED", "ATTEMPT", "RECEIPT");
        assertThat(message.toString()).doesNotContain("600100209", "seen");
        assertThat(console(site, "sms-message", "?id=none").path("missing").asText())
                .isNotEmpty();
    }
}
