package org.smshub.it.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.it.Api;
import org.smshub.it.Packaged;

/** What a client may not: send more than its share, by whichever way, see what is another's, or do what is the operator's. */
@Timeout(300)
class ClientLimitsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "0123456789abcdef".repeat(4);
    private static final Map<Wire, Integer> PORTS = new EnumMap<>(Wire.class);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static HubSite site;
    private static HubProcess hub;

    @BeforeAll
    static void start() throws Exception {
        site = HubSite.create(Packaged.home(), HubSite.freePort(), Map.of());
        Packaged.quickStart(site);
        StringBuilder more = new StringBuilder();
        for (Wire wire : Wire.values()) {
            PORTS.put(wire, HubSite.freePort());
            site.environment().put("HUB_" + wire, "true");
            site.environment().put("HUB_" + wire + "_PORT", Integer.toString(PORTS.get(wire)));
            more.append(client(wire.name(), "rate: 0.001, burst: 2"));
        }
        more.append(client("slow", "rate: 0.001, burst: 2"))
                .append(client("few", "daily: 3"))
                .append(client("other", "senders: [ACME]"));
        Files.writeString(site.config().resolve("clients.yaml"), more, java.nio.file.StandardOpenOption.APPEND);
        hub = site.start(PATIENCE);
    }

    /** One whose key is its own: the id, and then what is the same for all. */
    private static String client(String id, String limits) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key(id).getBytes(StandardCharsets.US_ASCII));
        return "\n  - {id: " + id + ", keys: ['sha256:" + HexFormat.of().formatHex(hash) + "'], " + limits + "}\n";
    }

    private static String key(String id) {
        return (id + KEY).substring(0, 64);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    private static HttpResponse<String> ask(String client, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.api(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + key(client));
        return CLIENT.send(
                (body == null ? request : request.POST(HttpRequest.BodyPublishers.ofString(body))).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String client) throws Exception {
        return ask(client, "/v1/messages", "{\"to\":\"+48600100200\",\"text\":\"hello\"}");
    }

    @Test
    void aClientSendsWhatItMayByEveryWayIn() throws Exception {
        Map<Wire, String> refusals = Map.of(
                Wire.SMPP, "command_status 88", // ESME_RTHROTTLED
                Wire.UCP, "/R/51/N/04/",
                Wire.CIMD2, "900:10");
        for (Wire wire : Wire.values()) {
            String id = wire.name();
            try (Good good = new GoodLine(wire, new InetSocketAddress("127.0.0.1", PORTS.get(wire)), id, key(id))) {
                good.connect();
                good.send("+48600100200");
                good.send("+48600100201");
                assertThatThrownBy(() -> good.send("+48600100202")).hasMessageContaining(refusals.get(wire));
            }
            assertThat(post(id).statusCode()).as("and by HTTP no more, either").isEqualTo(429);
        }
        assertThat(post("slow").statusCode()).isEqualTo(202);
        assertThat(post("slow").statusCode()).isEqualTo(202);
        HttpResponse<String> refused = post("slow");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 1_000L);
        assertThat(refused.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void whatIsSentOnADayCountsOverARestart() throws Exception {
        assertThat(post("few").statusCode()).isEqualTo(202);
        assertThat(post("few").statusCode()).isEqualTo(202);
        hub.stop(PATIENCE);
        hub = site.start(PATIENCE);
        assertThat(post("few").statusCode()).isEqualTo(202);
        assertThat(post("few").statusCode()).isEqualTo(429);
        assertThat(post("other").statusCode()).isEqualTo(202);
    }

    @Test
    void aMessageOfAnotherClientIsNotFound() throws Exception {
        Api.Answer mine = new Api(site).post(Map.of("to", "+48600100200", "text", "mine"));
        assertThat(ask("other", "/v1/messages/" + mine.id(), null).statusCode()).isEqualTo(404);
        // parameters that the operation has not are refused, whatever they name
        assertThat(ask("other", "/v1/messages/" + mine.id() + "?SmsClient=demo&client=demo", null)
                        .statusCode())
                .isEqualTo(400);
        assertThat(new Api(site).get(mine.id()).status()).isEqualTo(200);
    }

    @Test
    void whatIsTheOperatorsIsForbidden() throws Exception {
        URI kept = site.api("/v1/kept/unmatched");
        assertThat(ask("other", kept.getPath(), null).statusCode()).isEqualTo(403);
        assertThat(ask("other", kept.getPath() + "/replay", "").statusCode()).isEqualTo(403);
        assertThat(hub.get(kept).statusCode()).isEqualTo(200);
    }

    @Test
    void aSenderThatIsNotItsOwnIsForbidden() throws Exception {
        String body = "{\"to\":\"+48600100200\",\"text\":\"hello\",\"from\":\"%s\"}";
        assertThat(ask("other", "/v1/messages", body.formatted("BANK")).statusCode())
                .isEqualTo(403);
        assertThat(ask("other", "/v1/messages", body.formatted("ACME")).statusCode())
                .isEqualTo(202);
    }
}
