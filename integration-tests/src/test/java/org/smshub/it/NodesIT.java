package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.ledger.postgres.OwnServer;

/**
 * Three hubs on one PostgreSQL, six links to a centre that counts, one of them shared. Hubs are killed and frozen at random under load: no message that was
 * answered with 202 is lost, none is sent twice under {@code hold}, and the ledger says of each what the centre has.
 */
@Timeout(1800)
@Execution(ExecutionMode.SAME_THREAD)
class NodesIT {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final int ROUNDS = FULL ? 30 : 4;
    private static final int HUBS = 3;
    private static final int LINKS = 6;

    /** The first link is shared by two hubs. */
    private static final int HOLDINGS = LINKS + 1;

    private static final int CLIENTS = 4;
    private static final Duration START = Duration.ofSeconds(240);
    private static final Duration END = Duration.ofSeconds(240);

    /** The centre's ids of each destination. */
    private final Map<String, List<String>> atSmsc = new ConcurrentHashMap<>();

    /** The id of each message that was answered with 202. */
    private final Map<Integer, String> answered = new ConcurrentHashMap<>();

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<HubSite> sites = new ArrayList<>();
    private final Random random = new Random(24);
    private volatile boolean over;

    @Test
    void hubsThatDieAndFreezeLoseNothingAndSendNothingTwice() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        SmppSink.Settings settings = SmppSink.Settings.FAST.withAnswerDelay(Duration.ofMillis(20));
        try (OwnServer server = OwnServer.start();
                SmppSink sink = new SmppSink(
                        settings, submit -> atSmsc.computeIfAbsent(submit.to(), to -> new CopyOnWriteArrayList<>())
                                .add(submit.id()))) {
            List<HubProcess> hubs = new ArrayList<>();
            for (int i = 0; i < HUBS; i++) {
                sites.add(site(sink.port(), server.url()));
                hubs.add(sites.get(i).launch());
            }
            for (HubProcess hub : hubs) {
                hub.awaitReady(START);
            }
            awaitSpread(server);
            ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
            try {
                List<Future<?>> posts = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    posts.add(clients.submit(this::post));
                }
                for (int round = 1; round <= ROUNDS; round++) {
                    trouble(round, hubs, server);
                }
                over = true;
                for (Future<?> post : posts) {
                    post.get(60, TimeUnit.SECONDS);
                }
            } finally {
                over = true;
                clients.shutdownNow();
            }
            await().atMost(END).untilAsserted(() -> assertThat(waiting(server)).isZero());
            compare();
            System.out.printf(
                    "%d rounds: %d messages, %d posts refused or cut, %d submits%n",
                    ROUNDS, answered.size(), refused.get(), sink.submits());
        } finally {
            for (HubSite site : sites) {
                site.close();
            }
        }
    }

    private static HubSite site(int port, String url) throws IOException {
        HubSite site = HubSite.create(Packaged.home(), port, Map.of());
        Packaged.quickStart(site);
        site.property("hub.ledger.url", url);
        site.property("hub.nodes", "true");
        site.property("hub.nodes.split", name(0) + ":2");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINKS; i++) {
            Map<String, String> link = new TreeMap<>(Map.of(
                    "templateId", "smpp-link",
                    "routeId", "link-" + name(i),
                    "name", name(i),
                    "host", "127.0.0.1",
                    "port", Integer.toString(port),
                    "systemId", "bench",
                    "password", "bench",
                    "window", "20",
                    "unknown", "hold"));
            String key = name(i);
            link.forEach((option, value) -> lines.add("camel.routeTemplate[" + key + "]." + option + " = " + value));
        }
        Files.write(site.config().resolve("links.properties"), lines);
        site.property("hub.links.default", name(0));
        Path clients = site.config().resolve("clients.yaml");
        Files.writeString(
                clients,
                Files.readString(clients)
                        .replaceFirst("(?m)^    operator: true.*$", "    operator: true\n    links: [\"*\"]"));
        return site;
    }

    private static String name(int link) {
        return "link" + link;
    }

    private void awaitSpread(OwnServer server) {
        await().atMost(END)
                .untilAsserted(
                        () -> assertThat(owners(server)).hasSize(HOLDINGS).doesNotContainValue(""));
    }

    /** Others have all. */
    private void awaitTaken(OwnServer server, String from) {
        await().atMost(END).untilAsserted(() -> assertThat(owners(server))
                .hasSize(HOLDINGS)
                .doesNotContainValue("")
                .doesNotContainValue(from));
    }

    /** Link, or share of one → the hub that has it, "" = nobody. */
    private static Map<String, String> owners(OwnServer server) throws SQLException {
        Map<String, String> owners = new TreeMap<>();
        try (Connection ledger = server.connect();
                ResultSet rows = ledger.createStatement()
                        .executeQuery("select what, coalesce(node, '') from holding where what like 'link/%'")) {
            while (rows.next()) {
                owners.put(rows.getString(1), rows.getString(2));
            }
        }
        return owners;
    }

    private static int waiting(OwnServer server) throws SQLException {
        try (Connection ledger = server.connect();
                ResultSet rows = ledger.createStatement()
                        .executeQuery("select count(*) from messages where state in ('QUEUED', 'CLAIMED', 'SENT')")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** One hub is killed, ended or frozen, and comes back. */
    private void trouble(int round, List<HubProcess> hubs, OwnServer server) throws Exception {
        int victim = random.nextInt(HUBS);
        String node = Files.readString(sites.get(victim).data().resolve("node")).strip();
        awaitMessages(100);
        // links move back slowly
        await().atMost(END).until(() -> owners(server).containsValue(node));
        switch (round % 3) {
            case 1 -> {
                hubs.get(victim).kill();
                awaitTaken(server, node);
                awaitMessages(100);
                hubs.set(victim, sites.get(victim).start(START));
            }
            case 2 -> {
                hubs.get(victim).freeze(true);
                long stillFor = 2_000 + random.nextInt(FULL ? 58_000 : 7_000);
                long begun = System.nanoTime();
                await().atMost(Duration.ofMillis(stillFor + 5_000))
                        .until(() -> System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(stillFor));
                hubs.get(victim).freeze(false);
            }
            default -> {
                assertThat(hubs.get(victim).stop(START)).as("its exit").isIn(0, 143);
                awaitTaken(server, node);
                hubs.set(victim, sites.get(victim).start(START));
            }
        }
        awaitSpread(server);
    }

    private void awaitMessages(int more) {
        int target = answered.size() + more;
        await().atMost(END).until(() -> answered.size() >= target);
    }

    private Void post() throws Exception {
        while (!over) {
            int i = next.getAndIncrement();
            Map<String, Object> message = Map.of(
                    "to",
                    "+" + number(i),
                    "from",
                    "12345",
                    "text",
                    "Hub " + i,
                    "ref",
                    "n-" + i,
                    "links",
                    List.of(name(i % LINKS)));
            for (int hub = i; !answered.containsKey(i); hub++) {
                try {
                    Api.Answer answer = new Api(sites.get(hub % HUBS)).post(message);
                    if (answer.status() == 202) {
                        answered.put(i, answer.id());
                    } else {
                        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(503);
                        refused.incrementAndGet();
                    }
                } catch (IOException gone) {
                    refused.incrementAndGet();
                }
            }
        }
        return null;
    }

    private static String number(int i) {
        return String.format("4860%07d", i);
    }

    /** Whichever hub has just come back may have closed a connection that the client still knows. */
    private JsonNode found(String id) throws InterruptedException {
        for (int hub = 0; ; hub++) {
            try {
                return new Api(sites.get(hub % HUBS)).get(id).body();
            } catch (IOException closed) {
                assertThat(hub).as("%s", closed).isLessThan(2 * HUBS);
            }
        }
    }

    private void compare() throws Exception {
        Set<String> wrong = new HashSet<>();
        for (Map.Entry<Integer, String> one : answered.entrySet()) {
            List<String> ids = atSmsc.getOrDefault(number(one.getKey()), List.of());
            JsonNode message = found(one.getValue());
            String state = message.path("state").asText();
            boolean right = ids.isEmpty() ? state.equals("UNKNOWN") : ids.size() == 1 && state.equals("DELIVERED");
            if (!right) {
                wrong.add(number(one.getKey()) + " " + state + " at the centre " + ids.size() + " times");
            }
        }
        assertThat(wrong).isEmpty();
    }
}
