package org.smshub.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that nobody here wrote: they bind, send all kinds of messages, get receipts and messages. */
class PeersTest {

    private static final String CONCATENATED = "x".repeat(150);

    @TempDir
    Path folder;

    private final Peers.Received received = new Peers.Received();
    private Path output;

    @BeforeEach
    void output() {
        output = folder.resolve("output");
    }

    @Test
    void npmPackageSmpp() throws Exception {
        Peers.need("node", "nodejs");
        Peers.need("npm", "npm");
        Path modules = Path.of("target", "npm").toAbsolutePath();
        if (!Files.isDirectory(modules.resolve("node_modules/smpp"))) {
            Files.createDirectories(modules);
            Process npm =
                    Peers.start(output, "npm", "install", "--silent", "--prefix", modules.toString(), "smpp@0.5.1");
            boolean installed = npm.waitFor(60, TimeUnit.SECONDS) && npm.exitValue() == 0;
            Assumptions.assumeTrue(installed, "npm could not install the package smpp");
        }
        Path script = Files.copy(
                Path.of("src/test/resources/peers/npm-smpp.js"),
                modules.resolve("npm-smpp.js"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        try (SmppServerFixture centre = Peers.centre(received);
                Capture capture = new Capture(centre.port, folder)) {
            Process node = Peers.start(output, "node", script.toString(), Integer.toString(centre.port));
            assertThat(node.waitFor(25, TimeUnit.SECONDS)).isTrue();
            List<String> lines = Files.readAllLines(output);
            assertThat(node.exitValue()).as(String.join("\n", lines)).isZero();
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("{\"what\":\"sent\",\"status\":0"))
                    .hasSize(7);
            assertThat(lines)
                    .filteredOn(line -> line.contains("\"deliver\",\"esm\":4"))
                    .hasSize(7);
            assertThat(lines).filteredOn(line -> line.contains("\"udh\":1")).hasSize(2);
            assertThat(lines)
                    .contains("{\"what\":\"query\",\"status\":0,\"state\":2}", "{\"what\":\"unbound\",\"status\":0}");
            bodies("Hello from node", "Zażółć");
            capture.assertNothingMalformed();
        }
    }

    @Test
    void perlNetSmpp() throws Exception {
        Peers.need("perl", "libnet-smpp-perl");
        Process there = Peers.start(output, "perl", "-MNet::SMPP", "-e", "1");
        Assumptions.assumeTrue(there.waitFor() == 0, "Net::SMPP is not installed (Debian package libnet-smpp-perl)");
        try (SmppServerFixture centre = Peers.centre(received);
                Capture capture = new Capture(centre.port, folder)) {
            Process perl =
                    Peers.start(output, "perl", "src/test/resources/peers/net-smpp.pl", Integer.toString(centre.port));
            assertThat(perl.waitFor(30, TimeUnit.SECONDS)).isTrue();
            List<String> lines = Files.readAllLines(output);
            assertThat(perl.exitValue()).as(String.join("\n", lines)).isZero();
            assertThat(lines).contains("refused 14", "bound 0", "unbound 0");
            assertThat(lines).filteredOn(line -> line.startsWith("sent 0 ")).hasSize(7);
            assertThat(lines).filteredOn(line -> line.startsWith("deliver 4 ")).hasSize(7);
            assertThat(lines)
                    .filteredOn(line -> line.startsWith("deliver 64 05000"))
                    .hasSize(2);
            bodies("Hello from perl", "Żó");
            capture.assertNothingMalformed();
        }
    }

    /** The text, the Unicode text, octets, both parts of a long text and a payload arrived as they were. */
    private void bodies(String text, String unicode) {
        List<Object> bodies =
                received.stream().map(headers -> headers.get("body")).toList();
        assertThat(bodies).contains(text, unicode, "y".repeat(400));
        assertThat(bodies).filteredOn(CONCATENATED::equals).hasSize(2);
        assertThat(bodies).filteredOn(byte[].class::isInstance).containsExactly(new byte[] {0, -1, 1});
        assertThat(received).allSatisfy(headers -> assertThat(headers).containsEntry("SmsFrom", "+48700800900"));
    }

    @Test
    void kannel() throws Exception {
        Peers.need("bearerbox", "kannel");
        ConcurrentLinkedQueue<String> calls = new ConcurrentLinkedQueue<>();
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            calls.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
        int web = http.getAddress().getPort();
        int send = SmppServerFixture.freePort();
        Process bearerbox = null;
        Process smsbox = null;
        try (SmppServerFixture centre = Peers.centre(received);
                Capture capture = new Capture(centre.port, folder)) {
            Path configuration = folder.resolve("kannel.conf");
            Files.writeString(
                    configuration,
                    kannel(centre.port, SmppServerFixture.freePort(), SmppServerFixture.freePort(), send, web));
            bearerbox = Peers.start(output, "bearerbox", configuration.toString());
            await().atMost(20, TimeUnit.SECONDS).until(() -> centre.consumer().getBoundSessions() == 1);
            smsbox = Peers.start(folder.resolve("smsbox"), "smsbox", configuration.toString());
            HttpClient client = HttpClient.newHttpClient();
            String base = "http://127.0.0.1:" + send + "/cgi-bin/sendsms?username=u&password=secret&from=%2B48700800900"
                    + "&dlr-mask=31&dlr-url=" + encode("http://127.0.0.1:" + web + "/dlr?state=%d&id=%F") + "&to=";
            await().atMost(20, TimeUnit.SECONDS)
                    .ignoreExceptions()
                    .until(() -> get(client, base + "%2B48600100200&text=Hello+from+kannel") == 202);
            assertThat(get(client, base + "%2B48600100200&coding=2&charset=UTF-8&text=" + encode("Zażółć")))
                    .isEqualTo(202);
            assertThat(get(client, base + "%2B48600100200&coding=1&udh=%06%05%04%0b%84%23%f0&text=%00%ff%01"))
                    .isEqualTo(202);
            assertThat(get(client, base + "%2B48600100200&text=" + "z".repeat(300)))
                    .isEqualTo(202);
            assertThat(get(client, base + "%2B48600100231&text=echo+me")).isEqualTo(202);

            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> calls.stream()
                                    .filter(call -> call.startsWith("/mo?text=echo+me"))
                                    .count()
                            == 1);
            await().atMost(20, TimeUnit.SECONDS)
                    .until(() -> calls.stream()
                                    .filter(call -> call.startsWith("/dlr?state=1&"))
                                    .count()
                            == 5);
            List<Object> bodies =
                    received.stream().map(headers -> headers.get("body")).toList();
            assertThat(bodies).contains("Hello from kannel", "Zażółć");
            assertThat(bodies).filteredOn(byte[].class::isInstance).containsExactly(new byte[] {0, -1, 1});
            assertThat(received)
                    .anySatisfy(m -> assertThat(m).containsEntry("SmsParts", 2).containsEntry("SmsPart", 2));
            capture.assertNothingMalformed();
        } finally {
            http.stop(0);
            if (smsbox != null) {
                Peers.stop(smsbox);
            }
            if (bearerbox != null) {
                Peers.stop(bearerbox);
            }
        }
    }

    private static int get(HttpClient client, String uri) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String kannel(int smsc, int admin, int box, int send, int web) {
        return """
                group = core
                admin-port = %2$d
                admin-password = secret
                admin-interface = 127.0.0.1
                smsbox-port = %3$d
                smsbox-interface = 127.0.0.1
                dlr-storage = internal
                log-level = 0

                group = smsc
                smsc = smpp
                smsc-id = centre
                host = 127.0.0.1
                port = %1$d
                smsc-username = kannel
                smsc-password = secret
                system-type = ""
                transceiver-mode = true
                enquire-link-interval = 1

                group = smsbox
                bearerbox-host = 127.0.0.1
                sendsms-port = %4$d
                sendsms-interface = 127.0.0.1

                group = sendsms-user
                username = u
                password = secret
                concatenation = true
                max-messages = 10

                group = sms-service
                keyword = default
                get-url = "http://127.0.0.1:%5$d/mo?text=%%a&from=%%p"
                max-messages = 0
                """.formatted(smsc, admin, box, send, web);
    }
}
