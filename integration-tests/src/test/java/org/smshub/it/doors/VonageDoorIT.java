package org.smshub.it.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vonage.client.HttpConfig;
import com.vonage.client.VonageClient;
import com.vonage.client.auth.RequestSigning;
import com.vonage.client.auth.hashutils.HashUtil.HashType;
import com.vonage.client.sms.MessageStatus;
import com.vonage.client.sms.SmsSubmissionResponse;
import com.vonage.client.sms.SmsSubmissionResponseMessage;
import com.vonage.client.sms.messages.BinaryMessage;
import com.vonage.client.sms.messages.TextMessage;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

/** The door for clients of Vonage's SMS API: its SDKs for Java and Node, and requests by hand. */
@Timeout(300)
class VonageDoorIT {

    private static final String SECRET = DoorHub.PASSWORD;
    private static final String SIGNING = "signing-secret";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBERS = new AtomicInteger(1_000);

    @TempDir
    static Path folder;

    private static DoorHub hub;
    private static int nodePort;

    @BeforeAll
    static void start() throws Exception {
        hub = new DoorHub("vonage");
        nodePort = HubSite.freePort();
        Path secret = Files.writeString(folder.resolve("secret"), SIGNING);
        hub.client("app", """
                numbers: ["7548"]
                events: vonage
                doors:
                  vonage:
                    account: 0a1b2c3d
                    callbacks: true
                    incoming: "%s"
                    secrets: ["{{file:%s}}"]
                """.formatted(hub.called.url("/mo"), secret));
        hub.client("node", """
                numbers: ["7448"]
                events: vonage
                doors:
                  vonage:
                    account: nodekey
                    callbacks: "http://127.0.0.1:%d/"
                    incoming: "http://127.0.0.1:%1$d/mo"
                    method: JSON
                    secrets: ["%s"]
                    signature: SHA256
                """.formatted(nodePort, SIGNING));
        hub.client("form", """
                numbers: ["7549"]
                events: vonage
                senders: ["7549"]
                doors:
                  vonage: {receipts: "%s", incoming: "%s", method: POST, secrets: [%s], signature: SHA512}
                """.formatted(hub.called.url("/form"), hub.called.url("/formmo"), SIGNING));
        hub.client("slow", """
                rate: 0.01
                doors:
                  vonage: {account: slowkey}
                """);
        hub.client("closed", "");
        hub.start("/sms/json");
    }

    @AfterAll
    static void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
    }

    /** One that the centre delivers. */
    private static String number() {
        return "48604" + NUMBERS.incrementAndGet() + "00";
    }

    private static String form(String... pairs) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(pairs[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        JsonNode json = JSON.readTree(answer.body().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(json.path("message-count").isTextual()).isTrue();
        assertThat(json.path("message-count").asText())
                .isEqualTo(String.valueOf(json.path("messages").size()));
        assertThat(json.path("messages"))
                .allSatisfy(part -> assertThat(part.path("status").isTextual()).isTrue());
        return json;
    }

    private static JsonNode post(String form) throws Exception {
        return json(hub.post("/sms/json", "application/x-www-form-urlencoded", form.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode send(String... pairs) throws Exception {
        return post("api_key=0a1b2c3d&api_secret=" + SECRET + "&" + form(pairs));
    }

    private static void status(JsonNode answer, String status, String words) {
        assertThat(answer.path("messages").path(0).path("status").asText())
                .as(answer.toString())
                .isEqualTo(status);
        assertThat(answer.path("messages").path(0).path("error-text").asText(""))
                .contains(words);
    }

    @Test
    void queryFormAndJsonSayTheSame() throws Exception {
        String one = number();
        JsonNode answer = json(hub.get("/sms/json?api_key=0a1b2c3d&api_secret=secret&from=ACME&to=" + one
                + "&client-ref=r%C3%A4&text=" + URLEncoder.encode("Grüße & co", StandardCharsets.UTF_8)));
        status(answer, "0", "");
        JsonNode part = answer.path("messages").path(0);
        assertThat(part.path("to").asText()).isEqualTo(one);
        assertThat(part.path("message-id").asText()).matches("[0-9A-F]{32}");
        assertThat(part.path("client-ref").asText()).isEqualTo("rä");
        for (String name : List.of("remaining-balance", "message-price", "network")) {
            assertThat(part.path(name).isTextual()).as(name).isTrue();
        }
        String two = number();
        status(send("from", "ACME", "to", two, "text", "Grüße & co"), "0", "");
        String three = number();
        HttpResponse<String> third = hub.post(
                "/sms/json",
                "application/json",
                JSON.writeValueAsBytes(Map.of(
                        "from",
                        "ACME",
                        "to",
                        three,
                        "text",
                        "Grüße & co",
                        "status-report-req",
                        true,
                        "ttl",
                        60_000,
                        "message-class",
                        0)),
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString("0a1b2c3d:secret".getBytes(StandardCharsets.UTF_8)));
        status(json(third), "0", "");
        assertThat(Submits.hex(Submits.arrived(hub, one)))
                .isEqualTo(Submits.hex(Submits.arrived(hub, two)))
                .isEqualTo(Submits.hex(Submits.arrived(hub, three)));
        assertThat(Submits.arrived(hub, three).getDataCoding() & 0x13).isEqualTo(0x10);
        // with a plus, or 00, is the same number
        String four = number();
        status(send("from", "ACME", "to", "00" + four, "text", "x"), "0", "");
        Submits.arrived(hub, four);
    }

    @Test
    void eachPartHasAnIdOfItsOwn() throws Exception {
        String to = number();
        JsonNode answer = send("from", "7548", "to", to, "text", "0123456789".repeat(31));
        List<String> ids = answer.findValuesAsText("message-id");
        assertThat(ids).hasSize(3).doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9A-F]{32}"));
        assertThat(Submits.arrived(hub, to, 3)).hasSize(3);
    }

    @Test
    void textsGoAsTheyAreAndUnicodeIsForced() throws Exception {
        String mixed = number();
        status(send("from", "7548", "to", mixed, "text", "Привет"), "0", "");
        assertThat(Submits.text(Submits.arrived(hub, mixed))).isEqualTo("Привет");
        String forced = number();
        status(send("from", "7548", "to", forced, "text", "plain", "type", "unicode"), "0", "");
        assertThat(Submits.arrived(hub, forced).getDataCoding()).isEqualTo((byte) 8);
        assertThat(Submits.text(Submits.arrived(hub, forced))).isEqualTo("plain");
        String binary = number();
        status(
                send(
                        "from",
                        "7548",
                        "to",
                        binary,
                        "type",
                        "binary",
                        "body",
                        "00FF80",
                        "udh",
                        "06050415820000",
                        "protocol-id",
                        "127"),
                "0",
                "");
        SubmitSm octets = Submits.arrived(hub, binary);
        assertThat(Submits.hex(octets)).isEqualTo("0605041582000000ff80");
        assertThat(octets.getProtocolId()).isEqualTo((byte) 127);
        String dated = number();
        status(send("from", "7548", "to", dated, "text", "x", "ttl", "3600000"), "0", "");
        assertThat(Submits.arrived(hub, dated).getValidityPeriod()).isNotEmpty();
    }

    @Test
    void aRefusalIsAStatus() throws Exception {
        status(post("api_secret=secret&from=a&to=48600100200&text=x"), "2", "api_key");
        status(post("api_key=0a1b2c3d&from=a&to=48600100200&text=x"), "2", "api_secret");
        status(send("to", number(), "text", "x"), "2", "from");
        status(send("from", "7548", "text", "x"), "2", "to");
        status(send("from", "7548", "to", number()), "2", "text");
        status(send("from", "7548", "to", number(), "type", "binary"), "2", "body");
        status(send("from", "7548", "to", "nobody", "text", "x"), "3", "to");
        status(send("from", "7548", "to", number(), "text", "x", "type", "wappush"), "3", "type");
        status(send("from", "7548", "to", number(), "text", "x", "ttl", "19999"), "3", "ttl");
        status(send("from", "7548", "to", number(), "text", "x", "message-class", "4"), "3", "message-class");
        status(
                send("from", "7548", "to", number(), "text", "x", "status-report-req", "maybe"),
                "3",
                "status-report-req");
        status(send("from", "7548", "to", number(), "type", "binary", "body", "0g"), "3", "body");
        status(send("from", "7548", "to", number(), "type", "binary", "body", "00", "udh", "05"), "3", "udh");
        status(send("from", "7548", "to", number(), "text", "x", "callback", "ftp://a/"), "23", "Callback");
        status(send("from", "much too long for one", "to", number(), "text", "x"), "15", "Sender");
        String another = "api_key=form&api_secret=secret&to=48600100200&text=x&from=";
        status(post(another + "other"), "15", "Sender");
        status(post("api_key=0a1b2c3d&api_secret=wrong&from=7548&to=48600100200&text=x"), "4", "Bad Credentials");
        status(post("api_key=closed&api_secret=secret&from=7548&to=48600100200&text=x"), "4", "Bad Credentials");
        status(post("api_key=app&api_secret=secret&from=7548&to=48600100200&text=x"), "4", "Bad Credentials");
        status(
                json(hub.post("/sms/json", "application/json", "{\"from\":".getBytes(StandardCharsets.UTF_8))),
                "3",
                "body");
        String slow = "api_key=slowkey&api_secret=secret&from=7548&text=x&to=" + number();
        // the first one goes, where no other test has sent it
        post(slow);
        JsonNode throttled = post(slow);
        status(throttled, "1", "Throughput Rate Exceeded - please wait [ ");
        assertThat(throttled.findValuesAsText("error-text").get(0)).matches(".*\\[ \\d+ ] and retry");
    }

    // ---- receipts and incoming messages

    private static Map<String, String> fields(Called.Call call) {
        Map<String, String> fields = new TreeMap<>();
        String form = call.method().equals("GET") ? call.query() : call.text();
        for (String pair : form.split("&")) {
            String[] sides = pair.split("=", 2);
            fields.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static boolean isSigned(Map<String, String> fields, HashType type) {
        Map<String, String> rest = new TreeMap<>(fields);
        String sig = rest.remove("sig");
        // what its library makes of the same; it would set its own timestamp, and so the test's are taken
        Map<String, String[]> arrays = new TreeMap<>();
        fields.forEach((name, value) -> arrays.put(name, new String[] {value}));
        return type == HashType.MD5
                ? RequestSigning.verifyRequestSignature(
                        new ByteArrayInputStream(new byte[0]), "application/x-www-form-urlencoded", arrays, SIGNING)
                : RequestSigning.getSignatureForRequestParameters(rest, SIGNING, type)
                        .get("sig")
                        .equalsIgnoreCase(sig);
    }

    private static List<Map<String, String>> told(String to, String text, String path, int calls) throws Exception {
        status(
                send("from", "7548", "to", to, "text", text, "client-ref", "ä=1", "callback", hub.called.url(path)),
                "0",
                "");
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of(path).size() >= calls);
        return hub.called.of(path).stream().map(VonageDoorIT::fields).toList();
    }

    @Test
    void aReceiptComesForEachPartWithItsNamesTurnedRound() throws Exception {
        String to = number();
        JsonNode answer = send(
                "from",
                "7548",
                "to",
                to,
                "text",
                "0123456789".repeat(20),
                "client-ref",
                "ä=1",
                "callback",
                hub.called.url("/parts"));
        List<String> ids = answer.findValuesAsText("message-id");
        assertThat(ids).hasSize(2);
        await().atMost(DoorHub.PATIENCE)
                .until(() -> hub.called.of("/parts").stream()
                                .filter(call -> "delivered".equals(fields(call).get("status")))
                                .count()
                        == 2);
        List<Map<String, String>> delivered = hub.called.of("/parts").stream()
                .map(VonageDoorIT::fields)
                .filter(fields -> "delivered".equals(fields.get("status")))
                .toList();
        assertThat(delivered.stream().map(fields -> fields.get("messageId"))).containsExactlyElementsOf(ids);
        Called.Call call = hub.called.of("/parts").get(0);
        assertThat(call.method()).isEqualTo("GET");
        for (Map<String, String> fields : delivered) {
            assertThat(fields)
                    .containsEntry("msisdn", to)
                    .containsEntry("to", "7548")
                    .containsEntry("err-code", "0")
                    .containsEntry("api-key", "0a1b2c3d")
                    .containsEntry("client-ref", "ä=1");
            assertThat(fields.get("scts")).matches("\\d{10}");
            assertThat(fields.get("message-timestamp")).matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
            assertThat(fields.values()).noneMatch(String::isBlank);
            assertThat(isSigned(fields, HashType.MD5)).isTrue();
            Map<String, String> forged = new TreeMap<>(fields);
            forged.put("status", "failed");
            assertThat(isSigned(forged, HashType.MD5)).isFalse();
        }
    }

    @Test
    void statesHaveVonagesWords() throws Exception {
        assertThat(told(number(), "x", "/good", 2).stream().map(fields -> fields.get("status")))
                .containsExactly("accepted", "delivered");
        assertThat(told("48604000013", "x", "/late", 3).stream().map(fields -> fields.get("status")))
                .containsExactly("accepted", "buffered", "delivered");
        assertThat(told("48604000011", "x", "/refused", 1).get(0))
                .containsEntry("status", "failed")
                .containsEntry("err-code", "9");
        assertThat(told("48604000012", "x", "/bad", 2).get(1))
                .containsEntry("status", "failed")
                .containsEntry("err-code", "1");
    }

    /** What the client form was told of this number. */
    private static List<Called.Call> toldForm(String to) {
        return hub.called.of("/form").stream()
                .filter(call -> to.equals(fields(call).get("msisdn")))
                .toList();
    }

    @Test
    void receiptsAndMessagesMayComeAsAForm() throws Exception {
        String to = number();
        status(post("api_key=form&api_secret=secret&from=7549&text=x&to=" + to), "0", "");
        await().atMost(DoorHub.PATIENCE).until(() -> toldForm(to).size() == 2);
        Called.Call call = toldForm(to).get(1);
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.query()).isNull();
        assertThat(fields(call)).containsEntry("status", "delivered").containsEntry("api-key", "form");
        assertThat(isSigned(fields(call), HashType.HMAC_SHA512)).isTrue();
        // who wants none gets none
        String none = number();
        status(post("api_key=form&api_secret=secret&from=7549&text=x&status-report-req=0&to=" + none), "0", "");
        assertThat(Submits.arrived(hub, none).getRegisteredDelivery()).isZero();
        hub.centre.phone("48604555100", "7549", 8, "Привет, hub".getBytes(StandardCharsets.UTF_16BE));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/formmo").size() == 1);
        assertThat(fields(hub.called.of("/formmo").get(0)))
                .containsEntry("type", "unicode")
                .containsEntry("text", "Привет, hub")
                .containsEntry("keyword", "ПРИВЕТ,");
    }

    @Test
    void aPhonesMessageIsToldAndSigned() throws Exception {
        hub.centre.phone("48604555200", "7548", 0, "stop & go".getBytes(StandardCharsets.US_ASCII));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/mo").size() == 1);
        Map<String, String> fields = fields(hub.called.of("/mo").get(0));
        assertThat(fields)
                .containsEntry("msisdn", "48604555200")
                .containsEntry("to", "7548")
                .containsEntry("text", "stop & go")
                .containsEntry("type", "text")
                .containsEntry("keyword", "STOP")
                .containsEntry("api-key", "0a1b2c3d");
        assertThat(fields.get("messageId")).matches("[0-9A-F]{32}");
        assertThat(isSigned(fields, HashType.MD5)).isTrue();
        hub.centre.phone("48604555201", "7548", 4, new byte[] {0, (byte) 0xFF});
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/mo").size() == 2);
        assertThat(fields(hub.called.of("/mo").get(1)))
                .containsEntry("type", "binary")
                .containsEntry("data", "00FF")
                .doesNotContainKey("text");
    }

    // ---- Java's SDK

    private static VonageClient.Builder sdk() {
        String base = hub.site.api("/").toString().replaceAll("/$", "");
        return VonageClient.builder()
                .apiKey("0a1b2c3d")
                .httpConfig(HttpConfig.builder().restBaseUri(base).build());
    }

    private static SmsSubmissionResponseMessage only(SmsSubmissionResponse answer) {
        assertThat(answer.getMessageCount()).isEqualTo(1);
        return answer.getMessages().get(0);
    }

    @Test
    void javasSdkSends() {
        var sms = sdk().apiSecret(SECRET).build().getSmsClient();
        String one = number();
        TextMessage text = new TextMessage("ACME", one, "Hello from Java");
        text.setClientReference("ref");
        SmsSubmissionResponseMessage answer = only(sms.submitMessage(text));
        assertThat(answer.getStatus()).isEqualTo(MessageStatus.OK);
        assertThat(answer.getClientRef()).isEqualTo("ref");
        assertThat(answer.getTo()).isEqualTo(one);
        assertThat(Submits.text(Submits.arrived(hub, one))).isEqualTo("Hello from Java");
        String two = number();
        assertThat(only(sms.submitMessage(new TextMessage("ACME", two, "Привет", true)))
                        .getStatus())
                .isEqualTo(MessageStatus.OK);
        assertThat(Submits.text(Submits.arrived(hub, two))).isEqualTo("Привет");
        String three = number();
        assertThat(sms.submitMessage(new TextMessage("ACME", three, "0123456789".repeat(40)))
                        .getMessages())
                .hasSize(3);
        assertThat(Submits.arrived(hub, three, 3)).hasSize(3);
        String four = number();
        byte[] udh = HexFormat.of().parseHex("06050415820000");
        only(sms.submitMessage(new BinaryMessage("7548", four, new byte[] {0, -1}, udh)));
        assertThat(Submits.hex(Submits.arrived(hub, four))).isEqualTo("0605041582000000ff");
        var wrong = sdk().apiSecret("wrong").build().getSmsClient();
        SmsSubmissionResponseMessage refused = only(wrong.submitMessage(new TextMessage("ACME", number(), "x")));
        assertThat(refused.getStatus()).isEqualTo(MessageStatus.INVALID_CREDENTIALS);
        var slow = sdk().apiKey("slowkey").apiSecret(SECRET).build().getSmsClient();
        List<MessageStatus> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(only(slow.submitMessage(new TextMessage("ACME", number(), "x")))
                    .getStatus());
        }
        assertThat(both).endsWith(MessageStatus.THROTTLED);
    }

    @Test
    void javasSdkSigns() {
        String to = number();
        var sms = sdk().signatureSecret(SIGNING).hashType(HashType.MD5).build().getSmsClient();
        assertThat(only(sms.submitMessage(new TextMessage("ACME", to, "signed & =ed")))
                        .getStatus())
                .isEqualTo(MessageStatus.OK);
        assertThat(Submits.text(Submits.arrived(hub, to))).isEqualTo("signed & =ed");
        var hmac = sdk().apiKey("form")
                .signatureSecret(SIGNING)
                .hashType(HashType.HMAC_SHA512)
                .build()
                .getSmsClient();
        assertThat(only(hmac.submitMessage(new TextMessage("7549", number(), "x")))
                        .getStatus())
                .isEqualTo(MessageStatus.OK);
        var wrong =
                sdk().signatureSecret("another").hashType(HashType.MD5).build().getSmsClient();
        assertThat(only(wrong.submitMessage(new TextMessage("ACME", number(), "x")))
                        .getStatus())
                .isEqualTo(MessageStatus.INVALID_SIGNATURE);
    }

    @Test
    void aSignatureIsOfNowAndNotBesideASecret() throws Exception {
        long now = System.currentTimeMillis() / 1_000;
        String to = number();
        status(post(signed(to, now)), "0", "");
        Submits.arrived(hub, to);
        status(post(signed(to, now - 400)), "14", "Signature");
        status(post(signed(to, now + 400)), "14", "Signature");
        status(post(signed(to, now).replace("text=x", "text=y")), "14", "Signature");
        status(post(signed(to, now) + "&api_secret=secret"), "32", "Signature");
    }

    /** As Vonage's page on signatures has it: names in their order, and the secret behind them. */
    private static String signed(String to, long seconds) throws Exception {
        String text = "&api_key=0a1b2c3d&from=ACME&text=x&timestamp=" + seconds + "&to=" + to;
        byte[] sig = MessageDigest.getInstance("MD5").digest((text + SIGNING).getBytes(StandardCharsets.UTF_8));
        return text.substring(1) + "&sig=" + HexFormat.of().formatHex(sig).toUpperCase(Locale.ROOT);
    }

    // ---- Node's SDK

    @Test
    void nodesSdkSendsAndHears() throws Exception {
        String base = hub.site.api("/").toString().replaceAll("/$", "");
        try (NodeClient node = new NodeClient(
                "vonage.mjs", base, "nodekey", SECRET, String.valueOf(nodePort), "slowkey", SIGNING, "48605000000")) {
            JsonNode text = node.got("text").path("messages").path(0);
            assertThat(text.path("status").asText()).isEqualTo("0");
            assertThat(text.path("clientRef").asText()).isEqualTo("ä=1&2");
            String to = text.path("to").asText();
            assertThat(Submits.text(Submits.arrived(hub, to))).isEqualTo("Hello from Node");
            String unicode =
                    node.got("unicode").path("messages").path(0).path("to").asText();
            assertThat(Submits.text(Submits.arrived(hub, unicode))).isEqualTo("Привет, 世界 👋");
            JsonNode longer = node.got("long");
            assertThat(longer.path("messages")).hasSize(3);
            String binary =
                    node.got("binary").path("messages").path(0).path("to").asText();
            assertThat(Submits.hex(Submits.arrived(hub, binary))).isEqualTo("0605041582000000ff80");
            String flash =
                    node.got("options").path("messages").path(0).path("to").asText();
            assertThat(Submits.arrived(hub, flash).getDataCoding() & 0x13).isEqualTo(0x10);
            for (String[] expected : new String[][] {
                {"noNumber", "3"}, {"noText", "2"}, {"longSender", "15"}, {"wrongSecret", "4"}, {"throttled", "1"}
            }) {
                JsonNode error = node.error(expected[0]);
                assertThat(error.path("name").asText()).as(error.toString()).startsWith("MessageSend");
                assertThat(error.path("response")
                                .path("messages")
                                .path(0)
                                .path("status")
                                .asText())
                        .isEqualTo(expected[1]);
            }
            node.step("done");
            String id = text.path("messageId").asText();
            await().atMost(DoorHub.PATIENCE).untilAsserted(() -> assertThat(node.calls("/dlr").stream()
                            .filter(call -> id.equals(
                                    call.path("params").path("messageId").asText()))
                            .map(call -> call.path("params").path("status").asText()))
                    .containsExactly("accepted", "delivered"));
            await().atMost(DoorHub.PATIENCE).untilAsserted(() -> assertThat(node.calls("/dlr").stream()
                            .map(call -> call.path("params").path("msisdn").asText() + " "
                                    + call.path("params").path("status").asText()))
                    .contains("48600300211 failed", "48600300212 failed"));
            assertThat(node.calls("/dlr")).allSatisfy(call -> {
                assertThat(call.path("method").asText()).isEqualTo("POST");
                assertThat(call.path("valid").asBoolean()).as(call.toString()).isTrue();
                assertThat(call.path("forged").asBoolean()).isFalse();
            });
            hub.centre.phone("48604555300", "7448", 0, "balance".getBytes(StandardCharsets.US_ASCII));
            await().atMost(DoorHub.PATIENCE).until(() -> node.calls("/mo").size() == 1);
            assertThat(node.calls("/mo").get(0).path("valid").asBoolean()).isTrue();
            assertThat(node.calls("/mo").get(0).path("params").path("text").asText())
                    .isEqualTo("balance");
        }
    }

    @Test
    void noSecretAndNoTextStandInTheLog() throws Exception {
        send("from", "7548", "to", number(), "text", "verysecrettext");
        post("api_key=0a1b2c3d&api_secret=hunter2hunter2&from=7548&to=48600100200&text=x");
        assertThat(hub.log())
                .doesNotContain("verysecrettext")
                .doesNotContain("hunter2hunter2")
                .doesNotContain(SIGNING);
    }
}
