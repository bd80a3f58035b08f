package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;

/** A link more costs no thread, and nothing while it is idle. Each link has a login and a line of its own; one thread is all their centres. */
@Timeout(300)
class ManyLinksIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int THREADS = 150;
    private static final Duration START = Duration.ofSeconds(15);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final double IDLE_CORES = 0.02;

    private static final Pattern UP = Pattern.compile("(?m)^sms_link_state\\{.*state=\"UP\".*} 1\\.0$");

    private static final String ROUTING = """
            - route:
                id: routing
                errorHandler:
                  noErrorHandler: {}
                from:
                  uri: direct:routing
                  steps:
                    - setHeader:
                        name: SmsLinks
                        simple: "${header.SmsClientRef}"
            """;

    @Test
    void aHundred() throws Exception {
        links(100, false);
    }

    /** What a busy machine would spoil is asserted here alone. */
    @Test
    @EnabledIfSystemProperty(named = "full", matches = "true")
    void fiveHundred() throws Exception {
        links(500, true);
    }

    private static void links(int count, boolean measured) throws Exception {
        Set<String> arrived = ConcurrentHashMap.newKeySet();
        try (SmppSink centres = new SmppSink(SmppSink.Settings.FAST, submit -> arrived.add(submit.to()));
                HubSite site = HubSite.create(Packaged.home(), centres.port(), Map.of())) {
            Files.write(site.config().resolve("links.properties"), blocks(count, centres.port()));
            Files.writeString(site.routes().resolve("routing.camel.yaml"), ROUTING);
            if (!measured) {
                Packaged.quickStart(site);
            }
            long begun = System.nanoTime();
            HubProcess hub = site.start(PATIENCE);
            Duration ready = Duration.ofNanos(System.nanoTime() - begun);
            await().atMost(PATIENCE).until(() -> centres.bound() == count);
            Duration bound = Duration.ofNanos(System.nanoTime() - begun);
            double cpu = hub.cpuSeconds();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(up(hub, site)).isEqualTo(count));

            overTen(site, count, arrived);
            long threads = hub.threads();
            System.out.printf(
                    Locale.ROOT,
                    "FIGURE %d links: ready after %.1f s, all bound after %.1f s and %.1f s of CPU, %d threads, %d MiB resident%n",
                    count,
                    ready.toMillis() / 1e3,
                    bound.toMillis() / 1e3,
                    cpu,
                    threads,
                    hub.residentMiB());
            assertThat(threads).as("threads of the hub").isLessThan(THREADS);
            if (measured) {
                // the first windows may hold what the start has left to do, such as compiling
                await().atMost(PATIENCE.plus(IDLE))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .untilAsserted(() -> assertThat(idleCores(hub)).isLessThan(IDLE_CORES));
                assertThat(centres.bound()).isEqualTo(count);
                assertThat(bound).as("start").isLessThan(START);
            }
        }
    }

    private static List<String> blocks(int count, int port) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String block = "camel.routeTemplate[l" + i + "].";
            lines.add(block + "templateId = smpp-link");
            lines.add(block + "routeId = link-l" + i);
            lines.add(block + "name = l" + i);
            lines.add(block + "port = " + port);
            lines.add(block + "systemId = hub" + i);
        }
        return lines;
    }

    private static long up(HubProcess hub, HubSite site) throws Exception {
        return UP.matcher(hub.get(site.management("/observe/metrics")).body())
                .results()
                .count();
    }

    private static void overTen(HubSite site, int count, Set<String> arrived) throws Exception {
        Api api = new Api(site);
        for (int i = 0; i < 10; i++) {
            String link = "l" + i * (count / 10);
            String to = String.format("4860010%04d", i);
            // the sink knows no accounts, so that its receipts would come by any link
            String id = api.post(Map.of(
                            "from", "12345", "to", "+" + to, "text", "over " + link, "ref", link, "receipt", "NONE"))
                    .id();
            await().atMost(PATIENCE).untilAsserted(() -> {
                Api.Answer message = api.get(id);
                assertThat(message.state()).as("%s", message.body()).isEqualTo("SENT");
                assertThat(message.body().path("parts").path(0).path("link").asText())
                        .isEqualTo(link);
            });
            assertThat(arrived).contains(to);
        }
    }

    /** Cores at work over a while of nothing to do. */
    private static double idleCores(HubProcess hub) {
        double before = hub.cpuSeconds();
        long from = System.nanoTime();
        await().pollDelay(IDLE).atMost(IDLE.multipliedBy(2)).until(() -> true);
        double cores = (hub.cpuSeconds() - before) / ((System.nanoTime() - from) / 1e9);
        System.out.printf(Locale.ROOT, "FIGURE idle: %.2f %% of a core%n", cores * 100);
        return cores;
    }
}
