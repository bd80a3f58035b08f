package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import com.sun.net.httpserver.HttpServer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.smpp.CommandStatus;

/**
 * Applications that nobody here wrote: they bind, send text, Unicode, long and binary messages, get receipts and
 * messages. What tshark says of each conversation is a test of its own, skipped where it is not installed.
 */
class PeersTest {

    private static final String CONCATENATED = "x".repeat(150);
    private static final byte[] OCTETS = {0, -1, 1};

    @FunctionalInterface
    private interface Conversation {
        void with(SmppServerFixture centre, int port) throws Exception;
    }

    @TempDir
    Path folder;

    private final Peers.Received received = new Peers.Received();
    private Path output;

    @BeforeEach
    void output() {
        output = folder.resolve("output");
    }

    private Stream<DynamicTest> captured(Conversation conversation, String... commands) {
        AtomicReference<Capture> captured = new AtomicReference<>();
        return Stream.of(
                dynamicTest("conversation", () -> {
                    try (SmppServerFixture centre = Peers.centre(received);
                            Capture capture = new Capture(centre.port, folder)) {
                        conversation.with(centre, capture.port());
                        captured.set(capture);
                    }
                }),
                dynamicTest("tshark finds no malformed PDU", () -> {
                    Capture capture = captured.get();
                    Assumptions.assumeTrue(capture != null, "there was no conversation");
                    capture.need();
                    assertThat(capture.sent()).contains(commands);
                    assertThat(capture.malformed(true)).isEmpty();
                }));
    }

    private static final String[] ALL_KINDS = {"bind_transceiver_resp", "submit_sm_resp", "deliver_sm"};

    @TestFactory
    Stream<DynamicTest> npmPackageSmpp() {
        return captured(this::npm, ALL_KINDS);
    }

    private void npm(SmppServerFixture centre, int port) throws Exception {
        Path modules = Peers.npmSmpp(output);
        Path script = Files.copy(
                Path.of("src/test/resources/peers/npm-smpp.js"),
                modules.resolve("npm-smpp.js"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Process node = Peers.start(output, "node", script.toString(), Integer.toString(port));
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
                .contains(
                        "{\"what\":\"refused\",\"status\":14}",
                        "{\"what\":\"query\",\"status\":0,\"state\":2}",
                        "{\"what\":\"unbound\",\"status\":0}");
        bodies("Hello from node", "Zażółć");
    }

    @TestFactory
    Stream<DynamicTest> perlNetSmpp() {
        return captured(this::perl, ALL_KINDS);
    }

    private void perl(SmppServerFixture centre, int port) throws Exception {
        Peers.need("perl", "libnet-smpp-perl");
        Process there = Peers.start(output, "perl", "-MNet::SMPP", "-e", "1");
        Assumptions.assumeTrue(there.waitFor() == 0, "Net::SMPP is not installed (Debian package libnet-smpp-perl)");
        Process perl = Peers.start(output, "perl", "src/test/resources/peers/net-smpp.pl", Integer.toString(port));
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
    }

    /** The text, the Unicode text, octets, both parts of a long text and a payload arrived as they were. */
    private void bodies(String text, String unicode) {
        List<Object> bodies =
                received.stream().map(headers -> headers.get("body")).toList();
        assertThat(bodies).contains(text, unicode, "y".repeat(400));
        assertThat(bodies).filteredOn(CONCATENATED::equals).hasSize(2);
        assertThat(bodies).filteredOn(byte[].class::isInstance).containsExactly(OCTETS);
        assertThat(received).allSatisfy(headers -> assertThat(headers).containsEntry("SmsFrom", "+48700800900"));
    }

    /** The parts of the long text, in their order. */
    private String joined() {
        return received.stream()
                .filter(headers -> Integer.valueOf(2).equals(headers.get("SmsParts")))
                .sorted(Comparator.comparing(headers -> (Integer) headers.get("SmsPart")))
                .map(headers -> (String) headers.get("body"))
                .reduce("", String::concat);
    }

    @TestFactory
    Stream<DynamicTest> kannel() {
        return captured(this::kannel, ALL_KINDS);
    }

    private void kannel(SmppServerFixture centre, int port) throws Exception {
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
        try {
            Path configuration = folder.resolve("kannel.conf");
            Files.writeString(
                    configuration, kannel(port, SmppServerFixture.freePort(), SmppServerFixture.freePort(), send, web));
            bearerbox = Peers.start(output, "bearerbox", configuration.toString());
            await().atMost(20, TimeUnit.SECONDS).until(() -> centre.consumer().getSessions() == 1);
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
            assertThat(bodies).filteredOn(byte[].class::isInstance).containsExactly(OCTETS);
            assertThat(joined()).isEqualTo("z".repeat(300));
            // the other connection of this Kannel has a wrong password
            assertThat(Files.readString(output)).contains("code 0x0000000e");
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

    @TestFactory
    Stream<DynamicTest> camelSmpp() {
        return captured(this::camelSmpp, ALL_KINDS);
    }

    /** Its wrong password is in {@link SmppLastWordTest}: jSMPP is what binds in camel-smpp. */
    private void camelSmpp(SmppServerFixture centre, int port) throws Exception {
        Queue<Message> delivered = new ConcurrentLinkedQueue<>();
        try (DefaultCamelContext application = new DefaultCamelContext()) {
            application.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:delivered")
                            .routeId("delivered")
                            .process(exchange ->
                                    delivered.add(exchange.getMessage().copy()));
                    from("direct:send")
                            .toF(
                                    "smpp:camel@127.0.0.1:%d?password=secret&lazySessionCreation=true"
                                            + "&messageReceiverRouteId=delivered&registeredDelivery=1",
                                    port);
                }
            });
            application.start();
            ProducerTemplate template = application.createProducerTemplate();
            byte ucs2 = 8;
            byte binary = 4;
            List<String> ids = new ArrayList<>();
            for (Exchange sent : List.of(
                    send(template, "48600100200", "Hello from camel", Map.of()),
                    send(template, "48600100200", "Zażółć", Map.of("CamelSmppAlphabet", ucs2)),
                    send(template, "48600100200", "z".repeat(300), Map.of()),
                    send(template, "48600100200", OCTETS, Map.of("CamelSmppAlphabet", binary)),
                    send(template, "48600100231", "echo me", Map.of()))) {
                assertThat(sent.getException()).isNull();
                for (Object id : sent.getMessage().getHeader("CamelSmppId", List.class)) {
                    ids.add((String) id);
                }
            }
            assertThat(ids).hasSize(6);
            await().atMost(20, TimeUnit.SECONDS).until(() -> delivered.size() == 7);
        }
        List<Object> bodies =
                received.stream().map(headers -> headers.get("body")).toList();
        assertThat(bodies).contains("Hello from camel", "Zażółć").anySatisfy(body -> assertThat(body)
                .isEqualTo(OCTETS));
        assertThat(joined()).isEqualTo("z".repeat(300));
        assertThat(delivered)
                .filteredOn(message -> message.getHeader("CamelSmppMessageType").equals("DeliveryReceipt"))
                .hasSize(6)
                .allSatisfy(receipt ->
                        assertThat(receipt.getHeader("CamelSmppStatus")).hasToString("DELIVRD"));
        assertThat(delivered)
                .filteredOn(message -> message.getHeader("CamelSmppMessageType").equals("DeliverSm"))
                .singleElement()
                .satisfies(message -> assertThat(message.getBody(String.class)).isEqualTo("echo me"));
    }

    private static Exchange send(ProducerTemplate template, String to, Object body, Map<String, Object> headers) {
        return template.request("direct:send", exchange -> {
            Message message = exchange.getMessage();
            message.setBody(body);
            message.setHeader("CamelSmppDestAddr", to);
            message.setHeader("CamelSmppDestAddrTon", 1);
            message.setHeader("CamelSmppDestAddrNpi", 1);
            message.setHeader("CamelSmppSourceAddr", "48700800900");
            message.setHeader("CamelSmppSourceAddrTon", 1);
            message.setHeader("CamelSmppSourceAddrNpi", 1);
            message.getHeaders().putAll(headers);
        });
    }

    /** Nobody's library sends these: wrong state, malformed, too long. Tshark sees them, so it would see ours. */
    @TestFactory
    Stream<DynamicTest> aSocketThatSendsWhatIsWrong() {
        return captured(this::wrong, "bind_transceiver_resp", "submit_sm_resp", "enquire_link_resp", "generic_nack");
    }

    private void wrong(SmppServerFixture centre, int port) throws Exception {
        try (SmppClient guest = new SmppClient(port)) {
            assertThat(guest.ask(guest.submit("not bound")).status()).isEqualTo(CommandStatus.INVALID_BIND_STATUS);
            assertThat(guest.bind(BIND_TRANSCEIVER, "app", "wrong", 0x34).status())
                    .isEqualTo(CommandStatus.INVALID_PASSWORD);
            assertThatThrownBy(guest::receive).isInstanceOf(EOFException.class);
        }
        try (SmppClient receiver = SmppClient.bound(port, BIND_RECEIVER)) {
            assertThat(receiver.ask(receiver.submit("receivers do not send")).status())
                    .isEqualTo(CommandStatus.INVALID_BIND_STATUS);
        }
        try (SmppClient client = SmppClient.bound(port, BIND_TRANSCEIVER)) {
            assertThat(client.bind(BIND_TRANSCEIVER, "app", "secret", 0x34).status())
                    .isEqualTo(CommandStatus.ALREADY_BOUND);
            // the last octet of the text is missing
            ByteBuf cut = Unpooled.buffer();
            SmppCodec.encode(client.submit("malformed"), cut);
            cut.writerIndex(cut.writerIndex() - 1).setInt(0, cut.writerIndex());
            client.send(cut);
            assertThat(client.receive().status()).isEqualTo(CommandStatus.INVALID_MESSAGE_LENGTH);
            assertThat(client.ask(plain(0x7777, 0, 8)))
                    .isEqualTo(plain(GENERIC_NACK, CommandStatus.INVALID_COMMAND_ID, 8));
            assertThat(client.ask(plain(ENQUIRE_LINK, 0, 9))).isEqualTo(plain(ENQUIRE_LINK | RESPONSE, 0, 9));
            ByteBuf header = Unpooled.buffer().writeInt(1_000_000).writeInt(SUBMIT_SM);
            client.send(header.writeInt(0).writeInt(10));
            assertThat(client.receive()).isEqualTo(plain(GENERIC_NACK, CommandStatus.INVALID_COMMAND_LENGTH, 10));
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
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

                group = smsc
                smsc = smpp
                smsc-id = wrong
                host = 127.0.0.1
                port = %1$d
                smsc-username = kannel
                smsc-password = wrong
                system-type = ""
                transceiver-mode = true

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
