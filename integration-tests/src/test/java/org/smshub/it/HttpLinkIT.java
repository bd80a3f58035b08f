package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubProcess;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;

/** A whole hub with links to a provider by HTTP, as Twilio is one, in front of one by SMPP. */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpLinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String TOKEN = "tw1lio-t0ken";
    private static final String SECRET = "0123456789abcdef0123";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> CARRIED = new CopyOnWriteArrayList<>();

    /** What the provider was asked, by its form. */
    private static final List<Map<String, String>> ASKED = new CopyOnWriteArrayList<>();

    private static HttpServer provider;
    private static SmppSink sink;
    private static HubSite site;
    private static HubProcess hub;
    private static Api api;

    @BeforeAll
    static void start() throws Exception {
        provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        provider.createContext("/2010-04-01/", HttpLinkIT::provide);
        provider.start();
        sink = new SmppSink(SmppSink.Settings.FAST, submit -> CARRIED.add(submit.to()));
        site = HubSite.create(Packaged.home(), sink.port(), Map.of());
        Path links = site.config().resolve("links.properties");
        List<String> lines = new ArrayList<>(Files.readAllLines(links));
        String block = "camel.routeTemplate[provider].";
        new TreeMap<>(Map.of(
                        "templateId",
                        "http-link",
                        "routeId",
                        "link-provider",
                        "name",
                        "provider",
                        "provider",
                        "twilio",
                        "url",
                        "http://127.0.0.1:" + provider.getAddress().getPort(),
                        "user",
                        ACCOUNT,
                        "password",
                        TOKEN,
                        "callback",
                        site.api("").toString(),
                        "callbackSecret",
                        SECRET))
                .forEach((option, value) -> lines.add(block + option + " = " + value));
        // another channel of the same account
        lines.addAll(lines.stream()
                .filter(line -> line.startsWith(block))
                .map(line -> line.replace("[provider]", "[whatsapp]")
                        .replace("= link-provider", "= link-whatsapp")
                        .replace("name = provider", "name = whatsapp")
                        .replace("= twilio", "= twilio-whatsapp"))
                .toList());
        lines.addAll(List.of(block + "answerTimeout = 2000", block + "failoverAfter = 2s", block + "window = 4"));
        Files.write(links, lines);
        Path clients = site.config().resolve("clients.yaml");
        Files.writeString(
                clients, Files.readString(clients).replace("  - id: demo\n", "  - id: demo\n    links: [\"*\"]\n"));
        Packaged.quickStart(site);
        hub = site.start(PATIENCE);
        api = new Api(site);
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
        sink.close();
        provider.stop(0);
    }

    /** By the recipient: …01 is taken, …02 loses its answer, …03 cannot be reached there, …04 is too fast once, …05 a stranger's. */
    private static void provide(HttpExchange exchange) throws IOException {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.US_ASCII).split("&")) {
            String[] sides = pair.split("=", 2);
            form.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        ASKED.add(form);
        String to = form.get("To");
        long times = ASKED.stream().filter(one -> to.equals(one.get("To"))).count();
        String login = Base64.getEncoder().encodeToString((ACCOUNT + ":" + TOKEN).getBytes(StandardCharsets.US_ASCII));
        if (to.endsWith("05")
                || !("Basic " + login).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            answer(exchange, 401, "{\"code\":20003,\"message\":\"Authenticate " + TOKEN + "\",\"status\":401}");
        } else if (to.endsWith("02")) {
            exchange.close();
        } else if (to.endsWith("03")) {
            answer(exchange, 400, "{\"code\":63024,\"message\":\"Invalid message recipient\",\"status\":400}");
        } else if (to.endsWith("04") && times == 1) {
            exchange.getResponseHeaders().set("Retry-After", "2");
            answer(exchange, 429, "{\"code\":20429,\"status\":429}");
        } else {
            answer(exchange, 201, "{\"sid\":\"" + sid(to) + "\",\"status\":\"queued\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        byte[] octets = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
        exchange.close();
    }

    private static String sid(String to) {
        return "SM" + "0".repeat(20) + to.substring(1);
    }

    private static String send(String to, String text, String... links) throws Exception {
        Api.Answer accepted = api.post(Map.of("to", to, "from", "2345", "text", text, "links", List.of(links)));
        assertThat(accepted.status()).as("%s", accepted.body()).isEqualTo(202);
        return accepted.id();
    }

    private static void awaitState(String id, String state) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            Api.Answer message = api.get(id);
            assertThat(message.state()).as("%s", message.body()).isEqualTo(state);
        });
    }

    private static JsonNode part(String id) throws Exception {
        return api.get(id).body().path("parts").path(0);
    }

    private static Map<String, String> asked(String to) {
        return ASKED.stream()
                .filter(one -> to.equals(one.get("To")))
                .findFirst()
                .orElseThrow();
    }

    /** As Twilio signs it. */
    private static int call(String url, Map<String, String> form, String token) throws Exception {
        StringBuilder signed = new StringBuilder(url);
        StringBuilder body = new StringBuilder();
        new TreeMap<>(form).forEach((name, value) -> {
            signed.append(name).append(value);
            body.append(body.isEmpty() ? "" : "&")
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        });
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "X-Twilio-Signature",
                                Base64.getEncoder()
                                        .encodeToString(
                                                mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8))))
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 200) {
            assertThat(answer.body()).isEqualTo("<Response/>");
        }
        return answer.statusCode();
    }

    private static Map<String, String> status(String to, String status) {
        return Map.of(
                "MessageSid", sid(to), "SmsSid", sid(to), "MessageStatus", status, "To", to, "AccountSid", ACCOUNT);
    }

    @Test
    @Order(1)
    void aMessageIsSentWholeAndItsReceiptFindsIt() throws Exception {
        String to = "+48600100101";
        String text = "Zażółć gęślą jaźń 🙂 ".repeat(8).trim();
        String id = send(to, text, "provider");
        awaitState(id, "SENT");
        assertThat(asked(to)).containsEntry("Body", text).containsEntry("From", "2345");
        assertThat(part(id).path("remoteId").asText()).isEqualTo(sid(to));
        assertThat(api.get(id).body().path("parts")).hasSize(1);
        String url = asked(to).get("StatusCallback");
        assertThat(url).isEqualTo(site.api("/providers/provider/" + SECRET) + "?ref=" + id);
        assertThat(call(url, status(to, "delivered"), "another token")).isEqualTo(403);
        assertThat(call(url.replace(SECRET, "0123456789abcdef0124"), status(to, "delivered"), TOKEN))
                .isEqualTo(404);
        assertThat(call(url.replace("/provider/", "/nobody/"), status(to, "delivered"), TOKEN))
                .isEqualTo(404);
        assertThat(call(url, status(to, "sent"), TOKEN)).isEqualTo(200);
        assertThat(api.get(id).state()).isEqualTo("SENT");
        assertThat(call(url, status(to, "delivered"), TOKEN)).isEqualTo(200);
        awaitState(id, "DELIVERED");
        // once more, and another end: a final state does not change
        assertThat(call(url, status(to, "delivered"), TOKEN)).isEqualTo(200);
        assertThat(call(url, status(to, "undelivered"), TOKEN)).isEqualTo(200);
        assertThat(api.get(id).state()).isEqualTo("DELIVERED");
        // no end of a message that is none of ours: kept, and answered
        assertThat(call(url, status("+48600999999", "delivered"), TOKEN)).isEqualTo(200);
    }

    @Test
    @Order(2)
    void aLostAnswerIsUnknownAndItsReceiptSettlesIt() throws Exception {
        String to = "+48600100102";
        String id = send(to, "lost", "provider", "sink");
        awaitState(id, "UNKNOWN");
        assertThat(part(id).path("errorCode").asText()).isEqualTo("twilio:dropped");
        assertThat(call(asked(to).get("StatusCallback"), status(to, "delivered"), TOKEN))
                .isEqualTo(200);
        awaitState(id, "DELIVERED");
        assertThat(part(id).path("remoteId").asText()).isEqualTo(sid(to));
        assertThat(ASKED.stream().filter(one -> to.equals(one.get("To"))))
                .as("sent once")
                .hasSize(1);
        assertThat(CARRIED).as("and by nobody else").doesNotContain(to.substring(1));
    }

    @Test
    @Order(3)
    void whoCannotBeReachedThereGetsAnSms() throws Exception {
        String to = "+48600100103";
        String id = send(to, "by WhatsApp, else by SMS", "whatsapp", "sink");
        awaitState(id, "DELIVERED");
        assertThat(asked("whatsapp:" + to)).containsEntry("From", "whatsapp:2345");
        assertThat(part(id).path("link").asText()).isEqualTo("sink");
        assertThat(CARRIED).contains(to.substring(1));
        String alone = send("+48600101103", "by WhatsApp alone", "whatsapp");
        awaitState(alone, "FAILED");
        assertThat(part(alone).path("errorCode").asText()).isEqualTo("twilio-whatsapp:63024");
    }

    @Test
    @Order(4)
    void retryAfterIsHonouredByTheWholeLink() throws Exception {
        long before = System.nanoTime();
        String id = send("+48600100104", "too fast", "provider");
        await().atMost(PATIENCE).until(() -> ASKED.stream().anyMatch(one -> "+48600100104".equals(one.get("To"))));
        String other = send("+48600100201", "behind it", "provider");
        awaitState(id, "SENT");
        awaitState(other, "SENT");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofSeconds(2));
        assertThat(part(id).path("attempts").asInt()).isEqualTo(1);
    }

    @Test
    @Order(5)
    void aPhoneAnswers() throws Exception {
        String url = site.api("/providers/provider/" + SECRET).toString();
        Map<String, String> form = Map.of(
                "MessageSid", "SM" + "1".repeat(32),
                "SmsStatus", "received",
                "From", "+48600100101",
                "To", "2345",
                "Body", "thank you 🙂",
                "NumMedia", "0");
        assertThat(call(url, form, "forged")).isEqualTo(403);
        assertThat(call(url, form, TOKEN)).isEqualTo(200);
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode incoming = new ObjectMapper()
                    .readTree(hub.get(site.api("/v1/incoming?from=%2B48600100101"))
                            .body());
            assertThat(incoming.path("messages")).as("%s", incoming).hasSize(1);
            assertThat(incoming.path("messages").path(0).path("text").asText()).isEqualTo("thank you 🙂");
            assertThat(incoming.path("messages").path(0).path("link").asText()).isEqualTo("provider");
        });
    }

    /** Last: the link rests for a minute. */
    @Test
    @Order(9)
    void aLoginThatIsRefusedStopsTheLinkAndSaysSo() throws Exception {
        String id = send("+48600100105", "whose login", "provider", "sink");
        awaitState(id, "DELIVERED");
        assertThat(part(id).path("link").asText()).isEqualTo("sink");
        assertThat(hub.get(site.management("/observe/health")).body())
                .contains("Link provider is out of service: its line is lost");
        String kept = send("+48600100301", "waits", "provider");
        assertThat(api.get(kept).state()).isIn("ACCEPTED", "QUEUED");
        assertThat(Files.readString(site.log()))
                .doesNotContain(TOKEN)
                .doesNotContain(SECRET)
                .doesNotContain("48600100105");
    }
}
