package org.smshub.it.nodes;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Posts each message until a hub has it; whichever answers, its reference keeps it single. */
final class HttpLoad extends Load {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CLIENTS = 4;
    private static final int PER_SECOND = 25;

    private final Numbers numbers = new Numbers(1);
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();
    private final List<Hub> hubs;

    HttpLoad(List<Hub> hubs, Given given) {
        super(given);
        this.hubs = hubs;
        for (int i = 0; i < CLIENTS; i++) {
            int first = i;
            start("http-" + i, PER_SECOND, () -> give(first));
        }
    }

    private void give(int first) throws Exception {
        String number = numbers.next();
        String body = JSON.writeValueAsString(
                Map.of("to", "+" + number, "from", "12345", "text", "Hub", "ref", "n-" + number, "receipt", "ALL"));
        for (int hub = first; ; hub++) {
            try {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(hubs.get(hub % hubs.size()).site.api("/v1/messages"))
                                .timeout(Duration.ofSeconds(6))
                                .header("Authorization", "Bearer " + Hub.KEY_OF_WEB)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 202) {
                    given.accepted(
                            number, JSON.readTree(answer.body()).path("id").asText());
                    return;
                }
                // 404: its routes start one after the other
                if (!List.of(404, 503, 507).contains(answer.statusCode())) {
                    throw new AssertionError(answer.statusCode() + " " + answer.body());
                }
            } catch (IOException gone) {
                // the next hub
            }
            refused.incrementAndGet();
            given.unanswered(number);
            if (isOver() && hub > 100) {
                return;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
