package org.smshub.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.bench.Submit;
import org.smshub.it.Packaged;

/**
 * Applications cancel and change what is just about to leave by a real line, while an operator moves it to another and back.
 * 100,000 tries with {@code -Pfull}.
 */
@Timeout(1500)
class RaceIT {

    private static final int TRIES = Boolean.getBoolean("full") ? 100_000 : 3_000;
    private static final int AT_ONCE = 200;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What was asked of a message, and what was answered. */
    private record Asked(String token, String id, boolean change, int status, String state) {}

    /** Messages fall due within so many milliseconds of each other: as long as the requests of a round take. */
    private int spread = 100;

    private final Map<String, Queue<Submit>> left = new ConcurrentHashMap<>();
    private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private void left(Submit submit) {
        String token = new String(submit.text(), StandardCharsets.ISO_8859_1).split(" ")[0];
        left.computeIfAbsent(token, t -> new ConcurrentLinkedQueue<>()).add(submit);
    }

    @Test
    void whatWasAnsweredIsWhatTheCentreSees() throws Exception {
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, this::left);
                SmppSink other = new SmppSink(SmppSink.Settings.FAST, this::left);
                HubSite site = HubSite.create(Packaged.home(), sink.port(), Map.of())) {
            Packaged.quickStart(site);
            List<String> link = new ArrayList<>();
            Files.readAllLines(site.config().resolve("links.properties"))
                    .forEach(line -> link.add(line.replace("[sink]", "[other]")
                            .replaceAll("= (link-)?sink$", "= $1other")
                            .replace(String.valueOf(sink.port()), String.valueOf(other.port()))));
            Files.write(site.config().resolve("links.properties"), link, StandardOpenOption.APPEND);
            site.start(Duration.ofSeconds(60));
            String key = site.apiKey();
            for (int round = 0; asked.size() < TRIES; round++) {
                round(site, key, round);
            }
            whatWasCancelledNeverLeft();
            whatWasChangedLeftSo();
            whatWasRefusedLeft(site, key);
        }
    }

    private void round(HubSite site, String key, int round) throws Exception {
        Random random = new Random(round);
        StringBuilder messages = new StringBuilder();
        long due = System.currentTimeMillis() + 20;
        for (int i = 0; i < AT_ONCE; i++) {
            messages.append(i == 0 ? "" : ",")
                    .append("{\"to\":\"+48600100200\",\"text\":\"%s first\",\"sendAt\":\"%s\"}"
                            .formatted(token(round, i), Instant.ofEpochMilli(due + random.nextInt(spread))));
        }
        HttpResponse<String> batch = ask(site, key, "POST", "/v1/messages/batch", "{\"messages\":[" + messages + "]}")
                .join();
        assertThat(batch.statusCode()).as(batch.body()).isEqualTo(200);
        long start = System.nanoTime();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        JsonNode results = ApiSite.JSON.readTree(batch.body()).path("results");
        for (int i = 0; i < AT_ONCE; i++) {
            String id = results.path(i).path("id").asText();
            String token = token(round, i);
            boolean change = i % 3 == 0;
            CompletableFuture<HttpResponse<String>> answer = change
                    ? ask(site, key, "PATCH", "/v1/messages/" + id, "{\"text\":\"" + token + " second\"}")
                    : ask(site, key, "DELETE", "/v1/messages/" + id, null);
            answers.add(answer.thenAccept(a -> asked.add(new Asked(token, id, change, a.statusCode(), a.body()))));
            if (i % 50 == 7) {
                boolean back = i % 100 == 7;
                answers.add(ask(
                        site,
                        key,
                        "POST",
                        "/v1/links/" + (back ? "other" : "sink") + "/reroute",
                        "{\"to\":\"" + (back ? "sink" : "other") + "\"}"));
            }
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
        spread = (int) Math.max(20, 2 * TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private static String token(int round, int i) {
        return "m" + round + "-" + i;
    }

    private CompletableFuture<HttpResponse<String>> ask(
            HubSite site, String key, String method, String path, String body) {
        return http.sendAsync(
                HttpRequest.newBuilder(site.api(path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<Asked> answered(boolean change, int status) {
        return asked.stream()
                .filter(a -> a.change() == change && a.status() == status)
                .toList();
    }

    private void whatWasCancelledNeverLeft() {
        List<Asked> cancelled = answered(false, 200);
        assertThat(asked).allSatisfy(a -> assertThat(a.status()).as(a.state()).isIn(200, 409));
        // both happened, or nothing was raced
        assertThat(cancelled).isNotEmpty();
        assertThat(answered(false, 409)).isNotEmpty();
        awaitSent(answered(false, 409));
        assertThat(cancelled)
                .allSatisfy(a -> assertThat(left).as(a.id() + " " + a.state()).doesNotContainKey(a.token()));
    }

    private void whatWasChangedLeftSo() {
        List<Asked> changed = answered(true, 200);
        assertThat(changed).isNotEmpty();
        assertThat(answered(true, 409)).isNotEmpty();
        awaitSent(changed);
        awaitSent(answered(true, 409));
        for (Asked a : changed) {
            assertThat(texts(a)).as(a.id()).containsExactly(a.token() + " second");
        }
        for (Asked a : answered(true, 409)) {
            assertThat(texts(a)).as(a.id()).containsExactly(a.token() + " first");
        }
    }

    private void awaitSent(List<Asked> some) {
        await().atMost(PATIENCE).until(() -> some.stream().allMatch(a -> left.containsKey(a.token())));
    }

    private List<String> texts(Asked a) {
        return left.get(a.token()).stream()
                .map(submit -> new String(submit.text(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** What said that it has left, or is about to, tells so of each. */
    private void whatWasRefusedLeft(HubSite site, String key) throws Exception {
        List<Asked> some = answered(false, 409).stream().limit(200).toList();
        await().atMost(PATIENCE).until(() -> {
            for (Asked a : some) {
                String view = ask(site, key, "GET", "/v1/messages/" + a.id(), null)
                        .join()
                        .body();
                String state = ApiSite.JSON.readTree(view).path("state").asText();
                if (!Set.of("SENT", "DELIVERED").contains(state)) {
                    return false;
                }
            }
            return true;
        });
        System.out.printf(
                "%d tries: %d cancelled, %d had left; %d changed, %d had left%n",
                asked.size(),
                answered(false, 200).size(),
                answered(false, 409).size(),
                answered(true, 200).size(),
                answered(true, 409).size());
    }
}
