package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;

/** Fifty links, 45 of them to ports where nobody listens: the hub is ready, says little, and uses a centre that comes back. */
@Timeout(300)
class DeadLinksIT {

    private static final int LINKS = 50;
    private static final int ALIVE = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String[] TEMPLATES = {"smpp-link", "ucp-link", "cimd2-link"};

    /** A line of the log, and the port or the link that it is about. */
    private static final Pattern LINE =
            Pattern.compile("^(\\d\\d:\\d\\d):\\d\\d\\.\\d{3} \\w+ .*(?:127\\.0\\.0\\.1:|Link l)(\\d+)\\b.*");

    @Test
    void readyAndQuietAndBackInTime() throws Exception {
        try (SmppSink centres = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                SmppSink returns = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(Packaged.home(), centres.port(), Map.of())) {
            returns.down();
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < LINKS; i++) {
                String block = "camel.routeTemplate[l" + i + "].";
                boolean alive = i < ALIVE;
                boolean comes = i == LINKS - 1;
                String template = alive || comes ? "smpp-link" : TEMPLATES[i % TEMPLATES.length];
                int port = alive ? centres.port() : comes ? returns.port() : HubSite.freePort();
                lines.add(block + "templateId = " + template);
                lines.add(block + "routeId = link-l" + i);
                lines.add(block + "name = l" + i);
                lines.add(block + "port = " + port);
                lines.add(block + (template.equals("smpp-link") ? "systemId" : "username") + " = hub" + i);
            }
            Files.write(site.config().resolve("links.properties"), lines);
            site.property("hub.links.default", "l" + (LINKS - 1) + ",l0");
            Packaged.quickStart(site);
            HubProcess hub = site.start(PATIENCE);
            await().atMost(PATIENCE).until(() -> centres.bound() == ALIVE);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            hub.get(site.management("/observe/health/ready")).statusCode())
                    .isEqualTo(200));
            Api api = new Api(site);
            String id = api.post(message()).id();
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(link(api, id)).as("the stand-in").isEqualTo("l0"));
            assertThat(hub.get(site.management("/observe/health")).body())
                    .contains("link:l49")
                    .contains("Link l49 is out of service")
                    // nothing was ever sent by it
                    .contains("line:l48")
                    .contains("Connection refused");
            assertThat(hub.get(site.management("/observe/health")).statusCode()).isEqualTo(200);

            // long enough for the longest delay of a dialer, and for a minute of log
            await().atMost(PATIENCE).pollDelay(Duration.ofSeconds(65)).until(() -> true);
            returns.up();
            long back = System.nanoTime();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> returns.submits() > 0 || posted(api));
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back);
            System.out.printf("FIGURE a centre that is back is in use after %d ms%n", took);
            assertThat(took).isLessThan(10_000);
            quiet(site, centres.port());
        }
    }

    private static boolean posted(Api api) throws Exception {
        api.post(message());
        return false;
    }

    private static Map<String, String> message() {
        return Map.of("to", "+48600100200", "from", "12345", "text", "dead links", "receipt", "NONE");
    }

    private static String link(Api api, String id) throws Exception {
        Api.Answer message = api.get(id);
        return message.state().equals("SENT")
                ? message.body().path("parts").path(0).path("link").asText()
                : message.state();
    }

    /** Of the links that nothing waits for: one line each in a minute. */
    private static void quiet(HubSite site, int alive) throws Exception {
        Map<String, Integer> said = new TreeMap<>();
        for (String line : Files.readAllLines(site.log())) {
            Matcher match = LINE.matcher(line);
            if (match.matches() && !line.contains("Link l49") && !match.group(2).equals(Integer.toString(alive))) {
                said.merge(match.group(1) + " " + match.group(2), 1, Integer::sum);
            }
        }
        assertThat(said).isNotEmpty().allSatisfy((minuteAndLink, count) -> assertThat(count)
                .as("lines about %s", minuteAndLink)
                .isEqualTo(1));
    }
}
