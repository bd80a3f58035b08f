package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.ledger.postgres.OwnServer;

/**
 * The packaged hub, killed three times under load, message by message against the SMSC. What was in flight is read from the ledger's file
 * after each kill: those parts, and no others, may be sent twice under {@code retry} and are in doubt under {@code hold}.
 */
@Timeout(400)
@Execution(ExecutionMode.CONCURRENT)
class CrashIT {

    private static final int MESSAGES = 3_000;
    private static final int CLIENTS = 8;
    private static final int KILLS = 3;
    private static final int WINDOW = 100;
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration END = Duration.ofSeconds(90);

    /** The SMSC's ids of each destination. */
    private final Map<String, List<String>> atSmsc = new ConcurrentHashMap<>();

    /** The hub's id of each message that was answered with 202. */
    private final Map<Integer, String> answered = new ConcurrentHashMap<>();

    private final Set<String> inFlight = new HashSet<>();
    private final AtomicInteger cut = new AtomicInteger();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger next = new AtomicInteger();
    private final Semaphore kill = new Semaphore(0);
    private final AtomicReference<CountDownLatch> up = new AtomicReference<>(new CountDownLatch(0));

    /** Null where the ledger is a file. */
    private OwnServer postgres;

    @ParameterizedTest
    @ValueSource(strings = {"retry", "hold"})
    void nothingIsLostAndLedgerAndSmscAgree(String unknown) throws Exception {
        Ledgers.assumeFiles();
        run(unknown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"retry", "hold"})
    void norOnPostgreSql(String unknown) throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        try (OwnServer server = OwnServer.start()) {
            postgres = server;
            run(unknown);
        }
    }

    private void run(String unknown) throws Exception {
        boolean hold = unknown.equals("hold");
        SmppSink.Settings settings = SmppSink.Settings.FAST.withAnswerDelay(Duration.ofMillis(20));
        try (SmppSink sink = new SmppSink(
                        settings, submit -> atSmsc.computeIfAbsent(submit.to(), to -> new CopyOnWriteArrayList<>())
                                .add(submit.id()));
                HubSite site = HubSite.create(
                        Packaged.home(), sink.port(), Map.of("unknown", unknown, "window", Integer.toString(WINDOW)))) {
            Packaged.quickStart(site);
            if (postgres != null) {
                site.property("hub.ledger.url", postgres.url());
            }
            sink.holdReceipts(hold);
            postAndKill(site);
            Api api = new Api(site);
            if (hold) {
                assertThat(inFlight)
                        .as("the kills must hit something in flight")
                        .isNotEmpty();
                awaitArrival(inFlight);
                inDoubtUntilTheReceipt(api);
                sink.holdReceipts(false);
            } else {
                awaitArrival(Set.of());
            }
            await().atMost(END)
                    .untilAsserted(() -> assertThat(sink.receiptsAcknowledged()).isEqualTo(sink.submits()));
            // a receipt whose id the ledger never learnt finds its part by the address, after a patience
            await().atMost(END).untilAsserted(() -> assertThat(unmatchedReceipts(site))
                    .as("receipts that match nothing")
                    .isEmpty());
            compare(api, hold);
            sameReferenceSameId(api);
            System.out.printf(
                    "%s%s: %d messages, %d connections cut, %d in flight at %d kills, %d submits%n",
                    unknown,
                    postgres == null ? "" : " on PostgreSQL",
                    MESSAGES,
                    cut.get(),
                    inFlight.size(),
                    KILLS,
                    sink.submits());
        }
    }

    private void postAndKill(HubSite site) throws Exception {
        HubProcess hub = site.start(START);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> posts = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                posts.add(clients.submit(() -> {
                    post(new Api(site));
                    return null;
                }));
            }
            for (int i = 1; i <= KILLS; i++) {
                assertThat(kill.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
                up.set(new CountDownLatch(1));
                hub.kill();
                noteInFlight(site);
                hub = site.start(START);
                up.get().countDown();
            }
            for (Future<?> post : posts) {
                post.get(60, TimeUnit.SECONDS);
            }
        } finally {
            clients.shutdownNow();
        }
        assertThat(answered).hasSize(MESSAGES);
        assertThat(new HashSet<>(answered.values())).hasSize(MESSAGES);
    }

    private void post(Api api) throws IOException, InterruptedException {
        for (int i = next.getAndIncrement(); i < MESSAGES; i = next.getAndIncrement()) {
            while (!answered.containsKey(i)) {
                try {
                    Api.Answer answer = api.post(message(i));
                    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
                    answered.put(i, answer.id());
                } catch (IOException hubGone) {
                    cut.incrementAndGet();
                    up.get().await();
                }
            }
            if (count.incrementAndGet() % (MESSAGES / (KILLS + 1)) == 0) {
                kill.release();
            }
        }
    }

    private static Map<String, String> message(int i) {
        return Map.of("to", "+" + number(i), "from", "12345", "text", "Crash test " + i, "ref", "crash-" + i);
    }

    private static String number(int i) {
        return String.format("4860%07d", i);
    }

    /** Numbers of the parts that the killed hub had claimed and not settled. */
    private void noteInFlight(HubSite site) throws SQLException {
        if (postgres != null) {
            // what the server has got of the hub's last words it still does
            await().atMost(END).until(postgres::isLeft);
        }
        try (Connection ledger = Ledgers.connect(site);
                ResultSet rows = ledger.createStatement()
                        .executeQuery("select recipient from messages where state = 'CLAIMED'")) {
            int found = 0;
            for (; rows.next(); found++) {
                inFlight.add(rows.getString(1).replace("+", ""));
            }
            assertThat(found).as("in flight").isLessThanOrEqualTo(WINDOW);
        }
    }

    private List<String> unmatchedReceipts(HubSite site) throws SQLException {
        List<String> recipients = new ArrayList<>();
        try (Connection ledger = Ledgers.connect(site);
                ResultSet rows = ledger.createStatement()
                        .executeQuery("select recipient from unmatched_receipt where settled = 0")) {
            while (rows.next()) {
                recipients.add(rows.getString(1).replace("+", ""));
            }
        }
        return recipients;
    }

    private void awaitArrival(Set<String> but) {
        await().atMost(END).untilAsserted(() -> {
            Set<String> missing = new HashSet<>();
            for (int i = 0; i < MESSAGES; i++) {
                missing.add(number(i));
            }
            missing.removeAll(atSmsc.keySet());
            missing.removeAll(but);
            assertThat(missing).as("answered with 202, not at the SMSC").isEmpty();
        });
    }

    /** Under hold, while the SMSC keeps its receipts back. */
    private void inDoubtUntilTheReceipt(Api api) {
        Map<Integer, String> open = new TreeMap<>(answered);
        open.keySet().removeIf(i -> !inFlight.contains(number(i)) && i % 10 != 0);
        await().atMost(END).untilAsserted(() -> {
            for (int i : List.copyOf(open.keySet())) {
                String expected = inFlight.contains(number(i)) ? "UNKNOWN" : "SENT";
                if (api.get(open.get(i)).state().equals(expected)) {
                    open.remove(i);
                }
            }
            assertThat(open).as("neither SENT nor, where in flight, UNKNOWN").isEmpty();
        });
    }

    private void compare(Api api, boolean hold) throws IOException, InterruptedException {
        for (int i = 0; i < MESSAGES; i++) {
            List<String> ids = atSmsc.getOrDefault(number(i), List.of());
            JsonNode message = api.get(answered.get(i)).body();
            JsonNode part = message.path("parts").path(0);
            if (ids.isEmpty()) {
                // claimed, and killed before its bytes left: only hold lets it rest, and says so
                assertThat(hold && inFlight.contains(number(i))).isTrue();
                assertThat(message.path("state").asText()).isEqualTo("UNKNOWN");
                continue;
            }
            assertThat(message.path("state").asText()).as("%s", message).isEqualTo("DELIVERED");
            assertThat(part.path("link").asText()).isEqualTo("sink");
            assertThat(part.path("remoteId").asText()).as("%s", message).isIn(ids);
            if (ids.size() > 1) {
                assertThat(hold).as("sent twice under hold").isFalse();
                assertThat(inFlight)
                        .as("sent twice, and not in flight at a kill")
                        .contains(number(i));
                assertThat(ids).hasSizeLessThanOrEqualTo(1 + KILLS);
            }
        }
        assertThat(atSmsc).hasSizeLessThanOrEqualTo(MESSAGES);
    }

    private void sameReferenceSameId(Api api) throws IOException, InterruptedException {
        for (int i = 0; i < MESSAGES; i += 100) {
            Api.Answer again = api.post(message(i));
            assertThat(again.id()).isEqualTo(answered.get(i));
        }
    }
}
