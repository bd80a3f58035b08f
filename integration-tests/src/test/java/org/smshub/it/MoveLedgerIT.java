package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.ledger.postgres.OwnServer;

/** {@code ./hub move-ledger}: the hub goes on with the same messages in the other database, and sends none twice. */
@Timeout(300)
class MoveLedgerIT {

    private static final Duration START = Duration.ofSeconds(120);

    private static Map<String, String> message(int i) {
        return Map.of("to", String.format("+4860%07d", i), "from", "12345", "text", "zażółć " + i, "ref", "mv-" + i);
    }

    /** What was printed, and the exit status in the last line. */
    private static String move(HubSite site, String where) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Packaged.home().resolve("hub").toString(),
                        "move-ledger",
                        where,
                        "--config",
                        site.config().toString())
                .redirectErrorStream(true);
        builder.environment().putAll(site.environment());
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said + "ends with " + process.exitValue();
    }

    @Test
    void thereAndBackTheHubGoesOnWithAllThatItHad() throws Exception {
        Ledgers.assumeFiles();
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        try (OwnServer server = OwnServer.start();
                SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(Packaged.home(), sink.port(), Map.of())) {
            Packaged.quickStart(site);
            assertThat(move(site, "postgresql"))
                    .contains("hub.ledger.url names no database")
                    .endsWith("ends with 1");
            HubProcess hub = site.start(START);
            Api api = new Api(site);
            Map<Integer, String> ids = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                assertThat(api.ended(message(i)).path("state").asText()).isEqualTo("DELIVERED");
                ids.put(i, api.post(message(i)).id());
            }
            site.property("hub.ledger.url", server.url());
            assertThat(move(site, "postgresql"))
                    .contains("Another hub works with the data folder")
                    .endsWith("ends with 1");
            hub.stop(START);

            assertThat(move(site, "postgresql"))
                    .contains(
                            "part 20,",
                            "moved and compared",
                            "left: " + site.data().resolve("ledger.db.moved"))
                    .endsWith("ends with 0");
            assertThat(site.data().resolve("ledger.db")).doesNotExist();
            hub = site.start(START);
            same(api, ids);
            assertThat(api.ended(message(20)).path("state").asText()).isEqualTo("DELIVERED");
            ids.put(20, api.post(message(20)).id());
            hub.stop(START);

            assertThat(move(site, "sqlite"))
                    .contains("part 21,", "left: PostgreSQL 1", "with a table moved")
                    .endsWith("ends with 0");
            assertThat(move(site, "sqlite")).contains("was moved from here").endsWith("ends with 1");
            HubProcess refused = site.launch();
            assertThat(refused.awaitExit(START)).isNotZero();
            assertThat(Files.readString(site.log())).contains("drop table moved");
            site.property("hub.ledger.url", "");
            site.start(START);
            same(api, ids);
            assertThat(api.ended(message(21)).path("state").asText()).isEqualTo("DELIVERED");
            assertThat(sink.submits()).as("each once").isEqualTo(22);
        }
    }

    private static void same(Api api, Map<Integer, String> ids) throws Exception {
        for (Map.Entry<Integer, String> one : ids.entrySet()) {
            assertThat(api.get(one.getValue()).state()).isEqualTo("DELIVERED");
            assertThat(api.post(message(one.getKey())).id())
                    .as("the same reference")
                    .isEqualTo(one.getValue());
        }
    }
}
