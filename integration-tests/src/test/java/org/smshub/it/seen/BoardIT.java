package org.smshub.it.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.it.Api;
import org.smshub.it.Packaged;

/** A Prometheus (Debian's) scrapes a hub whose link dies, whose queue grows and whose disk fills: the alerts of ops/ fire, the board has its figures. */
@Timeout(240)
class BoardIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = HubSite.freePort();

    @TempDir
    Path folder;

    @Test
    void theRulesDoAsTheirTestsSay() throws Exception {
        Path rules = Packaged.home().resolve("ops/prometheus");
        assertThat(run(rules, "promtool", "test", "rules", "sms-hub.rules.test.yml"))
                .isZero();
        assertThat(run(rules, "promtool", "check", "config", "prometheus.yml")).isZero();
    }

    @Test
    void whatIsWrongIsAlertedAndTheBoardShowsIt() throws Exception {
        try (SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(Packaged.home(), centre.port(), Map.of())) {
            Packaged.quickStart(site);
            HubProcess hub = site.start(PATIENCE);
            Process prometheus = prometheus(site.management("/observe/metrics"));
            try {
                Api api = new Api(site);
                for (int i = 0; i < 50; i++) {
                    assertThat(api.post(message()).id()).isNotEmpty();
                }
                await().atMost(PATIENCE).until(() -> value("sum(sms_parts_total{outcome=\"SENT\"})") == 50);
                await().atMost(PATIENCE).until(() -> value("sum(sms_receipts_total{state=\"DELIVERED\"})") == 50);
                assertThat(value("sum(sms_messages_accepted_total{client=\"demo\",input=\"http-send\"})"))
                        .isEqualTo(50);
                assertThat(value("sum(sms_accept_to_submit_seconds_count)")).isEqualTo(50);
                assertThat(value("sum(sms_submit_to_receipt_seconds_count)")).isEqualTo(50);
                await().atMost(PATIENCE).until(() -> firing().contains("SmsDiskFills"));
                assertThat(firing()).doesNotContain("SmsLinkDown", "SmsQueueGrows", "SmsHubAway");

                centre.down();
                for (int i = 0; i < 20; i++) {
                    api.post(message());
                }
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(firing()).contains("SmsLinkDown", "SmsQueueGrows"));
                assertThat(value("sum(sms_waiting{link=\"sink\"})")).isPositive();
                board();

                hub.kill();
                await().atMost(PATIENCE).until(() -> firing().contains("SmsHubAway"));
            } finally {
                prometheus.destroy();
                assertThat(prometheus.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static Map<String, String> message() {
        return Map.of("to", "+48600100200", "from", "12345", "text", "seen", "receipt", "FINAL");
    }

    /** Every figure of the board is one that this hub has, or that only comes with what is not switched on. */
    private void board() throws Exception {
        JsonNode board = JSON.readTree(
                Packaged.home().resolve("ops/grafana/sms-hub.json").toFile());
        Set<String> empty = new TreeSet<>();
        for (JsonNode panel : board.path("panels")) {
            for (JsonNode target : panel.path("targets")) {
                String query = target.path("expr")
                        .asText()
                        .replace("$instance", ".*")
                        .replace("$link", ".*")
                        .replace("$__rate_interval", "1m");
                JsonNode result = query(query);
                assertThat(result.path("status").asText()).as(query).isEqualTo("success");
                if (result.path("data").path("result").isEmpty()) {
                    empty.add(panel.path("title").asText());
                }
            }
        }
        assertThat(empty).isSubsetOf("Events that wait, by output");
    }

    /** With the rules of ops/, but quicker: nobody waits for minutes here, and no disk is filled. */
    private Process prometheus(URI metrics) throws IOException {
        Path rules = Packaged.home().resolve("ops/prometheus");
        Files.writeString(
                folder.resolve("sms-hub.rules.yml"),
                Files.readString(rules.resolve("sms-hub.rules.yml"))
                        .replaceAll("for: [0-9]+m", "for: 1s")
                        .replace("sms_oldest_seconds) > 300", "sms_oldest_seconds) > 3")
                        .replace("sms_disk_used_ratio > 0.85", "sms_disk_used_ratio > 0"));
        Files.writeString(
                folder.resolve("prometheus.yml"),
                Files.readString(rules.resolve("prometheus.yml"))
                        .replace("15s", "1s")
                        .replace("127.0.0.1:8081", metrics.getAuthority()));
        List<String> command = new ArrayList<>(List.of("prometheus"));
        command.add("--config.file=" + folder.resolve("prometheus.yml"));
        command.add("--storage.tsdb.path=" + folder.resolve("tsdb"));
        command.add("--web.listen-address=127.0.0.1:" + port);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "no prometheus here (Debian: prometheus)");
            throw e;
        }
    }

    private static int run(Path in, String... command) throws Exception {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(in.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return process.exitValue();
        } catch (IOException e) {
            assumeTrue(false, "no promtool here (Debian: prometheus)");
            throw e;
        }
    }

    private JsonNode query(String query) throws Exception {
        return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    }

    /** 0 while there is no such figure. */
    private double value(String query) throws Exception {
        return query(query)
                .path("data")
                .path("result")
                .path(0)
                .path("value")
                .path(1)
                .asDouble(0);
    }

    private Set<String> firing() throws Exception {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : get("/api/v1/alerts").path("data").path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.path("labels").path("alertname").asText());
            }
        }
        return names;
    }

    private JsonNode get(String path) throws Exception {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .build(),
                    BodyHandlers.ofString());
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            return JSON.createObjectNode(); // it is not up yet
        }
    }
}
