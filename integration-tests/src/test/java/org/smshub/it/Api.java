package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.smshub.bench.HubSite;

/** The hub's HTTP API as a caller's few lines. */
public final class Api {

    /**
     * @param type the content type
     * @param body parsed where it is JSON
     */
    public record Answer(int status, String type, JsonNode body) {
        public String id() {
            return body.path("id").asText();
        }

        public String state() {
            return body.path("state").asText();
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HubSite site;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public Api(HubSite site) {
        this.site = site;
    }

    public Answer post(Map<String, ?> message) throws IOException, InterruptedException {
        return post(JSON.writeValueAsString(message), "Bearer " + site.apiKey());
    }

    /**
     * @param authorization the header's value, null to leave it out
     */
    Answer post(String body, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.api("/v1/messages"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(authorization == null ? request : request.header("Authorization", authorization));
    }

    /** Posts a message and waits until it has ended. @param more states that are an end, too @return what is known of it then */
    public JsonNode ended(Map<String, ?> message, String... more) throws IOException, InterruptedException {
        Answer accepted = post(message);
        assertThat(accepted.status()).isEqualTo(202);
        Set<String> ends = new HashSet<>(List.of("DELIVERED", "FAILED", "UNDELIVERABLE", "EXPIRED"));
        ends.addAll(List.of(more));
        await().atMost(PATIENCE).until(() -> ends.contains(get(accepted.id()).state()));
        return get(accepted.id()).body();
    }

    public Answer get(String id) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(site.api("/v1/messages/" + id))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + site.apiKey()));
    }

    /** What became of a message, once more for its client. */
    public Answer tell(String id) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(site.api("/v1/messages/" + id + "/tell"))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + site.apiKey())
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        String type = answer.headers().firstValue("Content-Type").orElse("");
        return new Answer(
                answer.statusCode(),
                type,
                type.contains("json") ? JSON.readTree(answer.body()) : TextNode.valueOf(answer.body()));
    }
}
