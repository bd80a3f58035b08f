package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;

/** {@code ./hub explain}, before a hub has ever run and beside one that does, and what that one says itself. */
@Timeout(300)
class ExplainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String NUMBERS = """
            prefix,links,cost,sender,rule
            +48,sink,0.021,,poland
            +4860,sink second,0.019,ACME,
            +882,-,,,satellites
            """;

    /** What was printed, and the exit status in the last line. */
    private static String explain(HubSite site, Path home, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("hub").toString(),
                "explain",
                "--config",
                site.config().toString(),
                "--routes",
                site.routes().toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(site.environment());
        builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1");
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return said + "ends with " + process.exitValue();
    }

    /** Other hubs may work with it: whoever asks is none of them. */
    @Test
    void asksNoDatabase() throws Exception {
        Path home = Packaged.home();
        try (ServerSocket database = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HubSite site = HubSite.create(home, 1, java.util.Map.of())) {
            String url = "jdbc:postgresql://127.0.0.1:" + database.getLocalPort() + "/ledger";
            site.property("hub.ledger.url", url);
            site.property("hub.nodes", "true");
            site.property("hub.nodes.split", "sink:2");
            assertThat(explain(site, home, "+48600100200"))
                    .contains("links    sink")
                    .endsWith("ends with 0");
            site.environment().putAll(java.util.Map.of("HUB_LEDGER_URL", url, "HUB_NODES", "true"));
            assertThat(explain(site, home, "+48600100200")).endsWith("ends with 0");
            database.setSoTimeout(1);
            assertThatThrownBy(database::accept).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void tellsTheRuleAndWhyNotTheOthers() throws Exception {
        Path home = Packaged.home();
        try (SmppSink sink = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = HubSite.create(home, sink.port(), java.util.Map.of())) {
            site.property("hub.routing.numbers", "true");
            site.property("hub.routing.optOut", "true");
            site.property("hub.routing.keywords", "true");
            Files.writeString(site.config().resolve("numbers.csv"), NUMBERS);
            List<String> links =
                    new ArrayList<>(Files.readAllLines(site.config().resolve("links.properties")));
            for (String line : List.copyOf(links)) {
                for (String name : List.of("second", "third")) {
                    links.add(line.replace("[sink]", "[" + name + "]")
                            .replace("link-sink", "link-" + name)
                            .replace("name = sink", "name = " + name));
                }
            }
            Files.write(site.config().resolve("links.properties"), links);

            String before = explain(site, home, "+48600100200", "--from", "SHOP", "--client", "demo", "hello");
            assertThat(before)
                    .contains("message  to +48600100200 from ACME")
                    .contains("links    sink, second (in this order)")
                    .contains("plan     GSM7, 1 part, 5 octets")
                    .contains("rule     numbers +4860")
                    .contains("numbers.csv:3: sink, second (sink;second at 0.019), sender ACME")
                    .contains("numbers.csv:2: not poland, a shorter prefix")
                    .contains("routing.camel.yaml:")
                    .contains("third: no step names it")
                    .endsWith("ends with 0");
            assertThat(site.data()).as("nothing is written").doesNotExist();
            assertThat(explain(site, home, "+882160012345"))
                    .contains("refused  Nothing is sent to this number (rule satellites)")
                    .endsWith("ends with 1");
            assertThat(explain(site, home, "not a number"))
                    .contains("refused  'not a number' is no phone number")
                    .endsWith("ends with 1");
            assertThat(explain(site, home, "--form"))
                    .contains("unknown option --form")
                    .endsWith("ends with 2");

            Packaged.quickStart(site);
            HubProcess hub = site.start(PATIENCE);
            assertThat(explain(site, home, "+48600100200", "--from", "SHOP", "--client", "demo", "hello"))
                    .as("beside a hub that has the ledger open")
                    .isEqualTo(before);
            assertThat(post(site, "?dryRun=true", "+48600100200"))
                    .contains("\"rule\":\"numbers +4860\"")
                    .contains("numbers.csv:2: not poland, a shorter prefix");
            String id = post(site, "", "+48500100200").replaceAll("(?s).*\"id\":\"([0-9A-Z]+)\".*", "$1");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            hub.get(site.api("/v1/messages/" + id)).body())
                    .contains("sink by poland"));
            hub.stop(Duration.ofSeconds(30));
        }
    }

    private static String post(HubSite site, String query, String to) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(site.api("/v1/messages" + query))
                                .header("Authorization", "Bearer " + site.apiKey())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"to\":\"" + to + "\",\"from\":\"SHOP\",\"text\":\"hello\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        return answer.body();
    }
}
