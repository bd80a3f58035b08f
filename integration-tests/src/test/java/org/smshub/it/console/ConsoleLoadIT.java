package org.smshub.it.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;
import org.smshub.bench.HttpLoad;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.Loopback;
import org.smshub.bench.SmppSink;
import org.smshub.bench.Tally;
import org.smshub.it.Packaged;
import org.smshub.ledger.postgres.OwnServer;

/**
 * What the console costs and how soon it answers, beside a load, in a large ledger: with {@code -Pfull} ten million messages
 * and 2,000 a second, and the figures must be good; else few, to see that it runs. {@code -Dconsole.ledger=DIR} keeps the
 * ledger for the next time, {@code -Dconsole.minutes=60} is how long ten consoles stay open. With {@code -Dconsole.postgres=true}
 * the ledger is in a PostgreSQL of its own.
 */
@Timeout(5_400)
class ConsoleLoadIT {

    private static final boolean FULL = Boolean.getBoolean("full");
    private static final long MESSAGES = Long.getLong("console.messages", FULL ? 10_000_000 : 30_000);
    private static final boolean POSTGRES = Boolean.getBoolean("console.postgres");
    private static final int RATE = Integer.getInteger("console.rate", FULL ? 2_000 : 50);
    private static final int CONSOLES = 10;
    private static final int SECONDS = FULL ? 60 : 3;
    private static final int ROUNDS = FULL ? 5 : 1;
    private static final int ROUND_SECONDS = FULL ? 5 : 1;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int CONNECTIONS = 16;

    /** Milliseconds between two calls. */
    private static final int PAUSE = 100;

    private static final Tally TALLY = new Tally(5_000_000);

    private static SmppSink sink;
    private static OwnServer postgres;
    private static HubSite site;
    private static HubProcess hub;
    private static URI console;
    private static long newest;
    private static int next;
    private static ScheduledExecutorService clock;

    @BeforeAll
    static void start() throws Exception {
        sink = new SmppSink(SmppSink.Settings.FAST, TALLY::arrived);
        site = HubSite.create(Packaged.home(), sink.port(), Map.of("window", "100"));
        Files.createDirectories(site.data());
        newest = fill();
        int port = HubSite.freePort();
        site.environment().putAll(Map.of("HUB_CONSOLE", "true", "HUB_CONSOLE_PORT", String.valueOf(port)));
        hub = site.start(PATIENCE);
        console = URI.create("http://127.0.0.1:" + port);
        clock = Executors.newScheduledThreadPool(CONSOLES);
        await().atMost(PATIENCE).until(() -> sink.bound() > 0);
        System.out.printf(
                Locale.ROOT, "FIGURE machine: %.0f loopback round trips a second%n", Loopback.roundTripsPerSecond(100));
        load(RATE, FULL ? 20 : 1); // warm
    }

    private static long fill() throws Exception {
        if (POSTGRES) {
            Assumptions.assumeTrue(OwnServer.isThere(), "skipped: there is no PostgreSQL of Debian here");
            postgres = OwnServer.start();
            site.property("hub.ledger.url", postgres.url());
            return LargePostgres.fill(postgres, MESSAGES);
        }
        Path large = Path.of(System.getProperty("console.ledger", "target/large-ledger"))
                .toAbsolutePath()
                .resolve("of-" + MESSAGES);
        long made = LargeLedger.make(large, MESSAGES);
        for (String file : List.of("ledger.db", "search.db")) {
            Files.copy(large.resolve(file), site.data().resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return made;
    }

    @AfterAll
    static void stop() throws IOException {
        if (clock != null) {
            clock.shutdownNow();
        }
        if (site != null) {
            site.close();
        }
        if (sink != null) {
            sink.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    /** Posts for so long, at a rate or, with 0, as fast as it is answered. */
    private static HttpLoad load(int perSecond, int seconds) throws Exception {
        HttpLoad load = begin(perSecond, seconds);
        end(load);
        return load;
    }

    private static final Map<HttpLoad, Thread> THREADS = new LinkedHashMap<>();

    private static HttpLoad begin(int perSecond, int seconds) throws IOException {
        HttpLoad load = new HttpLoad(
                site.http(),
                hub.request(true),
                new HttpLoad.Pace(CONNECTIONS, perSecond, TimeUnit.SECONDS.toNanos(seconds), Integer.MAX_VALUE / 2),
                TALLY,
                next);
        Thread thread = new Thread(load, "load");
        thread.setDaemon(true);
        thread.start();
        THREADS.put(load, thread);
        return load;
    }

    private static void end(HttpLoad load) throws InterruptedException {
        THREADS.remove(load).join();
        assertThat(load.failure()).isNull();
        assertThat(load.refused).isEmpty();
        next = load.next();
        // what waits would be the next one's
        await().atMost(PATIENCE).until(() -> sink.submits() >= next);
    }

    private static Map<String, String> calls() {
        String hour =
                Instant.ofEpochMilli(newest - Duration.ofHours(1).toMillis()).toString();
        Map<String, String> calls = new LinkedHashMap<>();
        calls.put("overview", "/v1/status");
        calls.put("overview, charts", "/v1/figures?span=day");
        calls.put("all", "");
        calls.put("to:+4860*", "to=%2B4860*");
        calls.put("to:+48600100*", "to=%2B48600100*");
        calls.put("to:+49* (none)", "to=%2B49*");
        calls.put("to:+48600100200", "to=%2B48600100200");
        calls.put("state:failed since:1h", "state=FAILED&since=" + hour);
        calls.put("state:failed", "state=FAILED");
        calls.put("state:delivered", "state=DELIVERED");
        calls.put("link:orange", "link=orange");
        calls.put("link:seldom", "link=seldom");
        calls.put("tag:otp", "tag=otp");
        calls.put("tag:blue", "tag=blue");
        calls.put("ref:order-000012345", "ref=order-000012345");
        calls.put("client:client-7", "client=client-7");
        calls.put("from:S7", "from=S7");
        calls.put("from:S7 state:failed", "from=S7&state=FAILED");
        calls.put(
                "to:+4860* state:failed since:1h link:orange tag:otp",
                "to=%2B4860*&state=FAILED&link=orange&tag=otp&since=" + hour);
        calls.put("to:+4860* link:orange tag:blue", "to=%2B4860*&link=orange&tag=blue");
        calls.put("client:client-7 tag:none (none)", "client=client-7&tag=none");
        calls.put("link:orange client:client-7 from:ACME", "link=orange&client=client-7&from=ACME");
        calls.replaceAll((name, query) -> query.startsWith("/")
                ? query
                : "/v1/messages?limit=50&within=60" + (query.isEmpty() ? "" : "&" + query));
        return calls;
    }

    /** Each call of the overview and of searches, while messages come and go. */
    @Test
    void answersWhileMessagesComeAndGo() throws Exception {
        try (ConsoleClient one = new ConsoleClient(console, site.apiKey())) {
            List<Map.Entry<String, String>> calls = List.copyOf(calls().entrySet());
            for (Map.Entry<String, String> call : calls) {
                one.ask("warm", call.getValue());
            }
            int[] asked = {0};
            HttpLoad load = begin(RATE, SECONDS);
            long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            // some people who look things up, each call beside the load and not the load itself
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(PAUSE))
                    .atMost(PATIENCE)
                    .until(() -> {
                        one.ask(
                                calls.get(asked[0] % calls.size()).getKey(),
                                calls.get(asked[0]++ % calls.size()).getValue());
                        return System.nanoTime() > until;
                    });
            end(load);
            System.out.print(one.figures());
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE meanwhile: %d accepted of %d a second, p50 %.1f ms, p99 %.1f ms%n",
                    load.accepted() / SECONDS,
                    RATE,
                    load.latency.percentile(50) / 1e3,
                    load.latency.percentile(99) / 1e3);
            if (FULL) {
                for (Map.Entry<String, String> call : calls) {
                    assertThat(one.millis(call.getKey(), 95)).as(call.getKey()).isLessThanOrEqualTo(100);
                }
                assertThat(load.accepted()).isGreaterThan(RATE * SECONDS * 97 / 100);
            }
        }
    }

    private List<ConsoleClient> consoles() throws Exception {
        List<ConsoleClient> open = new ArrayList<>();
        for (int i = 0; i < CONSOLES; i++) {
            ConsoleClient one = new ConsoleClient(console, site.apiKey());
            if (i < CONSOLES - 2) {
                one.overview(clock);
            } else {
                one.live(clock);
            }
            open.add(one);
        }
        return open;
    }

    private record Round(double accepted, double p99, double cpu) {}

    private static Round round(int rate) throws Exception {
        double cpu = hub.cpuSeconds();
        HttpLoad load = begin(rate, ROUND_SECONDS);
        end(load);
        return new Round(
                load.accepted() / (double) ROUND_SECONDS,
                load.latency.percentile(99) / 1e3,
                (hub.cpuSeconds() - cpu) * 1_000 / Math.max(1, load.accepted()));
    }

    private static double median(List<Double> numbers) {
        double[] sorted =
                numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** Ten consoles open, and closed, in turn: at the rate, and as fast as it goes. */
    @Test
    void whatOpenConsolesCostAccepts() throws Exception {
        for (int rate : new int[] {RATE, 0}) {
            List<Double> ratios = new ArrayList<>();
            List<Double> cpu = new ArrayList<>();
            List<Round> opens = new ArrayList<>();
            List<Round> closeds = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                Round closed = i % 2 == 0 ? round(rate) : null;
                List<ConsoleClient> open = consoles();
                Round with = round(rate);
                open.forEach(ConsoleClient::close);
                open.forEach(one -> assertThat(one.failure()).isNull());
                closed = closed == null ? round(rate) : closed;
                ratios.add(with.accepted() / closed.accepted());
                cpu.add(with.cpu() / closed.cpu());
                opens.add(with);
                closeds.add(closed);
            }
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE ten consoles open, %s: accepts x %.3f %s, CPU of the hub a message x %.3f; %.0f/s p99 %.1f ms"
                            + " open, %.0f/s p99 %.1f ms closed%n",
                    rate == 0 ? "as fast as it goes" : rate + " a second",
                    median(ratios),
                    Arrays.toString(ratios.stream()
                            .mapToDouble(r -> Math.round(r * 1000) / 1000.0)
                            .sorted()
                            .toArray()),
                    median(cpu),
                    median(opens.stream().map(Round::accepted).toList()),
                    median(opens.stream().map(Round::p99).toList()),
                    median(closeds.stream().map(Round::accepted).toList()),
                    median(closeds.stream().map(Round::p99).toList()));
            if (FULL && rate > 0) {
                assertThat(median(ratios)).isGreaterThan(0.97);
            }
        }
    }

    /** What the hub holds after a full collection, each half minute. */
    @Test
    void tenConsolesStayOpen() throws Exception {
        double minutes = Double.parseDouble(System.getProperty("console.minutes", FULL ? "10" : "0.1"));
        List<ConsoleClient> open = consoles();
        Chromium browser = Chromium.isThere() ? signedIn() : null;
        List<double[]> points = new ArrayList<>();
        long begun = System.nanoTime();
        try {
            load(RATE / 10, FULL ? 30 : 1);
            double at;
            do {
                load(RATE / 10, FULL ? 30 : 1);
                at = (System.nanoTime() - begun) / 60e9;
                points.add(new double[] {at, hub.liveHeapMiB(), hub.residentMiB()});
            } while (at < minutes);
        } finally {
            open.forEach(ConsoleClient::close);
            if (browser != null) {
                browser.close();
            }
        }
        open.forEach(one -> assertThat(one.failure()).isNull());
        double heap = slope(points, 1);
        System.out.printf(
                Locale.ROOT,
                "FIGURE ten consoles and a browser open for %.0f minutes: heap %.0f to %.0f MiB, %.2f MiB an hour;"
                        + " RSS %.0f to %.0f MiB, %.1f MiB an hour%n",
                minutes,
                points.get(0)[1],
                points.get(points.size() - 1)[1],
                heap * 60,
                points.get(0)[2],
                points.get(points.size() - 1)[2],
                slope(points, 2) * 60);
        if (FULL) {
            assertThat(heap * 60).as("MiB of heap an hour").isLessThan(12);
        }
    }

    /** Least squares: how much a minute. */
    private static double slope(List<double[]> points, int of) {
        double n = points.size();
        double x = points.stream().mapToDouble(p -> p[0]).sum() / n;
        double y = points.stream().mapToDouble(p -> p[of]).sum() / n;
        double over = points.stream().mapToDouble(p -> (p[0] - x) * (p[of] - y)).sum();
        double under = points.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
        return under == 0 ? 0 : over / under;
    }

    private static Chromium signedIn() throws Exception {
        Chromium browser = new Chromium(console, "");
        browser.open("");
        browser.type("#key", site.apiKey());
        browser.press(Keys.ENTER);
        browser.await("nav");
        return browser;
    }

    /** From the start of the navigation to the first thing painted, with nothing in the browser's cache. */
    @Test
    void theFirstLook() throws Exception {
        Assumptions.assumeTrue(Chromium.isThere(), "skipped: there is no chromium with its driver here");
        try (Chromium browser = signedIn()) {
            List<Double> looks = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                looks.add(browser.firstLook());
                browser.awaitText("#main table", "sink");
            }
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE first look at the overview: median %.0f ms of %s%n",
                    median(looks),
                    looks.stream().map(Math::round).toList());
            if (FULL) {
                assertThat(median(looks)).isLessThanOrEqualTo(300);
            }
        }
    }
}
