package org.smshub.it.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Attacks on the HTTP API, beside a client whose messages are all accepted. */
@Isolated("how long the good client waits is measured")
@Timeout(300)
class HttpAttackIT {

    private static final int MOST_OF_ONE = 500;

    private static AttackedHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new AttackedHub(Map.of(
                "hub.http.headerTimeout", "2s",
                "hub.http.bodyTimeout", "2s",
                "hub.http.idleTimeout", "3s",
                "hub.http.unreadTimeout", "2s"));
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String post(String headers, String body) {
        return "POST /v1/messages HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + headers + "\r\n" + body;
    }

    private static String authorization() throws IOException {
        return "Authorization: Bearer " + hub.key() + "\r\n";
    }

    private static void attack(int total, int atOnce, String says) throws Exception {
        hub.attack(hub.goodHttp(), watch -> {
            try (Crowd crowd = Crowd.of(total, atOnce, AttackedHub.ATTACKER, hub.http(), n -> ascii(says))) {
                watch.until(() -> crowd.ended() == total);
            }
        });
    }

    @Test
    void slowBodiesOfStrangersAreNotReadAtAll() throws Exception {
        attack(2_000, 2_000, post("Content-Length: 60000\r\n", "x".repeat(59_000)));
    }

    @Test
    void slowBodiesOfAClientEnd() throws Exception {
        attack(2_000, 2_000, post(authorization() + "Content-Length: 60000\r\n", "x".repeat(59_000)));
    }

    @Test
    void bodiesLargerThanTheLimitAreNotRead() throws Exception {
        attack(2_000, 2_000, post(authorization() + "Content-Length: 1048576\r\n", "x".repeat(100_000)));
    }

    @Test
    void halfHeadersEnd() throws Exception {
        attack(2_000, 2_000, "POST /v1/messages HTTP/1.1\r\nHost: a\r\nX-A: " + "x".repeat(4_000));
    }

    @Test
    void headersWithoutEndEnd() throws Exception {
        attack(500, 500, "POST /v1/messages HTTP/1.1\r\nHost: a\r\n" + "X-A: b\r\n".repeat(2_000));
    }

    @Test
    void silentConnectionsEnd() throws Exception {
        attack(5_000, 5_000, "");
        assertThat(hub.metric("sms_http_refused_connections_total")).isPositive();
        assertThat(hub.log()
                        .lines()
                        .filter(line -> line.contains("hub.http.maxConnections is"))
                        .count())
                .isBetween(1L, 20L);
    }

    @Test
    void wrongKeysAreSlowedAndToldOnceAMinute() throws Exception {
        double before = hub.metric("sms_http_refused_keys_total");
        attack(
                20_000,
                MOST_OF_ONE,
                post("Authorization: Bearer " + "0".repeat(64) + "\r\nContent-Length: 2\r\n", "{}"));
        assertThat(hub.metric("sms_http_refused_keys_total") - before).isGreaterThan(10_000);
        assertThat(hub.log()
                        .lines()
                        .filter(line -> line.contains("without a key that is known"))
                        .count())
                .isBetween(1L, 20L);
        assertThat(hub.log()).doesNotContain("0".repeat(64));
    }

    @Test
    void whoNeverReadsItsAnswersIsClosed() throws Exception {
        byte[] ask = ascii("GET /v1/openapi.yaml HTTP/1.1\r\nHost: a\r\n\r\n");
        hub.attack(hub.goodHttp(), watch -> {
            try (Crowd crowd = Crowd.deaf(100, AttackedHub.ATTACKER, hub.http(), ask, ask)) {
                watch.until(() -> crowd.ended() == 100);
            }
        });
    }

    @Test
    void jsonBombsAreRefused() throws Exception {
        List<String> bombs = List.of(
                "[".repeat(60_000),
                "{\"a\":".repeat(12_000),
                "{\"to\":" + "[".repeat(60_000),
                "{\"to\":\"+48600100200\",\"text\":\"x\",\"priority\":" + "9".repeat(60_000) + "}",
                "{\"to\":\"+48600100200\",\"text\":\"x\",\"priority\":1e" + "9".repeat(1_000) + "}",
                "{\"to\":\"+48600100200\",\"text\":\"x\",\"priority\":1.5}",
                "{\"to\":\"+48600100200\",\"text\":\"x\",\"" + "n".repeat(60_000) + "\":1}",
                "{\"to\":\"+48600100200\",\"text\":\"x\",\"to\":\"+48600100201\"}",
                "{\"to\":\"" + "4".repeat(60_000) + "\",\"text\":\"x\"}",
                "{\"to\":\"+48600100200\",\"text\":\"" + "x".repeat(60_000) + "\"}",
                "{\"to\":\"+48600100200\",\"text\":\"x\"}" + " ".repeat(1_000) + "{}",
                "\"" + "\\u0000".repeat(10_000) + "\"",
                "");
        hub.attack(hub.goodHttp(), watch -> {
            for (String bomb : bombs) {
                String answer = say(
                        post(authorization() + "Connection: close\r\nContent-Length: " + bomb.length() + "\r\n", bomb));
                assertThat(answer)
                        .as(bomb.substring(0, Math.min(80, bomb.length())))
                        .startsWith("HTTP/1.1 400 ")
                        .hasSizeLessThan(2_000);
            }
        });
    }

    @Test
    void aKeyCountsInTheHeaderAlone() throws Exception {
        String key = hub.key();
        for (String request : List.of(
                "GET /v1/messages/x?Authorization=Bearer%20" + key + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/messages/x?authorization=Bearer+" + key + "&access_token=" + key
                        + " HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /v1/messages/x HTTP/1.1\r\nHost: a\r\nCookie: Authorization=Bearer " + key + "\r\n\r\n",
                "POST /v1/messages?Authorization=Bearer%20" + key
                        + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: 90\r\n\r\nAuthorization=Bearer%20" + key)) {
            assertThat(say(request)).startsWith("HTTP/1.1 401 ");
        }
        assertThat(hub.log()).doesNotContain(key);
    }

    /** What it answers until it closes, or says nothing for a while. */
    static String say(String request) throws IOException {
        try (Socket socket = new Socket()) {
            // not where the wrong keys come from, which are answered late
            socket.bind(new InetSocketAddress("127.0.0.3", 0));
            socket.connect(hub.http(), 10_000);
            socket.setSoTimeout(1_000);
            socket.getOutputStream().write(ascii(request));
            return new String(all(socket.getInputStream()), StandardCharsets.ISO_8859_1);
        }
    }

    private static byte[] all(InputStream in) throws IOException {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        try {
            for (int n = in.read(some); n >= 0; n = in.read(some)) {
                all.write(some, 0, n);
            }
        } catch (SocketTimeoutException quiet) {
            // it stays open
        }
        return all.toByteArray();
    }
}
