package org.smshub.hub.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls to servers that do everything a receiver can do wrong; the good address is 127.0.0.2, the forbidden one 127.0.0.1. */
class HttpCallerTest {

    private static final String GOOD = "127.0.0.2";
    private static final String FORBIDDEN = "127.0.0.1";

    @TempDir
    static Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private HttpCaller caller;

    @AfterEach
    void stop() {
        if (caller != null) {
            caller.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int serve(String host, int port, HttpServerOptions options, Consumer<HttpServerRequest> receiver)
            throws Exception {
        HttpServer server = vertx.createHttpServer(options).requestHandler(receiver::accept);
        return server.listen(port, host)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    private int serve(Consumer<HttpServerRequest> receiver) throws Exception {
        return serve(GOOD, 0, new HttpServerOptions(), receiver);
    }

    /** Says in {@link #heard} what came, and answers. */
    private Consumer<HttpServerRequest> answering(int status) {
        return request -> request.body().onSuccess(body -> {
            heard.add(request.method() + " " + request.uri() + " " + request.getHeader("Host") + " "
                    + request.getHeader("webhook-id") + " " + body);
            request.response().setStatusCode(status).end();
        });
    }

    private HttpCaller.Answer call(String url) throws Exception {
        return caller.post(
                        "shop",
                        URI.create(url),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        Map.of("webhook-id", "webhook-1"))
                .get(30, TimeUnit.SECONDS);
    }

    private void caller(Duration timeout, String nameServers) {
        caller = new HttpCaller(new PublicAddresses(GOOD), 10, timeout, "", nameServers);
    }

    @Test
    void aReceiverHearsAndWhatItAnswersIsKnown() throws Exception {
        int port = serve(answering(204));
        caller(Duration.ofSeconds(20), "");
        HttpCaller.Answer answer = call("http://" + GOOD + ":" + port + "/sms?shop=1");
        assertThat(answer.isGood()).isTrue();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(heard).containsExactly("POST /sms?shop=1 " + GOOD + ":" + port + " webhook-1 {}");
        int refuses = serve(request -> request.response()
                .setStatusCode(503)
                .putHeader("Retry-After", "120")
                .end("busy"));
        answer = call("http://" + GOOD + ":" + refuses);
        assertThat(answer.isGood()).isFalse();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.retryAfter()).isEqualTo(120_000);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        int trap = serve(FORBIDDEN, 0, new HttpServerOptions(), answering(200));
        int port = serve(request -> request.response()
                .setStatusCode(307)
                .putHeader("Location", "http://" + FORBIDDEN + ":" + trap + "/")
                .end());
        caller(Duration.ofSeconds(20), "");
        HttpCaller.Answer answer = call("http://" + GOOD + ":" + port);
        assertThat(answer.status()).isEqualTo(307);
        assertThat(answer.words()).contains("no redirect is followed");
        assertThat(heard).isEmpty();
    }

    @Test
    void anAddressThatIsNotAllowedIsNotCalledHoweverItIsNamed() throws Exception {
        int trap = serve(FORBIDDEN, 0, new HttpServerOptions(), answering(200));
        try (NameServer names = new NameServer(name -> List.of(FORBIDDEN))) {
            caller(Duration.ofSeconds(20), names.address());
            for (String host : List.of(
                    FORBIDDEN, "localhost", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "hooks.example")) {
                HttpCaller.Answer answer = call("http://" + host + ":" + trap);
                assertThat(answer.status()).as(host).isZero();
                assertThat(answer.problem()).as(host).contains("loopback").contains("hub.webhooks.allow");
            }
        }
        assertThat(heard).isEmpty();
    }

    /** DNS rebinding: the next question gets another answer, and no answer is kept. */
    @Test
    void aNameThatChangesToALoopbackAddressIsCalledWhereItWasLookedUpOrNotAtAll() throws Exception {
        int port = serve(answering(204));
        List<String> trapped = new CopyOnWriteArrayList<>();
        serve(FORBIDDEN, port, new HttpServerOptions(), request -> {
            trapped.add(request.uri());
            request.response().end();
        });
        AtomicInteger asked = new AtomicInteger();
        try (NameServer names = new NameServer(name -> List.of(asked.getAndIncrement() % 2 == 0 ? GOOD : FORBIDDEN))) {
            caller(Duration.ofSeconds(20), names.address());
            int good = 0;
            for (int i = 0; i < 20; i++) {
                HttpCaller.Answer answer = call("http://rebinding.example:" + port);
                good += answer.isGood() ? 1 : 0;
                assertThat(answer.isGood() || answer.words().contains("loopback"))
                        .as(answer.words())
                        .isTrue();
            }
            assertThat(good).isBetween(1, 19);
        }
        assertThat(trapped).isEmpty();
        assertThat(heard).isNotEmpty().allMatch(line -> line.contains(" rebinding.example:" + port + " "));
    }

    @Test
    void ofSeveralAddressesThoseThatMayBeCalledAreTriedInTurn() throws Exception {
        int port = serve("127.0.0.3", 0, new HttpServerOptions(), answering(204));
        try (NameServer names = new NameServer(name -> List.of(FORBIDDEN, GOOD, "127.0.0.3"))) {
            caller = new HttpCaller(
                    new PublicAddresses("127.0.0.2/31"), 10, Duration.ofSeconds(20), "", names.address());
            assertThat(call("http://several.example:" + port).status()).isEqualTo(204);
        }
    }

    @Test
    void whatIsAwayIsSaid() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(GOOD))) {
            closed = socket.getLocalPort();
        }
        try (NameServer names = new NameServer(name -> name.startsWith("silent") ? null : List.of())) {
            caller(Duration.ofSeconds(2), names.address());
            assertThat(call("http://" + GOOD + ":" + closed).problem()).contains("cannot be reached");
            assertThat(call("http://nobody.example:1").problem()).contains("nobody.example has no address");
            assertThat(call("http://silent.example:1").problem()).contains("no answer within 2 s");
        }
    }

    @Test
    void whoNeverEndsItsAnswerIsHungUpOn() throws Exception {
        int silent = serve(request -> {});
        int drop = serve(request -> {
            request.response().setChunked(true).write("x");
            vertx.setPeriodic(100, t -> request.response().write("x"));
        });
        int flood = serve(request -> {
            request.response().setChunked(true);
            flood(request);
        });
        caller(Duration.ofSeconds(2), "");
        assertThat(call("http://" + GOOD + ":" + silent).problem()).contains("no answer within 2 s");
        assertThat(call("http://" + GOOD + ":" + drop).status()).isEqualTo(200);
        HttpCaller.Answer much = call("http://" + GOOD + ":" + flood);
        assertThat(much.status()).isEqualTo(200);
    }

    private void flood(HttpServerRequest request) {
        if (!request.response().closed()) {
            request.response().write("x".repeat(8_192)).onSuccess(v -> flood(request));
        }
    }

    /** As a server does that closes what was idle just as a request comes. */
    @Test
    void aConnectionThatClosesWithoutAnAnswerIsTriedOnceMore() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName(GOOD))) {
            Thread thread = new Thread(() -> closing(server, connections));
            thread.setDaemon(true);
            thread.start();
            caller(Duration.ofSeconds(20), "");
            assertThat(call("http://" + GOOD + ":" + server.getLocalPort()).status())
                    .isEqualTo(200);
            assertThat(connections).hasValue(2);
        }
    }

    private static void closing(ServerSocket server, AtomicInteger connections) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[4_096]);
                if (connections.incrementAndGet() > 1) {
                    socket.getOutputStream()
                            .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void garbageIsNoAnswer() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName(GOOD))) {
            Thread thread = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[4_096]);
                        socket.getOutputStream().write("\0\1\2 nonsense\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    } catch (IOException e) {
                        return;
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
            caller(Duration.ofSeconds(5), "");
            assertThat(call("http://" + GOOD + ":" + server.getLocalPort()).isGood())
                    .isFalse();
        }
    }

    @Test
    void theCertificateIsThatOfTheNameAndOfAnAuthorityThatIsTrusted() throws Exception {
        Path certificate = pem("hooks.example", "CERTIFICATE");
        HttpServerOptions tls = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.toString())
                        .setKeyPath(pem("hooks.example", "PRIVATE KEY").toString()));
        int port = serve(GOOD, 0, tls, answering(204));
        try (NameServer names = new NameServer(name -> List.of(GOOD))) {
            caller = new HttpCaller(
                    new PublicAddresses(GOOD), 10, Duration.ofSeconds(20), certificate.toString(), names.address());
            assertThat(call("https://hooks.example:" + port).words()).isEqualTo("it answered 204");
            assertThat(call("https://other.example:" + port).problem()).contains("TLS");
            caller.close();
            caller(Duration.ofSeconds(20), names.address());
            assertThat(call("https://hooks.example:" + port).problem()).contains("TLS is not trusted");
        }
        assertThat(heard).hasSize(1);
    }

    private static Path pem(String host, String type) throws Exception {
        Path store = folder.resolve(host);
        if (!Files.exists(store)) {
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-genkeypair",
                            "-keyalg",
                            "EC",
                            "-alias",
                            "own",
                            "-dname",
                            "CN=" + host,
                            "-ext",
                            "san=dns:" + host,
                            "-storepass",
                            "changeit",
                            "-keystore",
                            store.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(keytool.waitFor()).isZero();
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        byte[] octets = type.equals("CERTIFICATE")
                ? keys.getCertificate("own").getEncoded()
                : keys.getKey("own", "changeit".toCharArray()).getEncoded();
        return Files.writeString(
                folder.resolve(host + "." + type.charAt(0)),
                "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(octets) + "\n-----END " + type
                        + "-----\n");
    }

    @Test
    void whoSharesAHostWithASlowOneIsNotHeldUpAndNoThreadWaits() throws Exception {
        Consumer<HttpServerRequest> good = answering(204);
        int port = serve(request -> {
            if (!request.uri().startsWith("/silent")) {
                good.accept(request);
            }
        });
        caller(Duration.ofSeconds(60), "");
        int before = Thread.activeCount();
        for (int i = 0; i < 200; i++) {
            caller.post("slow", URI.create("http://" + GOOD + ":" + port + "/silent" + i), new byte[0], Map.of());
        }
        assertThat(call("http://" + GOOD + ":" + port).status()).isEqualTo(204);
        assertThat(Thread.activeCount() - before).isLessThan(20);
    }

    @Test
    void whenToComeBackIsSecondsOrADate() {
        assertThat(HttpCaller.retryAfter(null)).isZero();
        assertThat(HttpCaller.retryAfter("7")).isEqualTo(7_000);
        assertThat(HttpCaller.retryAfter("999999999"))
                .isEqualTo(Duration.ofHours(24).toMillis());
        assertThat(HttpCaller.retryAfter("soon")).isZero();
        assertThat(HttpCaller.retryAfter("-5")).isZero();
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(60).atOffset(ZoneOffset.UTC));
        assertThat(HttpCaller.retryAfter(date)).isBetween(1L, 60_000L);
        assertThat(HttpCaller.retryAfter("Fri, 31 Dec 1999 23:59:59 GMT")).isZero();
    }
}
