package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.smshub.hub.http.HttpEngine;
import org.smshub.ledger.commit.LedgerException;
import org.smshub.link.SmsHeaders;

/** The shipped route that providers call: by real requests, with what {@code direct:received} gets. */
class ProviderCallsTest {

    private static final String SECRET = "0123456789abcdef";
    private static final String RESULT =
            "{\"messageId\":\"m%d\",\"to\":\"48600100200\",\"status\":{\"name\":\"DELIVERED_TO_HANDSET\","
                    + "\"groupId\":3,\"groupName\":\"DELIVERED\"}}";

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Map<String, Object>> received = new CopyOnWriteArrayList<>();
    private volatile boolean full;
    private StandIn infobip;
    private ProducerTemplate template;
    private int port;

    @BeforeEach
    void start() throws Exception {
        infobip = new StandIn();
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("127.0.0.1");
        configuration.setBindPort(0);
        VertxPlatformHttpServer server = new VertxPlatformHttpServer(configuration);
        camel.addService(server);
        HttpLinks links = new HttpLinks();
        links.setCamelContext(camel);
        camel.getRegistry().bind("httpLinks", links);
        HttpEngine engine = new HttpEngine();
        engine.setCamelContext(camel);
        engine.setGate(links);
        engine.setMaxBodySize(1_000_000);
        camel.getRegistry().bind("httpProviders", engine);
        camel.getComponent("platform-http", PlatformHttpComponent.class).setEngine(engine);
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:received").errorHandler(noErrorHandler()).process(e -> {
                    if (full && "m50".equals(e.getMessage().getHeader(SmsHeaders.REMOTE_ID))) {
                        throw new LedgerException(LedgerException.Reason.BUSY, "no room", null);
                    }
                    Map<String, Object> one = new TreeMap<>(e.getMessage().getHeaders());
                    one.put("body", e.getMessage().getBody());
                    received.add(one);
                });
            }
        });
        RoutesBuilder routes = PluginHelper.getRoutesLoader(camel)
                .findRoutesBuilders(ResourceHelper.resolveResource(
                        camel, "file:" + Path.of("../../routes/links/http-link.camel.yaml")))
                .iterator()
                .next();
        camel.addRoutes(routes);
        camel.start();
        port = server.getServer().actualPort();
        template = camel.createProducerTemplate();
        infobip.answers(asked -> StandIn.json(
                200,
                "{\"messages\":[{\"messageId\":\"m1\",\"status\":{\"groupId\":1,\"name\":\"PENDING_ACCEPTED\"}}]}"));
        template.request(
                Links.uri(
                        "infobip",
                        Map.of(
                                "url",
                                infobip.url(),
                                "password",
                                "k3yk3y",
                                "callback",
                                "http://127.0.0.1:" + port,
                                "callbackSecret",
                                SECRET)),
                e -> {
                    e.getMessage().setBody("x");
                    e.getMessage().setHeader(SmsHeaders.ID, Links.ID);
                    e.getMessage().setHeader(SmsHeaders.TO, "+48600100200");
                });
    }

    @AfterEach
    void stop() throws Exception {
        camel.stop();
        infobip.close();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String hundred() {
        StringBuilder all = new StringBuilder("{\"results\":[");
        for (int i = 0; i < 100; i++) {
            all.append(i == 0 ? "" : ",").append(i == 7 ? "{\"no\":\"receipt\"}" : RESULT.formatted(i));
        }
        return all.append("]}").toString();
    }

    @Test
    void aHundredAtOnceOfWhichOneCannotBeRead() throws Exception {
        assertThat(post("/providers/infobip/" + SECRET + "?ref=x&key=y&link=z", hundred())
                        .statusCode())
                .isEqualTo(200);
        assertThat(received).hasSize(100);
        assertThat(received.stream().filter(one -> "RECEIPT".equals(one.get(SmsHeaders.KIND))))
                .hasSize(99)
                .allSatisfy(one -> assertThat(one)
                        .containsEntry(SmsHeaders.LINK, "infobip")
                        .containsEntry(SmsHeaders.STATE, "DELIVERED")
                        .containsEntry(SmsHeaders.TO, "+48600100200"));
        assertThat(received.stream().filter(one -> "OTHER".equals(one.get(SmsHeaders.KIND))))
                .hasSize(1)
                .allSatisfy(one -> assertThat(one).containsEntry("body", "{\"no\":\"receipt\"}"));
    }

    @Test
    void whatCannotBeKeptIsNotAnsweredWithSuccess() throws Exception {
        full = true;
        HttpResponse<String> later = post("/providers/infobip/" + SECRET, hundred());
        assertThat(later.statusCode()).isEqualTo(503);
        assertThat(later.headers().firstValue("Retry-After")).hasValue("5");
        full = false;
        assertThat(post("/providers/infobip/" + SECRET, hundred()).statusCode()).isEqualTo(200);
    }

    @Test
    void whatCannotBeReadIsKeptAsItCame() throws Exception {
        assertThat(post("/providers/infobip/" + SECRET, "{\"results\":[").statusCode())
                .isEqualTo(200);
        assertThat(received).hasSize(1);
        assertThat(received.get(0)).containsEntry(SmsHeaders.KIND, "OTHER").containsEntry(SmsHeaders.LINK, "infobip");
        assertThat((byte[]) received.get(0).get("body")).isEqualTo("{\"results\":[".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void strangersAreNotReadAtAll() throws Exception {
        for (String path :
                List.of("/providers/infobip/0123456789abcdeg", "/providers/nobody/" + SECRET, "/providers/infobip/")) {
            try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
                stranger.setSoTimeout(20_000);
                stranger.getOutputStream()
                        .write(("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(stranger.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 404");
            }
        }
        assertThat(received).isEmpty();
    }
}
