package org.smshub.it.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Server-sent events of a whole hub. */
@Timeout(300)
class EventStreamIT {

    @TempDir
    Path folder;

    private HookHub hub;

    private record Event(String id, JsonNode data) {
        String state() {
            return data.path("state").asText();
        }
    }

    @BeforeEach
    void start() throws Exception {
        hub = new HookHub(folder);
        hub.client("kiosk", "sse");
        hub.client("other", "sse");
        hub.client("deaf", "smpp");
        hub.site.property("hub.events.stream.maxPerClient", "2");
        hub.site.property("hub.events.stream.heartbeat", "300ms");
        hub.site.property("hub.http.unreadTimeout", "2s");
        hub.start();
        // its route may start after the hub answers
        await().atMost(HookHub.PATIENCE)
                .ignoreExceptions()
                .until(() -> hub.get("deaf", "/v1/events").status() == 403);
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
    }

    /** Reads until the condition holds for what came; then hangs up. */
    private List<Event> readAfter(String last, Predicate<List<Event>> enough) throws Exception {
        HttpResponse<InputStream> answer = hub.events("kiosk", last);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        try (InputStream in = answer.body()) {
            return read(in, enough);
        }
    }

    private static List<Event> read(InputStream in, Predicate<List<Event>> enough) throws IOException {
        List<Event> events = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String id = null;
        while (!enough.test(events)) {
            String line = lines.readLine();
            if (line == null) {
                break;
            }
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                events.add(new Event(id, HookHub.JSON.readTree(line.substring(6))));
            }
        }
        return events;
    }

    private static Predicate<List<Event>> delivered(int count) {
        return events ->
                events.stream().filter(e -> e.state().equals("DELIVERED")).count() >= count;
    }

    @Test
    void aStreamGoesOnWhereItsReaderWasAlsoOverAKill() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ids.add(hub.post("kiosk", "a" + i, "+4860000000" + i));
        }
        hub.post("other", "x", "+48600000009");
        List<Event> first = readAfter(null, delivered(3));
        assertThat(first)
                .hasSizeGreaterThan(2)
                .allMatch(event -> ids.contains(event.data().path("id").asText()));
        for (String id : ids) {
            assertThat(first.stream()
                            .filter(event -> event.data().path("id").asText().equals(id))
                            .map(Event::state))
                    .endsWith("DELIVERED")
                    .isSubsetOf("SENT", "DELIVERED");
        }
        hub.kill();
        hub.start();
        assertThat(readAfter(null, delivered(3)))
                .as("reading takes nothing away")
                .isEqualTo(first);
        String last = first.get(1).id();
        assertThat(readAfter(last, events -> events.size() == first.size() - 2))
                .isEqualTo(first.subList(2, first.size()));
        HttpResponse<InputStream> open =
                hub.events("kiosk", first.get(first.size() - 1).id());
        String id = hub.post("kiosk", "b", "+48600000007");
        try (InputStream in = open.body()) {
            assertThat(read(in, delivered(1)))
                    .isNotEmpty()
                    .allMatch(event -> event.data().path("id").asText().equals(id))
                    .allMatch(event ->
                            event.id().equals(event.data().path("event").asText()));
        }
    }

    @Test
    void whatCannotBeIsSaid() throws Exception {
        assertThat(hub.get("deaf", "/v1/events").status()).isEqualTo(403);
        assertThat(hub.get("deaf", "/v1/events").body().path("detail").asText()).contains("events: sse");
        assertThat(hub.events("kiosk", "webhook-1").statusCode()).isEqualTo(400);
        HttpResponse<InputStream> one = hub.events("kiosk", null);
        HttpResponse<InputStream> two = hub.events("kiosk", null);
        HttpResponse<InputStream> three = hub.events("kiosk", null);
        assertThat(three.statusCode()).isEqualTo(429);
        assertThat(three.headers().firstValue("Retry-After")).isPresent();
        assertThat(hub.metrics()).contains("sms_events_streams 2");
        // signs of life
        BufferedReader lines = new BufferedReader(new InputStreamReader(one.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("retry: 3000");
        assertThat(List.of(lines.readLine(), lines.readLine(), lines.readLine()))
                .containsExactly("", ":", "");
        one.body().close();
        two.body().close();
        await().atMost(HookHub.PATIENCE).until(() -> hub.metrics().contains("sms_events_streams 0"));
        assertThat(hub.events("kiosk", null).statusCode()).isEqualTo(200);
        assertThat(hub.process.stop(HookHub.PATIENCE))
                .as("a stream does not hold up the end")
                .isIn(0, 143);
    }

    @Test
    void aStreamEndsWithItsKey() throws Exception {
        HttpResponse<InputStream> open = hub.events("kiosk", null);
        assertThat(open.statusCode()).isEqualTo(200);
        Path clients = hub.site.config().resolve("clients.yaml");
        Files.writeString(clients, Files.readString(clients).replace(HookHub.hash("kiosk"), HookHub.hash("another")));
        try (InputStream in = open.body()) {
            assertThat(read(in, events -> false)).as("it comes to an end").isEmpty();
        }
        assertThat(hub.events("kiosk", null).statusCode()).isEqualTo(401);
    }

    @Test
    void whoDoesNotReadIsHungUpOnAndHoldsUpNobody() throws Exception {
        try (Socket deaf = new Socket()) {
            deaf.setReceiveBufferSize(2_048);
            deaf.connect(new InetSocketAddress("127.0.0.1", hub.site.http().getPort()));
            deaf.getOutputStream()
                    .write(("GET /v1/events HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer " + HookHub.key("kiosk")
                                    + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(HookHub.PATIENCE).until(() -> hub.metrics().contains("sms_events_streams 1"));
            // more than the system takes off the hub's hands: 2.5 MiB on the loopback interface
            int messages = 6_000;
            for (int i = 0; i < messages; i += 1_000) {
                Map<String, Object> batch = Map.of(
                        "recipients",
                        IntStream.range(i, i + 1_000)
                                .mapToObj("+4860%07d"::formatted)
                                .toList(),
                        "text",
                        "Hello",
                        "receipt",
                        "ALL",
                        "correlation",
                        "x".repeat(200));
                // the last of its routes may not have started yet
                HookHub.Answer answer = await().atMost(HookHub.PATIENCE)
                        .until(() -> hub.post("kiosk", "/v1/messages/batch", batch), a -> a.status() == 200);
                assertThat(answer.body().path("accepted").asInt())
                        .as("%s", answer.status())
                        .isEqualTo(1_000);
            }
            List<Event> all = readAfter(null, delivered(messages));
            assertThat(all.stream().map(Event::id))
                    .hasSizeGreaterThanOrEqualTo(messages)
                    .doesNotHaveDuplicates();
            await().atMost(HookHub.PATIENCE).until(() -> hub.metrics().contains("sms_events_streams_dropped_total 1"));
        }
    }
}
