package org.smshub.it.book;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Api;

/** The recipes of docs/cookbook, each as a configuration of one's own: checked all of them, and those that can be tried here with a message. */
@Timeout(300)
class CookbookIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NUMBER = "+48600100200";
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What Alertmanager posts, by the page of its webhook: two alerts of a group. */
    private static final String ALERTS = """
            {"version": "4", "groupKey": "{}:{alertname=\\"DiskFills\\"}", "truncatedAlerts": 0, "status": "firing",
             "receiver": "sms", "groupLabels": {"alertname": "DiskFills"},
             "commonLabels": {"alertname": "DiskFills", "severity": "page"}, "commonAnnotations": {},
             "externalURL": "http://alerts.example.org:9093",
             "alerts": [
              {"status": "firing", "labels": {"alertname": "DiskFills", "instance": "db1:9100", "severity": "page"},
               "annotations": {"summary": "\\"/var\\" is 96 % full"}, "startsAt": "2026-11-27T08:00:00.000Z",
               "endsAt": "0001-01-01T00:00:00Z", "generatorURL": "http://prometheus.example.org/graph", "fingerprint": "1f2e3d4c5b6a7988"},
              {"status": "resolved", "labels": {"alertname": "DiskFills", "instance": "db2:9100", "severity": "page"},
               "annotations": {"summary": "/srv is 95 % full"}, "startsAt": "2026-11-27T07:00:00.000Z",
               "endsAt": "2026-11-27T08:00:00.000Z", "generatorURL": "http://prometheus.example.org/graph", "fingerprint": "8897a6b5c4d3e2f1"}]}
            """;

    static List<String> recipes() throws IOException {
        try (Stream<Path> all = Files.list(Book.RECIPES)) {
            return all.map(recipe -> recipe.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void nothingIsFoundInIt(String recipe) throws Exception {
        try (HubSite site = Book.site(recipe)) {
            assertThat(Book.check(site)).startsWith("nothing to complain about");
        }
        String page = Files.readString(Book.RECIPES.resolveSibling("cookbook.md"));
        try (Stream<Path> files = Files.list(Book.RECIPES.resolve(recipe))) {
            assertThat(files.map(file -> "(cookbook/" + recipe + "/" + file.getFileName() + ")"))
                    .allSatisfy(file -> assertThat(page).contains(file));
        }
    }

    @Test
    void ownInput() throws Exception {
        try (HubSite site = Book.site("own-input")) {
            HubProcess hub = site.start(PATIENCE);
            // 503 until its route, one of the last, has been started
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(alerts(site, ALERTS, "Bearer nobody"))
                    .isEqualTo(401));
            for (int i = 0; i < 2; i++) {
                assertThat(alerts(site, ALERTS, "Bearer " + site.apiKey())).isEqualTo(204);
            }
            assertThat(alerts(site, "{no json", "Bearer " + site.apiKey())).isEqualTo(400);
            await().atMost(PATIENCE).until(() -> messages(site).size() == 4);
            JsonNode all = messages(site);
            assertThat(all.findValuesAsText("to")).containsOnly(NUMBER, "+48600100201");
            assertThat(Book.texts(site, all))
                    .contains(
                            "firing DiskFills db1:9100: \"/var\" is 96 % full",
                            "resolved DiskFills db2:9100: /srv is 95 % full");
            assertThat(hub.isAlive()).isTrue();
        }
    }

    private static int alerts(HubSite site, String body, String key) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(site.api("/alerts"))
                                .header("Content-Type", "application/json")
                                .header("Authorization", key)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static JsonNode get(HubSite site, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(site.api(path))
                .header("Authorization", "Bearer " + site.apiKey())
                .build();
        return JSON.readTree(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    private static JsonNode messages(HubSite site) throws IOException, InterruptedException {
        return get(site, "/v1/messages?limit=20").path("messages");
    }

    private static Map<String, String> message(String to, String text) {
        return Map.of("to", to, "text", text);
    }

    @Test
    void failover() throws Exception {
        try (HubSite site = Book.site("failover")) {
            site.start(PATIENCE);
            JsonNode ended = new Api(site).ended(message(NUMBER, "by the second"));
            assertThat(ended.path("state").asText()).isEqualTo("DELIVERED");
            assertThat(ended.path("parts").get(0).path("link").asText()).isEqualTo("second");
        }
    }

    @Test
    void prefixes() throws Exception {
        try (HubSite site = Book.site("prefixes")) {
            site.start(PATIENCE);
            Api api = new Api(site);
            JsonNode ended = api.ended(message(NUMBER, "by the longest prefix"));
            assertThat(ended.path("parts").get(0).path("link").asText()).isEqualTo("south");
            assertThat(ended.path("from").asText()).isEqualTo("ACME");
            assertThat(api.ended(message("+48221002000", "by the shorter"))
                            .path("parts")
                            .get(0)
                            .path("link")
                            .asText())
                    .isEqualTo("north");
            assertThat(api.post(message("+882160012345", "nowhere")).status()).isEqualTo(403);
        }
    }

    @Test
    void standIn() throws Exception {
        try (HubSite site = Book.site("stand-in")) {
            site.start(PATIENCE);
            Api api = new Api(site);
            assertThat(api.ended(message("+48600000001", "to nobody"))
                            .path("state")
                            .asText())
                    .isEqualTo("FAILED");
            assertThat(api.ended(message("+48600000002", "later")).path("state").asText())
                    .isEqualTo("EXPIRED");
            assertThat(api.post(Map.of("to", "+48600000003", "from", "2345", "text", "Well?"))
                            .status())
                    .isEqualTo(202);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(get(site, "/v1/incoming").findValuesAsText("text"))
                            .contains("YES"));
        }
    }

    @Test
    void copyToFile() throws Exception {
        try (HubSite site = Book.site("copy-to-file")) {
            site.start(PATIENCE);
            assertThat(new Api(site)
                            .post(message(NUMBER, "say \"yes\",\nor no"))
                            .status())
                    .isEqualTo(202);
            Path copies = site.data().resolve("copies");
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode copy = JSON.readTree(Files.readString(only(copies)));
                assertThat(copy.path("to").asText()).isEqualTo(NUMBER);
                assertThat(copy.path("client").asText()).isEqualTo("demo");
                assertThat(copy.path("text").asText()).isEqualTo("say \"yes\",\nor no");
            });
            assertThat(Files.getPosixFilePermissions(only(copies))).hasSize(2);
        }
    }

    private static Path only(Path folder) throws IOException {
        assertThat(folder).isDirectory();
        try (Stream<Path> files = Files.list(folder)) {
            return files.findFirst().orElseThrow(() -> new AssertionError("no file in " + folder));
        }
    }

    @Test
    void senderByClient() throws Exception {
        try (HubSite site = Book.site("sender-by-client")) {
            site.start(PATIENCE);
            Api api = new Api(site);
            assertThat(api.ended(message(NUMBER, "from whom?")).path("from").asText())
                    .isEqualTo("ACME");
            assertThat(api.post(Map.of("to", NUMBER, "from", "OTHER", "text", "x"))
                            .status())
                    .isEqualTo(403);
        }
    }

    /** With hours that are all of the day. */
    @Test
    void quietHours() throws Exception {
        try (HubSite site = Book.site("quiet-hours")) {
            site.property("hub.quietHours.hours", "00:00-23:59");
            site.start(PATIENCE);
            Api api = new Api(site);
            Api.Answer night = api.post(message(NUMBER, "not now"));
            assertThat(night.status()).isEqualTo(202);
            assertThat(api.get(night.id()).body().toString()).contains("quiet hours");
            assertThat(api.ended(Map.of("to", NUMBER, "text", "now", "priority", 3))
                            .path("state")
                            .asText())
                    .isEqualTo("DELIVERED");
        }
    }

    @Test
    void autoAnswer() throws Exception {
        try (HubSite site = Book.site("auto-answer")) {
            site.start(PATIENCE);
            Api api = new Api(site);
            api.post(Map.of("to", "+48600000003", "from", "2345", "text", "Ask us"));
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Book.texts(
                            site, get(site, "/v1/messages?tag=answer").path("messages")))
                    .contains("We are open from 8 to 18"));
        }
    }

    @Test
    void limitPerRecipient() throws Exception {
        try (HubSite site = Book.site("limit-per-recipient")) {
            site.start(PATIENCE);
            Api api = new Api(site);
            for (int i = 0; i < 3; i++) {
                assertThat(api.post(message(NUMBER, "no. " + i)).status()).isEqualTo(202);
            }
            Api.Answer more = api.post(message(NUMBER, "one too many"));
            assertThat(more.status()).isEqualTo(403);
            assertThat(more.body().path("detail").asText()).contains("three messages within ten minutes");
            assertThat(api.post(message("+48600100201", "another")).status()).isEqualTo(202);
        }
    }

    @Test
    void eventsByWebhook() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        HttpServer receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            heard.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        receiver.start();
        try (HubSite site = Book.site("events-webhook")) {
            site.environment()
                    .put(
                            "DEMO_WEBHOOK",
                            "http://127.0.0.1:" + receiver.getAddress().getPort() + "/sms");
            site.start(PATIENCE);
            String id = new Api(site).post(message(NUMBER, "and tell me")).id();
            await().atMost(PATIENCE)
                    .until(() -> heard.stream().anyMatch(event -> event.contains(id) && event.contains("DELIVERED")));
        } finally {
            receiver.stop(0);
        }
    }
}
