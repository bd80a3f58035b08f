package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.bench.HubSite;
import org.smshub.cimd2.Packet;
import org.smshub.cimd2.PlainClient;
import org.smshub.it.centre.Cimd2Applications;

/** The whole hub by a virtual modem: its link to the built-in centre, and an application that hears what comes in. */
@Timeout(180)
class ModemIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OWN_NUMBER = "2345";
    private static final String LONG = "Something long comes back in parts and arrives whole: € and {}. ".repeat(5);

    private static HubSite site;
    private static Api api;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        port = HubSite.freePort();
        site = HubSite.create(Packaged.home(), 1, Map.of());
        Packaged.quickStart(site);
        uncomment();
        Map<String, String> environment = site.environment();
        environment.putAll(Map.of(
                "HUB_LINKS_DEFAULT",
                "simulator-modem",
                "HUB_SIMULATOR",
                "true",
                "HUB_CIMD2",
                "true",
                "HUB_CIMD2_PORT",
                Integer.toString(port)));
        for (String simulator : List.of("", "_UCP", "_CIMD2", "_MODEM")) {
            environment.put("HUB_SIMULATOR" + simulator + "_PORT", Integer.toString(HubSite.freePort()));
        }
        Path clients = site.config().resolve("clients.yaml");
        Files.writeString(
                clients,
                Files.readString(clients)
                        .replace("  - id: demo\n", "  - id: demo\n    events: cimd2\n")
                        .replace("2345", "+48600100100")); // of the virtual SIM card
        Files.writeString(site.config().resolve("simulator.yaml"), """
                  - number: "*880001"
                    incoming: {text: "%s", outOfOrder: true}
                """.formatted(LONG), StandardOpenOption.APPEND);
        site.start(PATIENCE);
        api = new Api(site);
    }

    /** Does to links.properties what docs/gsm-modems.md tells to do. */
    private static void uncomment() throws Exception {
        String shipped = Files.readString(Packaged.home().resolve("config/links.properties"));
        String wanted = shipped.replace("#camel.routeTemplate[simulator-modem", "camel.routeTemplate[simulator-modem");
        assertThat(wanted).as("the commented link of a virtual modem").isNotEqualTo(shipped);
        Files.writeString(
                site.config().resolve("links.properties"),
                wanted + "camel.routeTemplate[simulator-modem].number = +48600100100\n");
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    @Test
    void aMessageByHttpGoesByAModemAndIsDelivered() throws Exception {
        JsonNode message = api.ended(Map.of("to", "+48600100200", "from", OWN_NUMBER, "text", "hello @ €"));
        assertThat(message.path("state").asText()).isEqualTo("DELIVERED");
        JsonNode part = message.path("parts").path(0);
        assertThat(part.path("link").asText()).isEqualTo("simulator-modem");
        assertThat(part.path("remoteId").asText()).matches("\\d{4}:00100200:\\d{1,3}");
        assertThat(part.path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void aLongMessageWithAnEmojiGoesInThreeParts() throws Exception {
        JsonNode message = api.ended(Map.of("to", "+48600100201", "from", "ACME", "text", "🙂 " + "w".repeat(180)));
        assertThat(message.path("state").asText()).isEqualTo("DELIVERED");
        assertThat(message.path("encoding").asText()).isEqualTo("UCS2");
        assertThat(message.path("parts")).hasSize(3);
        assertThat(message.path("parts").findValuesAsText("remoteId")).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource({
        "990001,FAILED",
        "990022,UNDELIVERABLE",
        "990023,EXPIRED",
        "990024,DELIVERED",
        "990025,DELIVERED",
        "990028,DELIVERED"
    })
    void scenarios(String number, String state) throws Exception {
        JsonNode message = api.ended(Map.of("to", "+48600" + number, "from", OWN_NUMBER, "text", "scenario"));
        assertThat(message.path("state").asText()).isEqualTo(state);
        if (number.equals("990001")) {
            assertThat(message.path("parts").path(0).path("errorCode").asText()).isEqualTo("cms:1");
        }
    }

    @Test
    void whatComesInReachesTheApplication() throws Exception {
        String password = Files.readString(site.data().resolve("demo.password")).strip();
        try (PlainClient client = Cimd2Applications.connect(port)) {
            assertThat(client.login("demo", password)).isEqualTo(Packet.of(51, 1));
            assertThat(api.ended(Map.of("to", "+48600990031", "from", OWN_NUMBER, "text", "echo this"))
                            .path("state")
                            .asText())
                    .isEqualTo("DELIVERED");
            Packet message = delivered(client, "+48600990031");
            assertThat(text(message)).as("%s", message).isEqualTo("echo this");
            client.respond(message);
            api.ended(Map.of("to", "+48600880001", "from", OWN_NUMBER, "text", "say something long"));
            StringBuilder parts = new StringBuilder();
            while (parts.length() < LONG.trim().length()) {
                Packet part = delivered(client, "+48600880001");
                parts.append(
                        text(part).replace("_XXe", "€").replace("_XX(", "{").replace("_XX)", "}"));
                client.respond(part);
            }
            assertThat(parts.toString()).startsWith("Something long comes back").contains("arrives whole");
        }
    }

    private static String text(Packet message) {
        return message.get(33) != null
                ? message.get(33)
                : new String(HexFormat.of().parseHex(message.get(34)), StandardCharsets.UTF_16BE);
    }

    /** The next message from this number; receipts are acknowledged on the way. */
    private static Packet delivered(PlainClient client, String from) throws Exception {
        while (true) {
            Packet packet = client.delivered();
            if (packet.operation() == 20 && from.equals(packet.get(23))) {
                return packet;
            }
            client.respond(packet);
        }
    }
}
