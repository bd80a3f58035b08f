package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.cimd2.Packet;
import org.smshub.cimd2.PlainClient;
import org.smshub.it.centre.Cimd2Applications;
import org.smshub.line.Kannel;
import org.smshub.line.Tap;

/** The whole hub by CIMD2: its link to the built-in centre, and applications that log in, Kannel among them. */
@Timeout(120)
class Cimd2IT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OWN_NUMBER = "2345";
    private static final String LONG = "Something long comes back in parts and arrives whole: € and {}. ".repeat(5);

    private static HubSite site;
    private static HubProcess hub;
    private static Api api;
    private static int port;
    private static Tap line;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        port = HubSite.freePort();
        site = HubSite.create(Packaged.home(), 1, Map.of());
        Packaged.quickStart(site);
        uncomment(site);
        Map<String, String> environment = new HashMap<>(
                Map.of("HUB_LINKS_DEFAULT", "simulator-cimd2", "HUB_SIMULATOR", "true", "HUB_CIMD2", "true"));
        environment.put("HUB_CIMD2_PORT", Integer.toString(port));
        for (String simulator : List.of("", "_UCP", "_CIMD2")) {
            environment.put("HUB_SIMULATOR" + simulator + "_PORT", Integer.toString(HubSite.freePort()));
        }
        site.environment().putAll(environment);
        Path clients = site.config().resolve("clients.yaml");
        Files.writeString(
                clients, Files.readString(clients).replace("  - id: demo\n", "  - id: demo\n    events: cimd2\n"));
        Files.writeString(site.config().resolve("simulator.yaml"), """
                  - number: "*880001"
                    incoming: {text: "%s", outOfOrder: true}
                  - number: "*880002"
                    receipts: [{after: 1500}]
                    incoming: {text: "while you were away", after: 100}
                """.formatted(LONG), StandardOpenOption.APPEND);
        hub = site.start(PATIENCE);
        api = new Api(site);
        line = new Tap(port);
    }

    /** Does to links.properties what docs/cimd2.md tells to do. */
    private static void uncomment(HubSite site) throws IOException {
        String shipped = Files.readString(Packaged.home().resolve("config/links.properties"));
        String wanted = shipped.replace("#camel.routeTemplate[simulator-cimd2", "camel.routeTemplate[simulator-cimd2");
        assertThat(wanted).as("the commented CIMD2 link").isNotEqualTo(shipped);
        Files.writeString(site.config().resolve("links.properties"), wanted);
    }

    @AfterAll
    static void stop() throws Exception {
        line.close();
        site.close();
    }

    private static String password() throws IOException {
        return Files.readString(site.data().resolve("demo.password")).strip();
    }

    @Test
    void aMessageByHttpGoesByCimd2AndIsDelivered() throws Exception {
        JsonNode message = api.ended(Map.of("to", "+48600100200", "from", OWN_NUMBER, "text", "hello"));
        assertThat(message.path("state").asText()).isEqualTo("DELIVERED");
        JsonNode part = message.path("parts").path(0);
        assertThat(part.path("link").asText()).isEqualTo("simulator-cimd2");
        assertThat(part.path("remoteId").asText()).matches("\\+48600100200:\\d{12}");
        assertThat(part.path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void aLongMessageWithAnEmojiGoesInThreeParts() throws Exception {
        String text = "🙂 " + "w".repeat(180);
        JsonNode message = api.ended(Map.of("to", "+48600100201", "from", "ACME", "text", text));
        assertThat(message.path("state").asText()).isEqualTo("DELIVERED");
        assertThat(message.path("encoding").asText()).isEqualTo("UCS2");
        assertThat(message.path("parts")).hasSize(3);
        assertThat(message.path("parts").findValuesAsText("remoteId")).doesNotHaveDuplicates();
    }

    /** The scenarios of the built-in centre, bad manners included, mean by CIMD2 what they mean by SMPP. */
    @ParameterizedTest
    @CsvSource({
        "990001,FAILED",
        "990012,UNKNOWN",
        "990013,UNKNOWN",
        "990022,UNDELIVERABLE",
        "990023,EXPIRED",
        "990024,DELIVERED",
        "990025,DELIVERED",
        "990028,DELIVERED"
    })
    void scenarios(String number, String state) throws Exception {
        JsonNode message =
                api.ended(Map.of("to", "+48600" + number, "from", OWN_NUMBER, "text", "scenario"), "UNKNOWN");
        JsonNode part = message.path("parts").path(0);
        if (state.equals("UNKNOWN")) {
            // the centre took it, and the receipt of what it took may have settled it since
            assertThat(part.path("history").path(0).path("outcome").asText())
                    .as("%s", message)
                    .isEqualTo("UNKNOWN");
        } else {
            assertThat(message.path("state").asText()).as("%s", message).isEqualTo(state);
        }
        if (number.equals("990001")) {
            assertThat(part.path("errorCode").asText()).isEqualTo("cimd2:300");
        }
    }

    @Test
    void anApplicationIsToldWhatIsWrong() throws Exception {
        try (PlainClient client = Cimd2Applications.connect(port)) {
            assertThat(client.login("demo", "wrong").get(900)).isEqualTo("100");
            client.expectEnd();
        }
        try (PlainClient client = Cimd2Applications.connect(port)) {
            assertThat(client.login("demo", password())).isEqualTo(Packet.of(51, 1));
            assertThat(client.ask(3, "021:99", "033:x").get(900)).isEqualTo("300");
            assertThat(client.ask(3, "021:+48600100203", "033:").get(900)).isEqualTo("302");
            assertThat(client.ask(4, "021:+48600100203", "060:260131120001").get(900))
                    .isEqualTo("7");
            assertThat(client.ask(5, "068:0").get(66)).isEqualTo("0");
            assertThat(client.ask(2).operation()).isEqualTo(52);
        }
    }

    @Test
    void whatWaitsIsCancelledByItsDestinationAndTime() throws Exception {
        try (PlainClient client = Cimd2Applications.connect(port)) {
            assertThat(client.login("demo", password())).isEqualTo(Packet.of(51, 1));
            String time = client.ask(3, "021:+48600100209", "023:" + OWN_NUMBER, "054:900101000000", "033:later")
                    .get(60);
            assertThat(client.ask(6, "059:2", "021:+48600100209", "060:" + time).operation())
                    .isEqualTo(56);
            assertThat(client.ask(6, "059:2", "021:+48600100209", "060:" + time).get(900))
                    .isEqualTo("9");
        }
    }

    @Test
    void whatComesInReachesTheApplication() throws Exception {
        try (PlainClient client = Cimd2Applications.connect(port)) {
            assertThat(client.login("demo", password())).isEqualTo(Packet.of(51, 1));
            client.send(3, "021:+48600990031", "023:" + OWN_NUMBER, "056:0", "033:echo _Oa _XXe");
            assertThat(client.delivered().operation()).isEqualTo(53);
            Packet message = client.delivered();
            assertThat(message.operation()).isEqualTo(20);
            assertThat(message.get(21)).isEqualTo(OWN_NUMBER);
            assertThat(message.get(23)).isEqualTo("+48600990031");
            assertThat(text(message)).isIn("echo @ €", "echo _Oa _XXe");
            client.respond(message);
        }
    }

    private static String text(Packet message) {
        return message.get(33) != null
                ? message.get(33)
                : new String(HexFormat.of().parseHex(message.get(34)), StandardCharsets.UTF_16BE);
    }

    @Test
    void kannelSendsGetsItsReceiptsAndMessagesAndLosesNoneWhileItIsAway() throws Exception {
        assumeTrue(Kannel.isInstalled(), "Kannel is not installed (Debian package kannel)");
        try (Kannel kannel = new Kannel(directory, "cimd2", line.port(), "demo", password())) {
            send(kannel, "text", "+48600200001", Map.of("text", "Hello @ £ {€} World", "charset", "UTF-8"));
            send(
                    kannel,
                    "unicode",
                    "+48600200003",
                    Map.of("text", "Привет, мир 🙂", "coding", "2", "charset", "UTF-8"));
            send(kannel, "long", "+48600880001", Map.of("text", "say something long"));
            for (String ref : List.of("text", "unicode", "long")) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(kannel.reports(ref)).contains("8", "1"));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(texts(kannel)).contains(LONG.trim()));
            send(kannel, "away", "+48600880002", Map.of("text", "hello"));
            await().atMost(PATIENCE).until(() -> kannel.reports("away").contains("8"));
            line.cut();
            assertThat(kannel.reports("away")).as("no receipt yet").doesNotContain("1");
            hub.stop(PATIENCE);
            hub = site.start(PATIENCE);
            line.mend();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(kannel.reports("away")).endsWith("1");
                assertThat(texts(kannel)).contains("while you were away");
            });
        }
    }

    private static void send(Kannel kannel, String ref, String to, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(Map.of("ref", ref, "to", to, "from", OWN_NUMBER));
        all.putAll(parameters);
        await().atMost(PATIENCE).until(() -> kannel.send(all));
    }

    private static List<String> texts(Kannel kannel) {
        return kannel.messages().stream().map(Kannel::text).map(String::trim).toList();
    }
}
