package org.smshub.hub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.smshub.link.Loop;

/** By real requests to a real server, with one worker thread. */
class HttpConsumerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Queue<AsyncCallback> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<Executor> loops = new ConcurrentLinkedQueue<>();
    private final Queue<String> tapped = new ConcurrentLinkedQueue<>();
    private final CountDownLatch free = new CountDownLatch(1);
    private int port;

    @BeforeEach
    void start() throws Exception {
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("127.0.0.1");
        configuration.setBindPort(0);
        VertxPlatformHttpServer server = new VertxPlatformHttpServer(configuration);
        context.addService(server);
        context.getRegistry().bind("server", server);
        HttpEngine engine = new HttpEngine();
        engine.setCamelContext(context);
        engine.setWorkers(1);
        context.getComponent("platform-http", PlatformHttpComponent.class).setEngine(engine);
        HttpEngine onLoop = new HttpEngine();
        onLoop.setCamelContext(context);
        onLoop.setWorkers(0);
        context.getRegistry().bind("onLoop", onLoop);
        HttpEngine gated = new HttpEngine();
        gated.setCamelContext(context);
        gated.setGate(path -> path.endsWith("/secret"));
        gated.setMaxBodySize(100_000);
        context.getRegistry().bind("gated", gated);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/loop?platformHttpEngine=#bean:onLoop")
                        .process(e -> e.setProperty("began", Thread.currentThread()))
                        .process(new Commit())
                        .process(HttpConsumerTest::tellThreads);
                from("platform-http:/calls/{key}?platformHttpEngine=#bean:gated&populateBodyWithForm=false")
                        .process(e -> e.getMessage()
                                .setBody("octets: "
                                        + e.getMessage()
                                                .getBody(io.vertx.core.buffer.Buffer.class)
                                                .length()));
                from("platform-http:/headers/{id}")
                        .setProperty("key", simple("${header.Authorization}"))
                        .setProperty("lower", simple("${header.authorization}"))
                        .wireTap("direct:tap")
                        .process(e -> e.getMessage().setBody(headers(e)));
                from("platform-http:/away/{id}")
                        .setProperty("key", simple("${header.Authorization}"))
                        .removeHeaders("*")
                        .process(e -> e.getMessage().setBody(headers(e)));
                from("direct:tap").process(e -> tapped.add(headers(e)));
                from("platform-http:/commit")
                        .routeId("commit")
                        .process(new Commit())
                        .setBody(simple("kept ${body}"));
                from("platform-http:/blocks")
                        .process(e -> free.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        // some JDKs' clients send a length of nothing, some nothing, which is 204
                        .setBody(constant("free"));
                from("platform-http:/fail").throwException(new IllegalStateException("the inside of it"));
                from("platform-http:/form").setBody(simple("${header.to}"));
                from("platform-http:/stream")
                        .process(e -> e.getMessage().setBody(new ByteArrayInputStream("streamed".getBytes())));
                from("platform-http:/broken").process(e -> e.getMessage().setBody(new BrokenStream()));
                from("platform-http:/kinds").process(e -> e.getMessage().setBody(ofKind(e)));
                from("platform-http:/nothing")
                        .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(204))
                        .transform(constant((Object) null));
            }
        });
        context.start();
        port = server.getServer().actualPort();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** As ledger:accept: goes on when told, on another thread. */
    private final class Commit extends AsyncProcessorSupport {
        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            if (Loop.here() != null) {
                loops.add(Loop.here());
            }
            waiting.add(callback);
            return false;
        }
    }

    private static void tellThreads(Exchange exchange) {
        boolean same = exchange.getProperty("began") == Thread.currentThread();
        exchange.getMessage()
                .setBody(Thread.currentThread().getName().contains("eventloop") ? "loop, same: " + same : "elsewhere");
    }

    private static String headers(Exchange exchange) {
        Map<String, Object> headers = new TreeMap<>(exchange.getMessage().getHeaders());
        return "key " + exchange.getProperty("key") + ", X-Own " + headers.get("X-Own") + ", id " + headers.get("id")
                + ", q " + headers.get("q") + ", method " + headers.get(Exchange.HTTP_METHOD) + ", " + headers.size();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private void commit() {
        for (AsyncCallback next = waiting.poll(); next != null; next = waiting.poll()) {
            next.done(false);
        }
    }

    /** A stranger's body is not waited for; who has the address may send a large one. */
    @Test
    void aGateIsAskedBeforeTheBody() throws Exception {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
            stranger.setSoTimeout((int) PATIENCE.toMillis());
            stranger.getOutputStream()
                    .write("POST /calls/guess HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            byte[] begin = stranger.getInputStream().readNBytes(12);
            assertThat(new String(begin, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 404");
        }
        HttpResponse<String> let = http.send(
                request("/calls/secret")
                        .POST(BodyPublishers.ofString("x".repeat(99_000)))
                        .build(),
                BodyHandlers.ofString());
        assertThat(let.statusCode()).isEqualTo(200);
        assertThat(let.body()).isEqualTo("octets: 99000");
        assertThat(http.send(
                                request("/calls/secret")
                                        .POST(BodyPublishers.ofString("x".repeat(101_000)))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void requestsThatWaitHoldNoThread() {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            answers.add(http.sendAsync(
                    request("/commit").POST(BodyPublishers.ofString("n" + i)).build(), BodyHandlers.ofString()));
        }
        await().atMost(PATIENCE).until(() -> waiting.size() == 50);
        commit();
        for (int i = 0; i < 50; i++) {
            HttpResponse<String> answer = answers.get(i).join();
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("kept n" + i);
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(context.getInflightRepository().size("commit"))
                        .isZero());
    }

    @Test
    void whatNoWorkerIsLeftForIsRefusedAndTheLoopGoesOn() {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        URI blocks = URI.create("http://127.0.0.1:" + port + "/blocks");
        for (int i = 0; i < HttpConsumer.MOST_WAITING + 20; i++) {
            all.add(http.sendAsync(HttpRequest.newBuilder(blocks).build(), BodyHandlers.discarding())
                    .thenApply(HttpResponse::statusCode));
        }
        // one is in its route, the queue is full
        await().atMost(PATIENCE)
                .until(() -> all.stream().filter(CompletableFuture::isDone).count() >= 19);
        free.countDown();
        List<Integer> codes = all.stream().map(CompletableFuture::join).toList();
        assertThat(codes).containsOnly(200, 503);
        assertThat(codes.stream().filter(code -> code == 503).count()).isEqualTo(19);
    }

    @Test
    void aRouteThatNeverBlocksBeginsAndGoesOnOnTheLoopOfItsRequest() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request("/loop").build(), BodyHandlers.ofString());
        await().atMost(PATIENCE).until(() -> !waiting.isEmpty());
        assertThat(loops).hasSize(1);
        loops.poll().execute(this::commit);
        assertThat(answer.join().body()).isEqualTo("loop, same: true");
    }

    @Test
    void itIsAnsweredWhereverItWentOn() {
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request("/loop").build(), BodyHandlers.ofString());
        await().atMost(PATIENCE).until(() -> !waiting.isEmpty());
        commit();
        assertThat(answer.join().body()).isEqualTo("elsewhere");
    }

    @Test
    void headersAreThereForARouteThatAsks() throws Exception {
        HttpRequest.Builder asked =
                request("/headers/7?q=x").header("authorization", "Bearer k").header("X-Own", "o");
        String seen = http.send(asked.build(), BodyHandlers.ofString()).body();
        assertThat(seen).startsWith("key Bearer k, X-Own o, id 7, q x, method GET, ");
        await().atMost(PATIENCE).until(() -> !tapped.isEmpty());
        assertThat(tapped.poll()).isEqualTo(seen);
    }

    @Test
    void headersThatARouteThrowsAwayAreGone() throws Exception {
        HttpRequest.Builder asked =
                request("/away/7?q=x").header("Authorization", "Bearer k").header("X-Own", "o");
        assertThat(http.send(asked.build(), BodyHandlers.ofString()).body())
                .isEqualTo("key Bearer k, X-Own null, id null, q null, method null, 0");
    }

    @Test
    void aFailureIsAnsweredWithoutItsInside() throws Exception {
        HttpResponse<String> answer = get("/fail");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"status\":500").doesNotContain("Exception");
    }

    @Test
    void bodiesOfEveryKindAreAnswered() throws Exception {
        assertThat(get("/stream").body()).isEqualTo("streamed");
        HttpResponse<String> nothing = get("/nothing");
        assertThat(nothing.statusCode()).isEqualTo(204);
        assertThat(nothing.body()).isEmpty();
    }

    @Test
    void whatIsThereAsAWholeGoesWithItsLength() throws Exception {
        for (String kind : List.of("text", "octets", "wrapped")) {
            HttpResponse<String> answer = get("/kinds?kind=" + kind);
            assertThat(answer.body()).as(kind).isEqualTo("zażółć");
            assertThat(answer.headers().firstValue("Content-Length")).as(kind).hasValue("10");
        }
    }

    @Test
    void headersGoOutAndThoseOfCamelStay() throws Exception {
        HttpResponse<String> answer = get("/kinds?kind=headers");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/x-kind");
        assertThat(answer.headers().allValues("X-Many")).containsExactly("a", "b");
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.startsWith("Camel"));
    }

    @Test
    void aStreamThatBreaksIsNoWholeAnswer() {
        assertThatThrownBy(() -> get("/broken")).isInstanceOf(IOException.class);
    }

    private static Object ofKind(Exchange exchange) {
        byte[] octets = "zażółć".getBytes(StandardCharsets.UTF_8);
        Message message = exchange.getMessage();
        String kind = message.getHeader("kind", String.class);
        message.removeHeaders("*");
        return switch (kind) {
            case "text" -> "zażółć";
            case "octets" -> octets;
            case "wrapped" -> ByteBuffer.wrap(octets);
            case "headers" -> {
                message.setHeader(Exchange.CONTENT_TYPE, "text/x-kind");
                message.setHeader("X-Many", List.of("a", "b"));
                message.setHeader("CamelInside", "x");
                yield "";
            }
            default -> throw new IllegalArgumentException(kind);
        };
    }

    /** Fails after what has left already. */
    private static final class BrokenStream extends InputStream {
        private int read;

        @Override
        public int read() throws IOException {
            if (read++ > 100_000) {
                throw new IOException("the disk went away");
            }
            return 'x';
        }
    }

    @Test
    void aFormIsTakenApart() throws Exception {
        HttpResponse<String> answer = http.send(
                request("/form")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("to=48600100200&text=x"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.body()).isEqualTo("48600100200");
    }

    @Test
    void aSuspendedRouteRefusesAndResumes() throws Exception {
        context.getRouteController().suspendRoute("commit");
        assertThat(get("/commit").statusCode()).isEqualTo(503);
        context.getRouteController().resumeRoute("commit");
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request("/commit").build(), BodyHandlers.ofString());
        await().atMost(PATIENCE).until(() -> !waiting.isEmpty());
        commit();
        assertThat(answer.join().statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsUnderWayWhenItStopsIsAnswered() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                request("/commit").POST(BodyPublishers.ofString("last")).build(), BodyHandlers.ofString());
        await().atMost(PATIENCE).until(() -> !waiting.isEmpty());
        CompletableFuture<Void> stopped = CompletableFuture.runAsync(context::stop);
        await().atMost(PATIENCE).until(context::isStopping);
        commit();
        assertThat(answer.join().body()).isEqualTo("kept last");
        stopped.join();
    }
}
