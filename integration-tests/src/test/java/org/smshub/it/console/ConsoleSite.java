package org.smshub.it.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.smshub.bench.HubSite;
import org.smshub.it.Packaged;

/** A hub with the console, two links to the built-in SMSC, an operator and a client. */
final class ConsoleSite implements AutoCloseable {

    /** Of a client that is called. */
    static final String CALLED = "called-key";

    /** Of a client without other rights than to send and to read what is its own. */
    static final String SHOP = "shop-key";

    /** Of a client that hears by files. */
    static final String FILED = "filed-key";

    /** A number about which the webhook hears at the second try. */
    static final String BUSY = "+48600100503";

    static final ObjectMapper JSON = new ObjectMapper();

    /** Events as the webhook heard them. */
    final List<String> told = new CopyOnWriteArrayList<>();

    final HubSite site;

    /** Where files are written of what became of messages. */
    final Path files = Files.createTempDirectory("told-");

    private final HttpServer receiver =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final int port = HubSite.freePort();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    ConsoleSite() throws Exception {
        int smsc = HubSite.freePort();
        site = HubSite.create(Packaged.home(), smsc, Map.of("systemId", "hub"));
        Packaged.quickStart(site);
        Files.writeString(site.config().resolve("links.properties"), """

                camel.routeTemplate[other].templateId = smpp-link
                camel.routeTemplate[other].routeId = link-other
                camel.routeTemplate[other].name = other
                camel.routeTemplate[other].port = %d
                camel.routeTemplate[other].systemId = other
                """.formatted(smsc), StandardOpenOption.APPEND);
        Files.writeString(
                site.config().resolve("clients.yaml"),
                """

                  - id: shop
                    keys: ["%s"]
                  - id: filed
                    keys: ["%s"]
                    events: file
                  - id: called
                    keys: ["%s"]
                    events: webhook
                    webhook:
                      url: http://127.0.0.1:%d/events
                      secrets: [whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=]
                """.formatted(
                                hash(SHOP),
                                hash(FILED),
                                hash(CALLED),
                                receiver.getAddress().getPort()),
                StandardOpenOption.APPEND);
        receiver.createContext("/", call -> {
            String event = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            told.add(event);
            boolean first = told.stream().filter(event::equals).count() == 1;
            call.sendResponseHeaders(event.contains(BUSY) && first ? 503 : 204, -1);
            call.close();
        });
        receiver.start();
        site.property("camel.routeTemplate[told].templateId", "files-out");
        site.property("camel.routeTemplate[told].folder", files.toString());
        site.property("hub.webhooks.plain", "true");
        site.property("hub.webhooks.allow", "127.0.0.1");
        site.environment()
                .putAll(Map.of(
                        "HUB_CONSOLE", "true",
                        "HUB_CONSOLE_PORT", String.valueOf(port),
                        "HUB_SIMULATOR", "true",
                        "HUB_SIMULATOR_PORT", String.valueOf(smsc),
                        "HUB_SIMULATOR_UCP_PORT", String.valueOf(HubSite.freePort()),
                        "HUB_SIMULATOR_CIMD2_PORT", String.valueOf(HubSite.freePort()),
                        "HUB_WEBHOOKS", "true"));
        site.start(Duration.ofSeconds(60));
    }

    private static String hash(String key) throws Exception {
        return "sha256:"
                + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes()));
    }

    URI console() {
        return URI.create("http://127.0.0.1:" + port);
    }

    String operator() throws IOException {
        return site.apiKey();
    }

    record Answer(int status, String text, HttpResponse<String> whole) {
        JsonNode json() {
            try {
                return JSON.readTree(text);
            } catch (IOException e) {
                throw new IllegalStateException(text, e);
            }
        }
    }

    /** At the API. */
    Answer api(String key, String method, String path, String body) throws IOException, InterruptedException {
        return ask(site.api(path), method, body, "Authorization", "Bearer " + key);
    }

    Answer ask(URI uri, String method, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body(), answer);
    }

    /** A message of this text; its id. */
    String send(String key, String to, String text) throws IOException, InterruptedException {
        Answer sent = api(
                key,
                "POST",
                "/v1/messages",
                JSON.writeValueAsString(Map.of("to", to, "from", "ACME", "text", text, "tags", new String[] {"otp"})));
        if (sent.status() != 202) {
            throw new AssertionError(sent.text());
        }
        return sent.json().path("id").asText();
    }

    String state(String id) throws IOException, InterruptedException {
        return api(operator(), "GET", "/v1/messages/" + id, null)
                .json()
                .path("state")
                .asText();
    }

    /** The state of a link. */
    String link(String name) throws IOException, InterruptedException {
        for (JsonNode link : api(operator(), "GET", "/v1/status", null).json().path("links")) {
            if (link.path("link").asText().equals(name)) {
                return link.path("state").asText();
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        site.close();
        receiver.stop(0);
    }
}
