package org.smshub.it.seen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.it.Api;
import org.smshub.it.Packaged;

/** Traces that go on from who sends to the centre, and from there to who is told; and nothing of it where they are off. */
@Timeout(240)
class TracesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String NUMBER = "600100200";
    private static final String TEXT = "a text for nobody else";
    private static final String SECRET = "whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

    private final HttpClient http = HttpClient.newHttpClient();
    private final int brokerPort = HubSite.freePort();

    /** What the receiver of a webhook was called with: one for each call, {@code none} without. */
    private final List<String> told = new CopyOnWriteArrayList<>();

    private HttpServer receiver() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String trace = exchange.getRequestHeaders().getFirst("traceparent");
                exchange.getRequestBody().readAllBytes();
                told.add(trace == null ? "none" : trace);
                exchange.sendResponseHeaders(204, -1);
            }
        });
        server.start();
        return server;
    }

    private static HubSite site(SmppSink centre, HttpServer receiver) throws IOException {
        HubSite site = HubSite.create(Packaged.home(), centre.port(), Map.of());
        Packaged.quickStart(site);
        site.property("hub.webhooks", "true");
        site.property("hub.webhooks.plain", "true");
        site.property("hub.webhooks.allow", "127.0.0.0/8");
        Files.writeString(
                site.config().resolve("clients.yaml"),
                "\n  - id: shop\n    keyFile: \"{{hub.data}}/shop.key\"\n    events: webhook\n    webhook: {url: \"http://127.0.0.1:"
                        + receiver.getAddress().getPort() + "/\", secrets: [\"" + SECRET + "\"]}\n",
                StandardOpenOption.APPEND);
        return site;
    }

    private String post(HubSite site, String path, String body, String traceparent) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(site.api(path))
                .timeout(Duration.ofSeconds(30))
                .header(
                        "Authorization",
                        "Bearer "
                                + Files.readString(site.data().resolve("shop.key"))
                                        .strip())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (traceparent != null) {
            request.header("traceparent", traceparent);
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
        return answer.body();
    }

    private static String json() {
        return "{\"to\": \"+48" + NUMBER + "\", \"from\": \"12345\", \"text\": \"" + TEXT + "\"}";
    }

    private static Collector.Seen one(List<Collector.Seen> spans, String name) {
        return spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + " in " + spans));
    }

    @Test
    void fromACallerToTheCentreAndToTheWebhook() throws Exception {
        HttpServer receiver = receiver();
        try (SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                Collector collector = new Collector();
                HubSite site = site(centre, receiver)) {
            site.property("hub.traces", "true");
            site.property("hub.traces.endpoint", collector.address());
            properties(site);
            site.start(PATIENCE);

            String trace = "0af7651916cd43dd8448eb211c80319c";
            String caller = "b7ad6b7169203331";
            String answer = post(site, "/v1/messages", json(), "00-" + trace + "-" + caller + "-01");
            String id = answer.replaceAll("(?s).*\"id\":\"(\\w+)\".*", "$1");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(collector.of(trace))
                    .extracting(Collector.Seen::name)
                    .contains("ledger:accept", "ledger:link", "smpp-client", "ledger:events"));
            List<Collector.Seen> spans = collector.of(trace);
            Collector.Seen request = spans.stream()
                    .filter(span -> span.parent().equals(caller))
                    .findFirst()
                    .orElseThrow();
            assertThat(request.attributes()).containsEntry("url.scheme", "platform-http");
            Collector.Seen accept = one(spans, "ledger:accept");
            assertThat(accept.parent()).isEqualTo(request.id());
            Collector.Seen link = one(spans, "ledger:link");
            assertThat(link.parent()).isEqualTo(accept.id());
            assertThat(one(spans, "smpp-client").parent()).isEqualTo(link.id());
            Collector.Seen events = one(spans, "ledger:events");
            assertThat(events.parent()).isEqualTo(accept.id());
            assertThat(Stream.of(accept, link, events))
                    .allMatch(span -> id.equals(span.attributes().get("SmsId"))
                            && "shop".equals(span.attributes().get("SmsClient")));
            assertThat(told).anyMatch(call -> spans(collector, trace)
                    .filter(span -> span.name().equals("ledger:events"))
                    .anyMatch(span -> call.equals("00-" + trace + "-" + span.id() + "-01")));
            assertThat(collector.services()).containsOnly("sms-hub");

            batch(collector, site);
            jms(collector);
            // nothing that a message says, and no address with its options
            post(site, "/v1/messages?dryRun=true", json(), null);
            assertThat(collector.all().toString()).doesNotContain(NUMBER, TEXT, "password", "Bearer", "?");
            assertThat(collector.all()).allMatch(span -> span.events() == 0);
        } finally {
            receiver.stop(0);
        }
    }

    /** The files that a process has open. */
    private static List<String> open(ProcessHandle process) throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path one : all.toList()) {
                try {
                    open.add(Files.readSymbolicLink(one).toString());
                } catch (IOException closed) {
                    // between the list and the look
                }
            }
        }
        return open;
    }

    private static Stream<Collector.Seen> spans(Collector collector, String trace) {
        return collector.of(trace).stream();
    }

    /** Each message of a batch goes on in the trace of its request. */
    private void batch(Collector collector, HubSite site) throws Exception {
        String trace = "1af7651916cd43dd8448eb211c80319c";
        post(
                site,
                "/v1/messages/batch",
                "{\"from\": \"12345\", \"text\": \"" + TEXT + "\", \"recipients\": [\"+48" + NUMBER + "\", \"+48"
                        + NUMBER + "\"]}",
                "00-" + trace + "-b7ad6b7169203331-01");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(collector.of(trace))
                .filteredOn(span -> span.name().equals("smpp-client"))
                .hasSize(2));
    }

    private void properties(HubSite site) throws IOException {
        Map<String, String> jms = Map.of(
                "hub.jms.broker", "embedded",
                "camel.beans.jmsConnections", "#class:org.smshub.hub.jms.JmsConnections",
                "camel.beans.jmsConnections.broker", "{{hub.jms.broker}}",
                "camel.beans.jmsConnections.directory", "{{hub.data}}",
                "camel.beans.jmsConnections.port", Integer.toString(brokerPort),
                "camel.beans.jmsMessages", "#class:org.smshub.hub.jms.JmsMessages",
                "camel.routeTemplate[shop].templateId", "jms-in",
                "camel.routeTemplate[shop].queue", "sms.shop",
                "camel.routeTemplate[shop].client", "shop");
        for (Map.Entry<String, String> property : jms.entrySet()) {
            site.property(property.getKey(), property.getValue());
        }
        site.property("camel.beans.jmsConnections.user", "app");
        site.property("camel.beans.jmsConnections.password", "{{env:HUB_JMS_PASSWORD}}");
        site.environment().put("HUB_JMS_PASSWORD", "s3cret");
    }

    /** A message of JMS in the trace that its property names. */
    private void jms(Collector collector) throws Exception {
        String trace = "2af7651916cd43dd8448eb211c80319c";
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + brokerPort);
        try (Connection connection = factory.createConnection("app", "s3cret")) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            TextMessage message = session.createTextMessage(json());
            message.setStringProperty("traceparent", "00-" + trace + "-b7ad6b7169203331-01");
            session.createProducer(session.createQueue("sms.shop")).send(message);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(collector.of(trace))
                .extracting(Collector.Seen::name)
                .contains("ledger:link", "smpp-client"));
        assertThat(one(collector.of(trace), "ledger:link").parent()).isEqualTo("b7ad6b7169203331");
    }

    /** A collector that is away costs spans and nothing else, and is said once. */
    @Test
    void withoutACollector() throws Exception {
        HttpServer receiver = receiver();
        try (SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = site(centre, receiver)) {
            String nowhere = "http://127.0.0.1:" + HubSite.freePort() + "/v1/traces";
            site.property("hub.traces", "true");
            site.property("hub.traces.endpoint", nowhere);
            site.start(PATIENCE);
            Api api = new Api(site);
            for (int i = 0; i < 3; i++) {
                String id = api.post(Map.of("to", "+48" + NUMBER, "from", "12345", "text", TEXT))
                        .id();
                await().atMost(PATIENCE).until(() -> api.get(id).state().equals("DELIVERED"));
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readString(site.log()))
                    .containsOnlyOnce("The collector at " + nowhere + " takes no traces"));
            assertThat(Files.readString(site.log())).doesNotContain("io.opentelemetry");
        } finally {
            receiver.stop(0);
        }
    }

    /** Off: not a class of OpenTelemetry is loaded, no trace is kept, and the webhook has none. */
    @Test
    void offTheyAreNotThere() throws Exception {
        HttpServer receiver = receiver();
        try (SmppSink centre = new SmppSink(SmppSink.Settings.FAST, submit -> {});
                HubSite site = site(centre, receiver)) {
            site.start(PATIENCE);
            post(site, "/v1/messages", json(), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            await().atMost(PATIENCE).until(() -> !told.isEmpty());
            assertThat(told).containsOnly("none");
            ProcessHandle hub = ProcessHandle.current()
                    .descendants()
                    .filter(p -> p.info()
                            .commandLine()
                            .orElse("")
                            .contains(site.config().toString()))
                    .findFirst()
                    .orElseThrow();
            assertThat(hub.info().commandLine().orElseThrow()).doesNotContain("lib/otel");
            List<String> open = open(hub);
            assertThat(open).anyMatch(file -> file.contains("smshub-hub"));
            assertThat(open).noneMatch(file -> file.contains("opentelemetry"));
        } finally {
            receiver.stop(0);
        }
    }
}
