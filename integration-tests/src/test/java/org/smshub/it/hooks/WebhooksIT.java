package org.smshub.it.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

/** Webhooks of a whole hub, to receivers in Python and Node. */
@Timeout(600)
class WebhooksIT {

    private static final int ROUNDS = 3;
    private static final int A_ROUND = 4;
    private static final int THREADS = 8;

    @TempDir
    Path folder;

    private final Map<String, List<String>> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger posted = new AtomicInteger();

    /** Ten are dead, ten slow, five fail, one redirects and one's name changes; the hub is killed twice. */
    @Test
    void theGoodOnesHearOfAllInOrderWhateverTheOthersDo() throws Exception {
        try (HookHub hub = new HookHub(folder)) {
            Fifty fifty = new Fifty(folder, hub);
            fifty.start();
            hub.start();
            for (int round = 0; round < ROUNDS; round++) {
                round(hub, fifty.all(), round);
            }
            await().atMost(HookHub.PATIENCE)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> compare(hub, fifty));
            assertThat(fifty.bad())
                    .as("signed by another, or where nobody may be called")
                    .isEmpty();
            looks(hub, fifty);
            figures(hub, fifty);
        }
    }

    private void round(HookHub hub, List<String> clients, int round) throws Exception {
        int before = posted.get();
        ExecutorService posts = Executors.newFixedThreadPool(THREADS);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < A_ROUND; i++) {
            for (String client : clients) {
                String ref = round + "-" + i;
                String to = "+4860%07d".formatted(before + all.size());
                all.add(posts.submit(() -> {
                    String id = hub.post(client, ref, to);
                    accepted.computeIfAbsent(client, c -> new ArrayList<>());
                    synchronized (accepted.get(client)) {
                        accepted.get(client).add(id);
                    }
                    posted.incrementAndGet();
                    return null;
                }));
            }
        }
        posts.shutdown();
        if (round < ROUNDS - 1) {
            await().atMost(HookHub.PATIENCE).until(() -> posted.get() - before > all.size() * 2 / 5);
            hub.kill();
            hub.start();
        }
        for (Future<?> post : all) {
            post.get(120, TimeUnit.SECONDS);
        }
    }

    /** What was told last of each message is what the hub says of it; nothing goes back, and nothing is another's. */
    private void compare(HookHub hub, Fifty fifty) throws Exception {
        Map<String, List<Fifty.Told>> told = fifty.told();
        for (String client : fifty.good()) {
            for (String id : accepted.get(client)) {
                List<Fifty.Told> events = told.getOrDefault(id, List.of());
                assertThat(events).as("of message %s of %s", id, client).isNotEmpty();
                Fifty.Told last = events.get(events.size() - 1);
                assertThat(last.state()).isIn("DELIVERED", "UNKNOWN");
                assertThat(hub.get(client, "/v1/messages/" + id)
                                .body()
                                .path("state")
                                .asText())
                        .isEqualTo(last.state());
                assertThat(events).allMatch(event -> event.client().equals(client));
                assertThat(events.stream()
                                .map(event -> Long.parseLong(event.event().substring("webhook-".length())))
                                .toList())
                        .isSorted();
                assertThat(events.stream().map(Fifty.Told::state).toList())
                        .isSubsetOf("SENT", "UNKNOWN", "DELIVERED")
                        .doesNotHaveDuplicates();
            }
        }
    }

    /** As an operator sees it. */
    private void looks(HookHub hub, Fifty fifty) throws Exception {
        Map<String, JsonNode> webhooks = new HashMap<>();
        await().atMost(HookHub.PATIENCE).untilAsserted(() -> {
            hub.get("demo", "/v1/webhooks")
                    .body()
                    .path("webhooks")
                    .forEach(one -> webhooks.put(one.path("client").asText(), one));
            assertThat(webhooks).hasSize(fifty.all().size());
            for (String client : fifty.good()) {
                assertThat(webhooks.get(client).path("state").asText())
                        .as(client)
                        .isEqualTo("OPEN");
                assertThat(webhooks.get(client).path("waiting").asInt())
                        .as(client)
                        .isZero();
            }
            for (String how : List.of("dead", "fail", "redirect")) {
                for (String client : fifty.clients.get(how)) {
                    JsonNode webhook = webhooks.get(client);
                    assertThat(webhook.path("state").asText()).as(client).isEqualTo("FAILING");
                    assertThat(webhook.path("waiting").asInt()).as(client).isGreaterThanOrEqualTo(ROUNDS * A_ROUND);
                    assertThat(webhook.path("delivered").asInt()).as(client).isZero();
                    assertThat(webhook.path("failures")).as(client).isNotEmpty();
                }
            }
        });
        assertThat(problem(webhooks, fifty, "dead")).contains("cannot be reached");
        assertThat(problem(webhooks, fifty, "fail")).contains("500");
        assertThat(problem(webhooks, fifty, "redirect")).contains("307").contains("no redirect");
    }

    private static String problem(Map<String, JsonNode> webhooks, Fifty fifty, String how) {
        return webhooks.get(fifty.clients.get(how).get(0))
                .path("failures")
                .path(0)
                .path("problem")
                .asText();
    }

    /** How long after the state was reached the good ones heard of it, in the round without a kill. */
    private void figures(HookHub hub, Fifty fifty) throws Exception {
        Map<String, List<Fifty.Told>> told = fifty.told();
        List<Long> waits = new ArrayList<>();
        for (String client : fifty.good()) {
            List<String> ids = accepted.get(client);
            for (String id : ids.subList(ids.size() - A_ROUND, ids.size())) {
                told.get(id).stream()
                        .filter(event -> event.state().equals("SENT"))
                        .forEach(event -> waits.add(event.at() - event.occurredAt()));
            }
        }
        waits.sort(null);
        System.out.printf(
                "FIGURE webhooks: %d events of %d good receivers among %d, told after %d ms (median), %d ms (99 %%), %d ms"
                        + " (the last); %d threads%n",
                waits.size(),
                fifty.good().size(),
                fifty.all().size(),
                waits.get(waits.size() / 2),
                waits.get(waits.size() * 99 / 100),
                waits.get(waits.size() - 1),
                hub.process.threads());
        assertThat(waits).hasSizeGreaterThan(fifty.good().size());
    }

    /** Both receivers of docs/webhooks.md, a new secret beside an old one, a wrong one, and one that has had enough. */
    @Test
    void thePageIsTrue() throws Exception {
        String page = Files.readString(HubSite.findHome().resolve("docs/webhooks.md"));
        try (HookHub hub = new HookHub(folder)) {
            hub.site.property("hub.webhooks.allow", "127.0.0.1");
            String fresh = hub.secret();
            String old = hub.secret();
            int python = HubSite.freePort();
            int node = HubSite.freePort();
            hub.client("python", "http://127.0.0.1:" + python + "/a-s3cret-path", old, fresh);
            hub.client("node", "http://127.0.0.1:" + node + "/", fresh, old);
            hub.client("wrong", "http://127.0.0.1:" + node + "/", hub.secret());
            AtomicInteger status = new AtomicInteger(410);
            List<String> heard = new ArrayList<>();
            HttpServer gone = gone(status, heard);
            hub.entry("reads", key("reads", "read"), "events: smpp");
            hub.entry("readsAll", key("readsAll", "readAll"), "events: smpp");
            hub.entry("sends", key("sends", "send"), "events: sse");
            hub.client("gone", "http://127.0.0.1:" + gone.getAddress().getPort() + "/", hub.secret());
            Path modules = HookHub.library();
            Path pythonOut = folder.resolve("python.out");
            Path nodeOut = folder.resolve("node.out");
            hub.program(
                    pythonOut,
                    false,
                    "python3",
                    block(page, "python", folder.resolve("receiver.py")),
                    Integer.toString(python),
                    old);
            hub.program(
                    nodeOut,
                    false,
                    "node",
                    block(page, "js", modules.resolve("receiver.mjs")),
                    Integer.toString(node),
                    old);
            hub.start();
            for (String client : List.of("python", "node")) {
                await().atMost(HookHub.PATIENCE).untilAsserted(() -> {
                    HookHub.Answer tested = hub.post(client, "/v1/webhooks/test");
                    assertThat(tested.status()).isEqualTo(200);
                    assertThat(tested.body().path("delivered").asBoolean())
                            .as("%s", tested.body())
                            .isTrue();
                });
            }
            assertThat(Files.readString(pythonOut)).contains("\"kind\":\"TEST\"");
            assertThat(Files.readString(nodeOut)).contains("\"kind\":\"TEST\"");
            HookHub.Answer wrong = hub.post("wrong", "/v1/webhooks/test");
            assertThat(wrong.body().path("delivered").asBoolean()).isFalse();
            assertThat(wrong.body().path("status").asInt()).isEqualTo(401);
            String id = hub.post("python", "1", "+48600000001");
            await().atMost(HookHub.PATIENCE)
                    .until(() -> Files.readString(pythonOut).contains(id)
                            && Files.readString(pythonOut).contains("DELIVERED"));
            enough(hub, status, heard);
            assertThat(hub.post("python", "/v1/webhooks/test?client=node").status())
                    .isEqualTo(403);
            assertThat(hub.post("demo", "/v1/webhooks/test?client=node").status())
                    .isEqualTo(200);
            scopes(hub);
            assertThat(hub.post("demo", "/v1/webhooks/test").status()).isEqualTo(404);
            assertThat(hub.get("python", "/v1/webhooks").body().path("webhooks"))
                    .hasSize(1);
            assertThat(hub.metrics())
                    .contains("sms_webhook_delivered_total{client=\"python\"}")
                    .contains("sms_webhook_state{client=\"gone\",state=\"OPEN\"}");
            assertThat(hub.log())
                    .doesNotContain(old)
                    .doesNotContain(fresh)
                    .doesNotContain("a-s3cret-path")
                    .contains("Webhook of client gone");
            gone.stop(0);
        }
    }

    private static String key(String client, String scope) throws Exception {
        return "{hash: \"" + HookHub.hash(client) + "\", scopes: [" + scope + "]}";
    }

    /** What a key is good for. */
    private static void scopes(HookHub hub) throws Exception {
        assertThat(hub.get("reads", "/v1/webhooks").body().path("webhooks")).isEmpty();
        assertThat(hub.get("reads", "/v1/webhooks?client=node").status()).isEqualTo(403);
        assertThat(hub.get("readsAll", "/v1/webhooks").body().path("webhooks")).hasSize(4);
        assertThat(hub.get("readsAll", "/v1/webhooks?client=node").body().path("webhooks"))
                .hasSize(1);
        assertThat(hub.get("readsAll", "/v1/webhooks?clients=node").status()).isEqualTo(400);
        for (String what : List.of("test", "open")) {
            for (String client : List.of("reads", "readsAll", "python")) {
                HookHub.Answer answer = hub.post(client, "/v1/webhooks/" + what + "?client=node");
                assertThat(answer.status()).as(client).isEqualTo(403);
                assertThat(answer.body().path("detail").asText()).contains("operate");
            }
            assertThat(hub.post("reads", "/v1/webhooks/" + what).status()).isEqualTo(403);
        }
        for (String path : List.of("/v1/webhooks", "/v1/events")) {
            HookHub.Answer answer = hub.get("sends", path);
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.body().path("detail").asText()).contains("scope read");
        }
    }

    /** Addresses that come with messages: each message waits for its own alone, under the same guards and signature. */
    @Test
    void aMessageIsToldAtTheAddressThatItBrings() throws Exception {
        String page = Files.readString(HubSite.findHome().resolve("docs/webhooks.md"));
        try (HookHub hub = new HookHub(folder)) {
            hub.site.property("hub.webhooks.allow", "127.0.0.1");
            String secret = hub.secret();
            int python = HubSite.freePort();
            int dead = HubSite.freePort();
            hub.entry(
                    "app", "\"" + HookHub.hash("app") + "\"", "webhook: {callbacks: true, secrets: [" + secret + "]}");
            hub.entry(
                    "near",
                    "\"" + HookHub.hash("near") + "\"",
                    "webhook: {callbacks: \"http://127.0.0.1:" + python + "/near/\", secrets: [" + hub.secret() + "]}");
            hub.client("none", "smpp");
            AtomicInteger status = new AtomicInteger(410);
            List<String> heard = new ArrayList<>();
            HttpServer gone = gone(status, heard);
            Path out = folder.resolve("python.out");
            hub.program(
                    out,
                    false,
                    "python3",
                    block(page, "python", folder.resolve("receiver.py")),
                    Integer.toString(python),
                    secret);
            hub.start();
            assertThat(bring(hub, "none", "http://127.0.0.1:" + python + "/").status())
                    .isEqualTo(403);
            HookHub.Answer far = bring(hub, "near", "http://127.0.0.1:" + python + "/near/../far");
            assertThat(far.status()).isEqualTo(403);
            assertThat(far.body().path("field").asText()).isEqualTo("callback");
            assertThat(bring(hub, "near", "http://127.0.0.1:" + python + "/near/1")
                            .status())
                    .isEqualTo(202);
            String lost = id(bring(hub, "app", "http://127.0.0.1:" + dead + "/"));
            String refused = id(bring(hub, "app", "http://127.0.0.2:" + python + "/"));
            id(bring(hub, "app", "http://127.0.0.1:" + gone.getAddress().getPort() + "/"));
            List<String> good = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                good.add(id(bring(hub, "app", "http://127.0.0.1:" + python + "/sms?order=" + i)));
            }
            await().atMost(HookHub.PATIENCE).untilAsserted(() -> {
                List<String> lines = Files.readAllLines(out);
                for (String id : good) {
                    List<String> states = lines.stream()
                            .filter(line -> line.contains(id))
                            .map(line -> line.replaceAll(".*\"state\":\"([A-Z]+)\".*", "$1"))
                            .toList();
                    assertThat(states).isSubsetOf("SENT", "DELIVERED").endsWith("DELIVERED");
                    assertThat(states).doesNotHaveDuplicates();
                }
                assertThat(lines).noneMatch(line -> line.contains(lost) || line.contains(refused));
                JsonNode callbacks = hub.webhook("app").path("callbacks");
                // of the dead and the refused one two events each, or one; of the other nothing waits
                assertThat(callbacks.path("waiting").asInt()).isBetween(2, 4);
                assertThat(callbacks.path("delivered").asInt()).isGreaterThanOrEqualTo(good.size());
                assertThat(callbacks.path("failures").findValuesAsText("problem"))
                        .anyMatch(problem -> problem.contains("cannot be reached"))
                        .anyMatch(problem -> problem.contains("127.0.0.2 is a loopback address"))
                        .anyMatch(problem -> problem.contains("410"));
            });
            assertThat(hub.webhook("app").has("url")).isFalse();
            assertThat(hub.post("app", "/v1/webhooks/test").status()).isEqualTo(404);
            hub.kill();
            hub.start();
            await().atMost(HookHub.PATIENCE)
                    .until(() ->
                            hub.webhook("app").path("callbacks").path("failed").asInt() >= 2);
            assertThat(hub.webhook("app").path("callbacks").path("waiting").asInt())
                    .isBetween(2, 4);
            assertThat(hub.metrics()).contains("sms_callback_failed_total{client=\"app\"}");
            assertThat(hub.log()).doesNotContain(secret);
            gone.stop(0);
        }
    }

    private static String id(HookHub.Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
        return answer.body().path("id").asText();
    }

    private HookHub.Answer bring(HookHub hub, String client, String callback) throws Exception {
        return hub.post(
                client,
                Map.of(
                        "to",
                        "+4860%07d".formatted(posted.incrementAndGet()),
                        "text",
                        "Hello",
                        "receipt",
                        "ALL",
                        "callback",
                        callback));
    }

    private static HttpServer gone(AtomicInteger status, List<String> heard) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            synchronized (heard) {
                heard.add(new String(body, java.nio.charset.StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static int size(List<String> heard) {
        synchronized (heard) {
            return heard.size();
        }
    }

    /** Who answers 410 is left alone, over a kill too, until it is opened again; then it hears of what was kept. */
    private void enough(HookHub hub, AtomicInteger status, List<String> heard) throws Exception {
        String id = hub.post("gone", "1", "+48600000002");
        await().atMost(HookHub.PATIENCE)
                .until(() -> hub.webhook("gone").path("state").asText().equals("ENDED"));
        await().atMost(HookHub.PATIENCE).until(() -> hub.get("gone", "/v1/messages/" + id)
                .body()
                .path("state")
                .asText()
                .equals("DELIVERED"));
        int before = size(heard);
        status.set(204);
        hub.kill();
        hub.start();
        await().atMost(HookHub.PATIENCE)
                .until(() -> hub.webhook("gone").path("waiting").asInt() > 0);
        assertThat(hub.webhook("gone").path("state").asText()).isEqualTo("ENDED");
        assertThat(hub.webhook("gone").path("endedAt").asText()).isNotEmpty();
        String health = hub.process
                .get(hub.site.management("/observe/health?data=true"))
                .body();
        assertThat(health).contains("webhooks").contains("gone");
        assertThat(size(heard)).as("it was left alone").isEqualTo(before);
        HookHub.Answer opened = hub.post("gone", "/v1/webhooks/open");
        assertThat(opened.status()).as("%s", opened.body()).isEqualTo(200);
        assertThat(opened.body().path("state").asText()).isEqualTo("OPEN");
        await().atMost(HookHub.PATIENCE)
                .until(() -> hub.webhook("gone").path("waiting").asInt() == 0);
        synchronized (heard) {
            assertThat(heard.subList(before, heard.size()))
                    .isNotEmpty()
                    .allMatch(event -> event.contains(id))
                    .last()
                    .asString()
                    .contains("DELIVERED");
        }
        assertThat(before).as("410 ends it at once").isEqualTo(1);
    }

    /** A program of the page, in a file. */
    private static String block(String page, String language, Path file) throws Exception {
        var block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(block.find()).isTrue();
        return Files.writeString(file, block.group(1)).toString();
    }
}
