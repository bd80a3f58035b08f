package org.smshub.hub.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.hub.Clients;

/** By the octets of a connection: what a server must not be made to believe, and what it must not be made to hold. */
@Execution(ExecutionMode.CONCURRENT)
class BoundedHttpServerTest {

    private static final int PATIENCE = 20_000;
    private static final String BODY = "{\"to\":\"+48600100200\"}";
    private static final String KEY = "k".repeat(64);
    private static final String AUTHORIZATION = "Authorization: Bearer " + KEY + "\r\n";
    private static final String POST = "POST /v1/messages HTTP/1.1\r\nHost: a\r\n" + AUTHORIZATION;
    private static final String SMUGGLED = "GET /v1/secret HTTP/1.1\r\nHost: a\r\n" + AUTHORIZATION + "\r\n";
    private static final String CHUNKS = chunk(BODY) + "0\r\n\r\n";
    private static final String LENGTH = "Content-Length: " + BODY.length() + "\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    @TempDir
    Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final Queue<String> secrets = new ConcurrentLinkedQueue<>();
    private final Queue<AsyncCallback> waiting = new ConcurrentLinkedQueue<>();
    private BoundedHttpServer server;

    @BeforeEach
    void start() throws Exception {
        java.security.MessageDigest sha = java.security.MessageDigest.getInstance("SHA-256");
        String hash = java.util.HexFormat.of().formatHex(sha.digest(KEY.getBytes(StandardCharsets.US_ASCII)));
        Files.writeString(folder.resolve("clients.yaml"), "clients: [{id: shop, keys: ['sha256:" + hash + "']}]");
        Clients clients = new Clients();
        clients.setFile("file:" + folder.resolve("clients.yaml"));
        clients.setCamelContext(context);
        VertxPlatformHttpServerConfiguration configuration = new VertxPlatformHttpServerConfiguration();
        configuration.setBindHost("127.0.0.1");
        configuration.setBindPort(0);
        configuration.setMaxBodySize(1_000L);
        server = new BoundedHttpServer(
                configuration,
                new HttpBounds(
                        40,
                        20,
                        5,
                        2_000,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1)),
                null,
                true);
        context.addService(server);
        HttpKeys keys = new HttpKeys();
        keys.setClients(clients);
        HttpEngine engine = new HttpEngine();
        engine.setCamelContext(context);
        engine.setWorkers(0);
        engine.setKeys(keys);
        context.getComponent("platform-http", PlatformHttpComponent.class).setEngine(engine);
        HttpEngine open = new HttpEngine();
        open.setCamelContext(context);
        context.getRegistry().bind("open", open);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("platform-http:/v1/messages?httpMethodRestrict=POST")
                        .process(e -> bodies.add(e.getMessage().getBody(String.class)))
                        .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(202))
                        .setBody(constant("taken"));
                from("platform-http:/v1/secret").process(e -> secrets.add("asked"));
                from("platform-http:/v1/{id}/held").process(new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        waiting.add(callback);
                        return false;
                    }
                });
                from("platform-http:/open?platformHttpEngine=#bean:open").setBody(constant("x".repeat(20_000)));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        waiting.forEach(callback -> callback.done(false));
        context.stop();
    }

    private static String chunk(String body) {
        return Integer.toHexString(body.length()) + "\r\n" + body + "\r\n";
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket("127.0.0.1", server.getPort());
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Says this and no more, and reads until the end of the connection. */
    private String say(String text) throws IOException {
        try (Socket socket = connect()) {
            write(socket, text);
            return rest(socket);
        }
    }

    private static String rest(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(all);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException reset) {
            // an end, too
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static String status(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void goodRequestsAreTakenOneAfterTheOther() throws Exception {
        String answers = say(POST + LENGTH + "\r\n" + BODY
                + POST + CHUNKED + "\r\n" + CHUNKS
                + POST + CHUNKED + "\r\n" + Integer.toHexString(BODY.length()) + ";a=b;c=\"d\"\r\n" + BODY
                + "\r\n0\r\n\r\n"
                + POST + "Connection: close\r\n" + LENGTH + "\r\n" + BODY);
        assertThat(answers.split("HTTP/1.1 202", -1)).hasSize(5);
        assertThat(bodies).containsExactly(BODY, BODY, BODY, BODY);
    }

    /** Requests about whose end two readers may think otherwise; behind each, what is to be smuggled. */
    static List<String> doubtful() {
        int n = BODY.length();
        String hex = Integer.toHexString(n);
        return List.of(
                // Content-Length and Transfer-Encoding (CVE-2026-42581)
                POST + LENGTH + CHUNKED + "\r\n" + CHUNKS,
                POST + CHUNKED + "Content-Length: 6\r\n\r\n" + CHUNKS,
                POST.replace("1.1", "1.0") + CHUNKED + LENGTH + "\r\n" + CHUNKS,
                POST.replace("1.1", "1.0") + CHUNKED + "\r\n" + CHUNKS,
                // two lengths, and lengths that are none
                POST + LENGTH + "Content-Length: 1\r\n\r\n" + BODY,
                POST + LENGTH + LENGTH + "\r\n" + BODY,
                POST + "Content-Length: " + n + ", " + n + "\r\n\r\n" + BODY,
                POST + "Content-Length: +" + n + "\r\n\r\n" + BODY,
                POST + "Content-Length: -" + n + "\r\n\r\n" + BODY,
                POST + "Content-Length: 0x" + hex + "\r\n\r\n" + BODY,
                POST + "Content-Length: " + n + "abc\r\n\r\n" + BODY,
                POST + "Content-Length : " + n + "\r\n\r\n" + BODY,
                POST + "Content-Length: 18446744073709551636\r\n\r\n" + BODY,
                // codings that one knows and another does not
                POST + "Transfer-Encoding: xchunked\r\n\r\n" + CHUNKS,
                POST + "Transfer-Encoding: identity\r\n" + LENGTH + "\r\n" + BODY,
                POST + "Transfer-Encoding: gzip, chunked\r\n\r\n" + CHUNKS,
                POST + CHUNKED + CHUNKED + "\r\n" + CHUNKS,
                POST + "Transfer-Encoding: \u000bchunked\r\n\r\n" + CHUNKS,
                POST + "Transfer-Encoding : chunked\r\n" + LENGTH + "\r\n" + CHUNKS,
                POST + "Transfer-Encoding:\r\n chunked\r\n" + LENGTH + "\r\n" + BODY,
                // line ends
                POST + "X: a\n" + LENGTH + "\r\n" + BODY,
                (POST + LENGTH + "\r\n").replace("\r\n", "\n") + BODY,
                POST + "X: a\r" + LENGTH + "\r\n" + BODY,
                POST + "X: a\u0000b\r\n" + LENGTH + "\r\n" + BODY,
                POST + "X\r\n" + LENGTH + "\r\n" + BODY,
                POST.replace("Host", " X: y\r\nHost") + LENGTH + "\r\n" + BODY,
                // chunks (CVE-2026-33870: a quoted line end in an extension)
                POST + CHUNKED + "\r\n" + hex + ";a=\"\r\n" + BODY + "\r\n0\r\n\r\n",
                POST + CHUNKED + "\r\n1;a=\"\r\nX\"\r\n" + BODY + "\r\n0\r\n\r\n",
                POST + CHUNKED + "\r\n" + hex + ";a\nxx\r\n" + BODY + "\r\n0\r\n\r\n",
                POST + CHUNKED + "\r\n" + hex + "\n" + BODY + "\r\n0\r\n\r\n",
                POST + CHUNKED + "\r\n" + hex + "\r\n" + BODY + "xx0\r\n\r\n",
                POST + CHUNKED + "\r\n-1\r\n" + BODY + "\r\n0\r\n\r\n",
                POST + CHUNKED + "\r\n0x" + hex + "\r\n" + BODY + "\r\n0\r\n\r\n",
                POST + CHUNKED + "\r\n1000000" + hex + "\r\n" + BODY + "\r\n0\r\n\r\n",
                // who is meant
                POST + "Host: b\r\n" + LENGTH + "\r\n" + BODY,
                POST.replace("Host: a\r\n", "") + LENGTH + "\r\n" + BODY,
                POST + "Authorization: Bearer x\r\n" + LENGTH + "\r\n" + BODY);
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void aRequestThatCanBeReadInTwoWaysIsRefusedAndNothingBehindItBelieved(String request) throws Exception {
        assertThat(say(request + SMUGGLED)).matches("(?s)|HTTP/1.[01] 4.*");
        assertThat(secrets).isEmpty();
        assertThat(bodies).isEmpty();
    }

    /** RFC 9112 5.2 lets a folded line be read as one; a body hides no request, and a trailer is no header. */
    @Test
    void whatIsReadInOneWayIsReadSo() throws Exception {
        String folded = say(POST + "X: a\r\n b\r\nConnection: close\r\n" + LENGTH + "\r\n" + BODY + SMUGGLED);
        assertThat(folded).startsWith("HTTP/1.1 202");
        String hidden = say(POST + "Connection: close\r\nContent-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED);
        assertThat(hidden).startsWith("HTTP/1.1 202");
        String trailer = say(POST.replace(AUTHORIZATION, "") + CHUNKED + "\r\n" + chunk(BODY) + "0\r\n" + AUTHORIZATION
                + "\r\n" + SMUGGLED);
        assertThat(trailer).startsWith("HTTP/1.1 401");
        assertThat(secrets).isEmpty();
        assertThat(bodies).containsExactly(BODY, SMUGGLED);
    }

    @Test
    void http2IsRefused() throws Exception {
        assertThat(say("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0")).doesNotContain(" 200 ", " 101 ");
        String upgrade =
                say("GET /open HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\n"
                        + "HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
        assertThat(upgrade).startsWith("HTTP/1.1 200");
    }

    @Test
    void aStrangersBodyIsNotWaitedFor() throws Exception {
        assertThat(say(POST.replace(AUTHORIZATION, "") + "Content-Length: 900\r\n\r\n{"))
                .startsWith("HTTP/1.1 401")
                .contains("application/problem+json", "WWW-Authenticate: Bearer")
                .containsIgnoringCase("connection: close");
        assertThat(say(POST.replace(KEY, KEY + "x") + "Expect: 100-continue\r\nContent-Length: 900\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(bodies).isEmpty();
    }

    @Test
    void aBodyThatIsTooLargeIsAProblemOfItsOwn() throws Exception {
        assertThat(say(POST + "Content-Length: 1001\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .contains("hub.http.maxBodySize");
        String some = "x".repeat(400);
        assertThat(say(POST + CHUNKED + "\r\n" + chunk(some) + chunk(some) + chunk(some)))
                .startsWith("HTTP/1.1 413");
        assertThat(say(POST + "X: " + "x".repeat(3_000) + "\r\n\r\n")).startsWith("HTTP/1.1 431");
        assertThat(say("GET /" + "x".repeat(5_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.0 414");
        assertThat(bodies).isEmpty();
    }

    @Test
    void whoTakesTooLongIsClosed() throws Exception {
        for (String so : List.of(
                "",
                "GET",
                "GET /open HTTP/1.1\r\nHost: a\r\n",
                POST + LENGTH + "\r\n{",
                POST + CHUNKED + "\r\n5\r\nx")) {
            assertThat(say(so)).as(so).isEmpty();
        }
        assertThat(say("GET /open HTTP/1.1\r\nHost: a\r\n\r\n"))
                .as("and after an answer, when nothing follows")
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void anOctetNowAndThenHoldsNoConnection() throws Exception {
        try (Socket socket = connect()) {
            await().atMost(Duration.ofMillis(PATIENCE))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        try {
                            write(socket, "x");
                            return false;
                        } catch (IOException closed) {
                            return true;
                        }
                    });
        }
    }

    @Test
    void requestsUnderWayAreCountedAndThoseBeyondAreToldToComeLater() throws Exception {
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < 5; i++) {
                Socket held = connect();
                all.add(held);
                write(held, "GET /v1/" + i + "/held HTTP/1.1\r\nHost: a\r\n" + AUTHORIZATION + "\r\n");
            }
            await().atMost(Duration.ofMillis(PATIENCE)).until(() -> waiting.size() == 5);
            try (Socket beyond = connect()) {
                write(beyond, "GET /open HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(status(beyond)).startsWith("HTTP/1.1 503");
            }
            // longer than any of the times: what waits for the hub is not too slow
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            waiting.forEach(callback -> callback.done(false));
            waiting.clear();
            for (Socket held : all) {
                assertThat(status(held)).startsWith("HTTP/1.1 20");
            }
            await().atMost(Duration.ofMillis(PATIENCE)).untilAsserted(() -> {
                try (Socket now = connect()) {
                    write(now, "GET /open HTTP/1.1\r\nHost: a\r\n\r\n");
                    assertThat(status(now)).startsWith("HTTP/1.1 200");
                }
            });
        } finally {
            for (Socket socket : all) {
                socket.close();
            }
        }
    }

    @Test
    void anAddressHasItsConnectionsAndNoMore() throws Exception {
        List<Socket> all = new ArrayList<>();
        try {
            for (int i = 0; i < 25; i++) {
                all.add(connect());
            }
            int closed = 0;
            for (Socket socket : all.subList(20, 25)) {
                closed += socket.getInputStream().read() < 0 ? 1 : 0;
            }
            assertThat(closed).isEqualTo(5);
            try (Socket other = new Socket()) {
                other.bind(new java.net.InetSocketAddress("127.0.0.2", 0));
                other.connect(new java.net.InetSocketAddress("127.0.0.1", server.getPort()));
                other.setSoTimeout(PATIENCE);
                write(other, "GET /open HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(status(other)).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (Socket socket : all) {
                socket.close();
            }
        }
    }

    @Test
    @Timeout(60)
    void whoAsksWithoutEndAndReadsNothingIsClosed() throws Exception {
        try (Socket socket = connect()) {
            socket.setReceiveBufferSize(4_096);
            assertThatThrownBy(() -> {
                        while (true) {
                            write(socket, "GET /open HTTP/1.1\r\nHost: a\r\n\r\n");
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void pipelinedRequestsHaveAnEnd() throws Exception {
        try (Socket socket = connect()) {
            write(
                    socket,
                    ("GET /v1/a/held HTTP/1.1\r\nHost: a\r\n" + AUTHORIZATION + "\r\n")
                            .repeat(HttpGuard.MOST_PIPELINED + 1));
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void aKeyInTheQueryIsNone() throws Exception {
        assertThat(say("GET /v1/secret?Authorization=Bearer%20" + KEY + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                .startsWith("HTTP/1.1 401");
        assertThat(secrets).isEmpty();
    }

    @Test
    void wrongKeysAreAnsweredEverLater() throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < 30; i++) {
            assertThat(say("GET /v1/secret HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer x" + i + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 401");
        }
        // 20 at once, then one every 250 ms
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(2_000));
        assertThat(say("GET /v1/secret HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + AUTHORIZATION + "\r\n"))
                .as("who has a key is not slowed")
                .startsWith("HTTP/1.1 20");
    }
}
