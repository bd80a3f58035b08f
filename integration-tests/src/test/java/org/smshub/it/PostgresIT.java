package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.ledger.postgres.OwnServer;

/** The packaged hub with its ledger on PostgreSQL: it sends and finds, waits for a server that is away, and finds all again after a kill. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
class PostgresIT {

    private static final String AWAY = "the database does not answer";
    private static final Duration START = Duration.ofSeconds(120);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Map<String, String> message(int i) {
        return Map.of("to", String.format("+4860%07d", i), "from", "12345", "text", "zażółć " + i, "ref", "pg-" + i);
    }

    @Test
    void sendsAndFindsWhateverBecomesOfServerAndHub() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        try (OwnServer server = OwnServer.start();
                SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(Packaged.home(), sink.port(), Map.of())) {
            Packaged.quickStart(site);
            site.property("hub.ledger.url", server.url());
            HubProcess hub = site.start(START);
            Api api = new Api(site);
            Map<Integer, String> ids = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                assertThat(api.ended(message(i)).path("state").asText()).isEqualTo("DELIVERED");
                ids.put(i, api.post(message(i)).id());
            }
            assertThat(site.data().resolve("ledger.db")).as("no file of SQLite").doesNotExist();
            String said = Files.readString(site.log());
            assertThat(said).contains("The ledger is in PostgreSQL", "synchronous_commit = on");
            HttpResponse<String> health = hub.get(site.management("/observe/health?data=true"));
            assertThat(health.statusCode()).as(health.body()).isEqualTo(200);
            assertThat(health.body()).contains("PostgreSQL", "\"synchronousCommit\"");

            server.stop();
            Api.Answer refused = api.post(message(100));
            assertThat(refused.status()).as("%s", refused.body()).isEqualTo(503);
            assertThat(api.get(ids.get(1)).status()).isEqualTo(503);
            assertThat(hub.get(site.management("/observe/health/ready")).statusCode())
                    .isEqualTo(503);
            assertThat(Files.readString(site.log()))
                    .as("the ledger has said why; a line for each request would be a flood")
                    .doesNotContain("A request failed");
            server.up();
            await().atMost(PATIENCE).until(() -> api.post(message(100)).status() == 202);
            assertThat(api.ended(message(100)).path("state").asText()).isEqualTo("DELIVERED");
            await().atMost(PATIENCE)
                    .until(() ->
                            hub.get(site.management("/observe/health/ready")).statusCode() == 200);

            hub.kill();
            site.start(START);
            for (int i = 0; i < 20; i++) {
                assertThat(api.get(ids.get(i)).state()).isEqualTo("DELIVERED");
                assertThat(api.post(message(i)).id()).as("the same reference").isEqualTo(ids.get(i));
            }
            assertThat(api.ended(message(101)).path("state").asText()).isEqualTo("DELIVERED");
            assertThat(sink.submits()).as("each once").isEqualTo(22);
        }
    }

    /** It says why, once; lives, and is not ready; and is as soon as the server is there. */
    @Test
    void aStartWaitsForItsDatabase() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        try (OwnServer server = OwnServer.start();
                SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(Packaged.home(), sink.port(), Map.of())) {
            Packaged.quickStart(site);
            site.property("hub.ledger.url", server.url());
            site.property("hub.ledger.password", "of-nobody");
            server.stop();
            HubProcess hub = site.launch();
            await().atMost(START).until(() -> Files.readString(site.log()).contains(AWAY));
            await().atMost(PATIENCE).ignoreExceptions().until(() -> status(site, "live") == 200);
            HttpResponse<String> ready = http(site, "ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body()).contains(AWAY);
            server.up();
            hub.awaitReady(START);
            await().atMost(PATIENCE).until(() -> status(site, "ready") == 200);
            assertThat(new Api(site).ended(message(1)).path("state").asText()).isEqualTo("DELIVERED");
            assertThat(Files.readString(site.log()))
                    .containsOnlyOnce(AWAY)
                    .contains("jdbc:postgresql://")
                    .doesNotContain("of-nobody");
        }
    }

    @Test
    void aStartThatWaitsEndsAtOnceWhenItIsTold() throws Exception {
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(Packaged.home(), sink.port(), Map.of())) {
            Packaged.quickStart(site);
            site.property("hub.ledger.url", "jdbc:postgresql://127.0.0.1:" + HubSite.freePort() + "/ledger");
            HubProcess hub = site.launch();
            await().atMost(START).until(() -> Files.readString(site.log()).contains(AWAY));
            assertThat(hub.stop(Duration.ofSeconds(10))).isEqualTo(143);
        }
    }

    /** That no waiting mends. */
    @Test
    void aStartWithTheWrongDatabaseEndsInOneLine() throws Exception {
        assumeThat(OwnServer.isThere()).as("Debian's postgresql").isTrue();
        try (OwnServer server = OwnServer.start();
                SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(Packaged.home(), sink.port(), Map.of())) {
            Packaged.quickStart(site);
            site.property("hub.ledger.url", server.url().replace("/ledger?", "/leger?"));
            assertThat(site.launch().awaitExit(START)).isEqualTo(1);
            assertThat(Files.readString(site.log()))
                    .contains("hub: cannot start: ", "the database of hub.ledger.url does not exist");
        }
    }

    private static int status(HubSite site, String probe) throws Exception {
        return http(site, probe).statusCode();
    }

    /** Of who has no key yet. */
    private static HttpResponse<String> http(HubSite site, String probe) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(site.management("/observe/health/" + probe))
                                .timeout(Duration.ofSeconds(10))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }
}
