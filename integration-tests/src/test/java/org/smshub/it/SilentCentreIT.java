package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;

/**
 * A centre that takes what it gets and answers nothing, with ten thousand messages behind it under {@code hold}: a window and ten
 * are in doubt after ten minutes, which are one here, all times being a tenth. When it answers again all others are sent.
 */
@Timeout(400)
class SilentCentreIT {

    private static final int MESSAGES = 10_000;
    private static final int WARM_UP = 1_000;
    private static final int WINDOW = 100;
    private static final int CLIENTS = 8;
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Map<String, AtomicInteger> copies = new ConcurrentHashMap<>();

    @Test
    void aWindowAndTenAreInDoubtAndAllOthersAreSent() throws Exception {
        try (SmppSink sink = new SmppSink(
                        SmppSink.Settings.FAST, submit -> copies.computeIfAbsent(submit.to(), to -> new AtomicInteger())
                                .incrementAndGet());
                HubSite site = HubSite.create(
                        Packaged.home(),
                        sink.port(),
                        Map.of(
                                "unknown",
                                "hold",
                                "window",
                                Integer.toString(WINDOW),
                                "answerTimeout",
                                "1000",
                                "probeMaxDelay",
                                "12s"))) {
            Packaged.quickStart(site);
            var hub = site.start(PATIENCE);
            await().atMost(PATIENCE).until(() -> sink.bound() == 1);
            // a hub that is warm fills a window before the first answer is missed, unless the machine is very busy
            post(site, 0, WARM_UP);
            await().atMost(PATIENCE).until(() -> count(site, "DELIVERED") == WARM_UP);
            sink.silent(true);
            post(site, WARM_UP, MESSAGES);
            long until = System.nanoTime() + SILENCE.toNanos();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            hub.get(site.management("/observe/metrics")).body())
                    .containsPattern("sms_link_state\\{.*link=\"sink\".*state=\"SILENT\".*} 1\\.0"));
            assertThat(hub.get(site.management("/observe/health/ready")).statusCode())
                    .as("it accepts")
                    .isEqualTo(200);
            assertThat(hub.get(site.management("/observe/health")).body())
                    .contains("link:sink")
                    .contains("its centre does not answer");
            await().atMost(SILENCE.plus(PATIENCE))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> System.nanoTime() - until > 0);
            long doubts = count(site, "UNKNOWN") + count(site, "CLAIMED");
            System.out.printf(
                    "FIGURE in doubt after %d s of silence: %d, window %d%n", SILENCE.toSeconds(), doubts, WINDOW);
            assertThat(doubts).isBetween(1L, WINDOW + 10L);
            sink.silent(false);
            await().atMost(PATIENCE).until(() -> count(site, "QUEUED") + count(site, "CLAIMED") == 0);
            assertThat(count(site, "UNKNOWN")).isBetween(1L, WINDOW + 10L);
            await().atMost(PATIENCE).until(() -> count(site, "DELIVERED") + count(site, "UNKNOWN") == MESSAGES);
            assertThat(copies).hasSize(MESSAGES).allSatisfy((to, n) -> assertThat(n.get())
                    .as("copies of " + to)
                    .isEqualTo(1));
        }
    }

    private void post(HubSite site, int from, int to) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> posts = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                posts.add(clients.submit(() -> {
                    Api api = new Api(site);
                    for (int n = next.getAndIncrement(); n < to; n = next.getAndIncrement()) {
                        Api.Answer answer = api.post(
                                Map.of("to", String.format("+4860%07d", n), "from", "12345", "text", "silence"));
                        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(202);
                    }
                    return null;
                }));
            }
            for (Future<?> post : posts) {
                post.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private static long count(HubSite site, String state) throws SQLException {
        try (Connection ledger = Ledgers.connect(site);
                ResultSet row = ledger.createStatement()
                        .executeQuery("select count(*) from messages where state = '" + state + "'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
