package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.bench.Submit;
import org.smshub.line.Kannel;

/** The preset for Kannel's sendsms against Kannel itself: hub, smsbox, bearerbox, a centre by SMPP, and the way back. */
@Timeout(240)
class KannelLinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "0123456789abcdef0123";
    private static final List<Submit> SUBMITS = new CopyOnWriteArrayList<>();

    @TempDir
    private static Path directory;

    private static SmppSink centre;
    private static Kannel kannel;
    private static HubSite site;
    private static HubProcess hub;
    private static Api api;
    private static int fakePort;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Kannel.isInstalled(), "Kannel is not installed (Debian package kannel)");
        centre = new SmppSink(SmppSink.Settings.FAST, SUBMITS::add);
        site = HubSite.create(Packaged.home(), centre.port(), Map.of());
        fakePort = Kannel.freePort();
        kannel = new Kannel(directory, """
            group = smsc
            smsc = smpp
            smsc-id = centre
            host = 127.0.0.1
            port = %d
            transceiver-mode = true
            smsc-username = bench
            smsc-password = bench
            system-type = VMA
            reconnect-delay = 1

            group = smsc
            smsc = fake
            smsc-id = phones
            host = 127.0.0.1
            port = %d
            connect-allow-ip = 127.0.0.1
            allowed-smsc-id = nobody

            group = sms-service
            keyword = hub
            catch-all = true
            max-messages = 0
            get-url = "%s?from=%%p&to=%%P&text=%%b&charset=%%C&time=%%T"
            """.formatted(centre.port(), fakePort, site.api("/providers/kannel/" + SECRET)));
        Path links = site.config().resolve("links.properties");
        List<String> lines = new ArrayList<>(Files.readAllLines(links));
        String block = "camel.routeTemplate[kannel].";
        new TreeMap<>(Map.of(
                        "templateId", "http-link",
                        "routeId", "link-kannel",
                        "name", "kannel",
                        "provider", "kannel",
                        "url", "http://127.0.0.1:" + kannel.sendPort(),
                        "user", "test",
                        "password", "test",
                        "carries", "GSM7,UCS2,BINARY",
                        "callback", site.api("").toString(),
                        "callbackSecret", SECRET))
                .forEach((option, value) -> lines.add(block + option + " = " + value));
        Files.write(links, lines);
        site.property("hub.links.default", "kannel");
        Packaged.quickStart(site);
        hub = site.start(PATIENCE);
        api = new Api(site);
        await().atMost(PATIENCE).until(() -> centre.bound() >= 2);
    }

    @AfterAll
    static void stop() throws Exception {
        if (kannel != null) {
            kannel.close();
            site.close();
            centre.close();
        }
    }

    private static List<Submit> submits(String to) {
        return SUBMITS.stream().filter(s -> s.to().endsWith(to.substring(3))).toList();
    }

    @Test
    void aTextIsDelivered() throws Exception {
        JsonNode message = api.ended(Map.of("to", "+48600200001", "from", "2345", "text", "Hello @ £ {€} World"));
        assertThat(message.path("state").asText()).as("%s", message).isEqualTo("DELIVERED");
        assertThat(message.path("parts").path(0).path("remoteId").asText())
                .isEqualTo(message.path("id").asText());
        assertThat(submits("+48600200001")).hasSize(1);
    }

    @Test
    void unicodeArrivesAsItWasWritten() throws Exception {
        String text = "Привет, мир 🙂 & 100% +1";
        JsonNode message = api.ended(Map.of("to", "+48600200002", "from", "ACME", "text", text));
        assertThat(message.path("state").asText()).as("%s", message).isEqualTo("DELIVERED");
        Submit submit = submits("+48600200002").get(0);
        assertThat(submit.dataCoding()).isEqualTo(8);
        assertThat(new String(submit.text(), StandardCharsets.UTF_16BE)).isEqualTo(text);
        assertThat(submit.from()).isEqualTo("ACME");
    }

    @Test
    void aLongOneGoesWholeAndKannelCutsIt() throws Exception {
        String text = "A long message. ".repeat(20).trim();
        JsonNode message = api.ended(Map.of("to", "+48600200003", "from", "2345", "text", text));
        assertThat(message.path("state").asText()).as("%s", message).isEqualTo("DELIVERED");
        assertThat(message.path("parts")).hasSize(1);
        assertThat(submits("+48600200003").size()).isGreaterThan(1);
    }

    @Test
    void octetsWithTheirHeader() throws Exception {
        JsonNode message =
                api.ended(Map.of("to", "+48600200004", "from", "2345", "data", "de00ff25", "udh", "0605040b8423f0"));
        assertThat(message.path("state").asText()).as("%s", message).isEqualTo("DELIVERED");
        Submit submit = submits("+48600200004").get(0);
        assertThat(submit.esmClass() & 0x40).isEqualTo(0x40);
        assertThat(java.util.HexFormat.of().formatHex(submit.text())).isEqualTo("0605040b8423f0de00ff25");
    }

    @Test
    void aWrongLoginIsTheLinks() throws Exception {
        // by its own words: tested against the stand-in, too; here only that Kannel says what the file expects
        var answer = java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + kannel.sendPort()
                                        + "/cgi-bin/sendsms?username=test&password=wrong&to=1&text=x"))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("Authorization");
    }

    @Test
    void aPhoneAnswers() throws Exception {
        Process phone = new ProcessBuilder(
                        "/usr/lib/kannel/test/fakesmsc",
                        "-H",
                        "127.0.0.1",
                        "-r",
                        Integer.toString(fakePort),
                        "-m",
                        "1",
                        "+48600200009 2345 text hub says hello")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("fakesmsc.log").toFile())
                .start();
        try {
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode incoming = new ObjectMapper()
                        .readTree(hub.get(site.api("/v1/incoming?from=%2B48600200009"))
                                .body());
                assertThat(incoming.path("messages")).as("%s", incoming).hasSize(1);
                assertThat(incoming.path("messages").path(0).path("text").asText())
                        .isEqualTo("hub says hello");
            });
        } finally {
            phone.destroy();
        }
    }
}
