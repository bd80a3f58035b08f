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
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.line.Kannel;
import org.smshub.line.Tap;
import org.smshub.text.Hex;
import org.smshub.ucp.PlainClient;
import org.smshub.ucp.codec.UcpFrame;

/** The whole hub by UCP: its link to the built-in centre, and Kannel as the application that is logged in. */
@Timeout(120)
class UcpIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String OWN_NUMBER = "2345";
    private static final String LONG = "Something long comes back in parts and arrives whole: € and {}. ".repeat(5);

    private static HubSite site;
    private static HubProcess hub;
    private static Api api;
    private static int port;
    private static Tap line;
    private static Kannel kannel;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        port = Kannel.freePort();
        int centre = Kannel.freePort();
        site = HubSite.create(Packaged.home(), 1, Map.of());
        Packaged.quickStart(site);
        UcpLinks.uncomment(site);
        site.environment()
                .putAll(Map.of(
                        "HUB_LINKS_DEFAULT",
                        "simulator-ucp",
                        "HUB_SIMULATOR",
                        "true",
                        "HUB_SIMULATOR_PORT",
                        Integer.toString(Kannel.freePort()),
                        "HUB_SIMULATOR_UCP_PORT",
                        Integer.toString(centre),
                        "HUB_UCP",
                        "true",
                        "HUB_UCP_PORT",
                        Integer.toString(port)));
        site.environment().put("HUB_SIMULATOR_CIMD2_PORT", Integer.toString(Kannel.freePort()));
        Path clients = site.config().resolve("clients.yaml");
        Files.writeString(
                clients, Files.readString(clients).replace("  - id: demo\n", "  - id: demo\n    events: ucp\n"));
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
        if (Kannel.isInstalled()) {
            kannel = new Kannel(directory, "emi", line.port(), "demo", password());
        }
    }

    @AfterAll
    static void stop() throws Exception {
        if (kannel != null) {
            kannel.close();
        }
        line.close();
        site.close();
    }

    private static String password() throws IOException {
        return Files.readString(site.data().resolve("demo.password")).strip();
    }

    @Test
    void aMessageByHttpGoesByUcpAndIsDelivered() throws Exception {
        JsonNode message = api.ended(Map.of("to", "+48600100200", "from", OWN_NUMBER, "text", "hello"));
        assertThat(message.path("state").asText()).isEqualTo("DELIVERED");
        JsonNode part = message.path("parts").path(0);
        assertThat(part.path("link").asText()).isEqualTo("simulator-ucp");
        assertThat(part.path("remoteId").asText()).matches("0048600100200:\\d{12}");
        assertThat(part.path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void aLongMessageWithAnEmojiGoesInThreeParts() throws Exception {
        String text = "🙂 " + "w".repeat(180);
        JsonNode message = api.ended(Map.of("to", "+48600100201", "from", "ACME", "text", text));
        assertThat(message.path("state").asText()).isEqualTo("DELIVERED");
        assertThat(message.path("encoding").asText()).isEqualTo("UCS2");
        assertThat(message.path("parts")).hasSize(3).allSatisfy(part -> {
            assertThat(part.path("state").asText()).isEqualTo("DELIVERED");
            assertThat(part.path("remoteId").asText()).matches("0048600100201:\\d{12}");
        });
        assertThat(message.path("parts").findValuesAsText("remoteId")).doesNotHaveDuplicates();
    }

    @Test
    void aRefusedMessageFailsWithTheCode() throws Exception {
        JsonNode message = api.ended(Map.of("to", "+48600990001", "from", OWN_NUMBER, "text", "refused"));
        assertThat(message.path("state").asText()).isEqualTo("FAILED");
        assertThat(message.path("parts").path(0).path("errorCode").asText()).isEqualTo("ucp:06");
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        try (PlainClient client = UcpLinks.connect(port)) {
            UcpFrame answer = client.login("demo", "wrong");
            assertThat(answer.fields().subList(0, 2)).containsExactly("N", "07");
            client.expectEnd();
        }
        try (PlainClient client = UcpLinks.connect(port)) {
            assertThat(client.login("demo", password()).fields()).startsWith("A");
        }
    }

    /** 54 and 56 name a message by its recipient and time. */
    @Test
    void whatWaitsIsModifiedAndDeleted() throws Exception {
        try (PlainClient client = UcpLinks.connect(port)) {
            client.login("demo", password());
            // deferred to 2090
            client.send(1, 51, "0048600100219/2345/////////1/0101900000///////3//" + hex("first") + "/////////////");
            String id = client.next().fields().get(2);
            String scts = id.split(":")[1];
            client.send(2, 54, "0048600100219/2345/////////////" + scts + "////3//" + hex("second") + "/////////////");
            assertThat(client.next().fields()).startsWith("A");
            assertThat(rows("+48600100219")).containsExactly("2345 QUEUED simulator-ucp GSM7 second");
            String stamp = scts.substring(4, 6) + scts.substring(2, 4) + scts.substring(0, 2) + scts.substring(6);
            String delete = "0048600100219/2345/////////////////3//" + hex(stamp) + "/////////////";
            client.send(3, 56, delete);
            assertThat(client.next().fields()).startsWith("A");
            assertThat(rows("+48600100219")).containsExactly("2345 CANCELLED simulator-ucp GSM7 second");
            client.send(4, 56, delete);
            assertThat(client.next().fields().subList(0, 2)).containsExactly("N", "27");
            client.send(5, 54, "0048600100219/2345/////////////010100000000////3//" + hex("x") + "/////////////");
            assertThat(client.next().fields().subList(0, 2)).containsExactly("N", "27");
        }
    }

    private static String hex(String text) {
        return Hex.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void kannelSendsAndGetsItsReceipts() throws Exception {
        requireKannel();
        send("text", "0048600200001", Map.of("text", "Hello @ £ {€} World", "charset", "UTF-8"));
        send("name", "0048600200002", Map.of("text", "from a name", "from", "MyBrand"));
        send("unicode", "0048600200003", Map.of("text", "Привет, мир 🙂", "coding", "2", "charset", "UTF-8"));
        String longText = "A long message. ".repeat(15).trim();
        send("long", "0048600200004", Map.of("text", longText));
        send("wrong", "99", Map.of("text", "no such number"));
        // Kannel finds its message by the AdC:SCTS of the notification
        for (String ref : List.of("text", "name", "unicode", "long")) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(kannel.reports(ref)).contains("8", "1"));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(kannel.reports("wrong")).containsExactly("16"));
        assertThat(rows("+48600200001")).containsExactly("2345 DELIVERED simulator-ucp GSM7 Hello @ £ {€} World");
        assertThat(rows("+48600200002")).containsExactly("MyBrand DELIVERED simulator-ucp GSM7 from a name");
        assertThat(rows("+48600200003")).containsExactly("2345 DELIVERED simulator-ucp UCS2 Привет, мир 🙂");
        // of a long message Kannel wants the receipt of one part only
        List<String> parts = rows("+48600200004");
        assertThat(parts).hasSize(2).anyMatch(row -> row.startsWith("2345 DELIVERED simulator-ucp GSM7 "));
        assertThat(parts.stream()
                        .map(row -> row.replaceFirst("2345 (DELIVERED|SENT) simulator-ucp GSM7 ", ""))
                        .collect(Collectors.joining()))
                .isEqualTo(longText);
    }

    @Test
    void messagesToItsNumberReachKannel() throws Exception {
        requireKannel();
        send("echo", "0048600990031", Map.of("text", "back to me, Ж 🙂", "coding", "2", "charset", "UTF-8"));
        send("long-mo", "0048600880001", Map.of("text", "say something long"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(texts()).contains("back to me, Ж 🙂", LONG.trim()));
        assertThat(kannel.messages())
                .filteredOn(m -> Kannel.text(m).startsWith("back"))
                .allSatisfy(m -> {
                    assertThat(m.get("from")).contains("48600990031");
                    assertThat(m.get("to")).isEqualTo(OWN_NUMBER);
                });
    }

    @Test
    void whatWaitsIsDeliveredWhenTheHubAndTheLineAreBack() throws Exception {
        requireKannel();
        send("away", "0048600880002", Map.of("text", "hello"));
        await().atMost(PATIENCE).until(() -> kannel.reports("away").contains("8"));
        line.cut();
        await().atMost(PATIENCE).until(() -> rows("+48600880002").toString().contains("DELIVERED"));
        await().atMost(PATIENCE).until(() -> count("event", "kind = 'MESSAGE'") == 1);
        assertThat(kannel.reports("away")).as("no receipt yet").doesNotContain("1");
        hub.stop(PATIENCE);
        hub = site.start(PATIENCE);
        line.mend();
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(kannel.reports("away")).endsWith("1");
            assertThat(texts()).contains("while you were away");
        });
        await().atMost(PATIENCE).until(() -> count("event", "1 = 1") == 0);
        assertThat(kannel.reports("away").stream().filter("1"::equals)).hasSize(1);
        assertThat(texts().stream().filter("while you were away"::equals)).hasSize(1);
    }

    private static void requireKannel() {
        assumeTrue(Kannel.isInstalled(), "Kannel is not installed (Debian package kannel)");
    }

    private static void send(String ref, String to, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(Map.of("ref", ref, "to", to, "from", OWN_NUMBER));
        all.putAll(parameters);
        await().atMost(PATIENCE).until(() -> kannel.send(all));
    }

    private static List<String> texts() {
        return kannel.messages().stream().map(Kannel::text).map(String::trim).toList();
    }

    /** Sender, state, link, encoding and text of what the hub sent to a number. */
    private static List<String> rows(String recipient) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection ledger = ledger();
                ResultSet rows = ledger.createStatement()
                        .executeQuery("select sender || ' ' || state || ' ' || link || ' ' || encoding || ' ' || body"
                                + " from messages where recipient = '" + recipient + "' order by udh, id")) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static int count(String table, String condition) throws SQLException {
        try (Connection ledger = ledger();
                ResultSet rows = ledger.createStatement()
                        .executeQuery("select count(*) from " + table + " where " + condition)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static Connection ledger() throws SQLException {
        return Ledgers.connect(site);
    }
}
