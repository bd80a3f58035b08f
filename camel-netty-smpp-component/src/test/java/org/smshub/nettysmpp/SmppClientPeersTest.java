package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.DeliveryReceipt;
import org.jsmpp.bean.ESMClass;
import org.jsmpp.bean.InterfaceVersion;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.RawDataCoding;
import org.jsmpp.bean.RegisteredDelivery;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.DataSmResult;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.SMPPServerSessionListener;
import org.jsmpp.session.ServerMessageReceiverListener;
import org.jsmpp.session.SubmitSmResult;
import org.jsmpp.session.connection.ServerConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnection;
import org.jsmpp.session.connection.socket.ServerSocketConnectionFactory;
import org.jsmpp.util.MessageId;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Centres that nobody here wrote, and our own: text, Unicode, octets, long and finished parts, receipts, messages. */
class SmppClientPeersTest {

    private static final Map<String, Object> PLAIN = Map.of();

    @FunctionalInterface
    private interface Conversation {
        void with(int port, int tapped) throws Exception;
    }

    @TempDir
    Path folder;

    private Path output;

    @BeforeEach
    void output() {
        output = folder.resolve("output");
    }

    private Stream<DynamicTest> captured(Conversation conversation) {
        AtomicReference<Capture> captured = new AtomicReference<>();
        return Stream.of(
                dynamicTest("conversation", () -> {
                    int port = SmppServerFixture.freePort();
                    try (Capture capture = new Capture(port, folder)) {
                        conversation.with(port, capture.port());
                        captured.set(capture);
                    }
                }),
                dynamicTest("tshark finds no malformed PDU", () -> {
                    Capture capture = captured.get();
                    Assumptions.assumeTrue(capture != null, "there was no conversation");
                    capture.need();
                    assertThat(capture.malformed(false)).isEmpty();
                }));
    }

    private void saidLine(String line) {
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> Files.exists(output) && Files.readString(output).contains(line));
    }

    /** Sends one of each; returns how many receipts have to come. */
    private static int talk(SmppClientFixture client, boolean others) throws Exception {
        int parts = 0;
        for (Exchange sent : List.of(
                client.send("Hello from us", PLAIN),
                client.send("Zażółć", PLAIN),
                client.send(new byte[] {0, -1, 1}, Map.of("SmsUdh", "0605040B8423F0")),
                client.send("z".repeat(300), PLAIN),
                client.send("echo", Map.of("SmsTo", "+48600100231", "SmsSmppTlvs", "source_port=1f90")))) {
            assertThat(sent.getException()).isNull();
            parts += sent.getMessage().getHeader("CamelSmppId", List.class).size();
        }
        assertThat(parts).isEqualTo(6);
        if (others) {
            assertThat(client.send("data", Map.of("CamelSmppCommand", "DataSm", "SmsReceipt", "NONE"))
                            .getException())
                    .isNull();
            assertThat(client.send(null, Map.of("CamelSmppCommand", "QuerySm", "SmsRemoteId", "1"))
                            .getMessage()
                            .getHeader("SmsState"))
                    .isEqualTo("DELIVERED");
        }
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> client.heard.stream()
                                .filter(message -> "RECEIPT".equals(message.getHeader("SmsKind"))
                                        && "DELIVERED".equals(message.getHeader("SmsState"))
                                        && "+48600100200,+48600100231"
                                                .contains(message.getHeader("SmsTo", String.class)))
                                .map(message -> message.getHeader("SmsRemoteId"))
                                .distinct()
                                .count()
                        == 6);
        return parts;
    }

    @TestFactory
    Stream<DynamicTest> npmPackageSmpp() {
        return captured((port, tapped) -> {
            Path modules = Peers.npmSmpp(output);
            Path script = Files.copy(
                    Path.of("src/test/resources/peers/npm-smpp-server.js"),
                    modules.resolve("npm-smpp-server.js"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            Process node = Peers.start(output, "node", script.toString(), Integer.toString(port));
            try {
                saidLine("listening");
                try (SmppClientFixture client = new SmppClientFixture(tapped, "window=10&enquireLinkTimer=300")) {
                    talk(client, true);
                    await().until(() -> client.heard.stream().anyMatch(m -> "Zażółć".equals(m.getBody())));
                }
                saidLine("\"unbind\"");
                assertThat(Files.readString(output))
                        .contains(
                                "\"text\":\"Hello from us\"",
                                "\"text\":\"Zażółć\"",
                                "\"port\":8080",
                                "\"command\":\"bind_transceiver\"")
                        .contains("\"what\":\"data_sm\"")
                        .doesNotContain("\"status\":8");
            } finally {
                Peers.stop(node);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> perlNetSmpp() {
        return captured((port, tapped) -> {
            Peers.need("perl", "libnet-smpp-perl");
            Process there = Peers.start(output, "perl", "-MNet::SMPP", "-e", "1");
            Assumptions.assumeTrue(
                    there.waitFor() == 0, "Net::SMPP is not installed (Debian package libnet-smpp-perl)");
            Process perl =
                    Peers.start(output, "perl", "src/test/resources/peers/net-smpp-server.pl", Integer.toString(port));
            try {
                saidLine("listening");
                try (SmppClientFixture client = new SmppClientFixture(tapped, "window=10")) {
                    talk(client, false);
                }
                saidLine("unbind");
                assertThat(Files.readString(output))
                        .contains("submit 8 0 " + "005a0061017c00f301420107", "submit 4 64 0605040b8423f000ff01")
                        .contains("receipt 0");
            } finally {
                Peers.stop(perl);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> jsmpp() {
        return captured((port, tapped) -> {
            Queue<SubmitSm> submits = new ConcurrentLinkedQueue<>();
            AtomicInteger ids = new AtomicInteger();
            SMPPServerSessionListener listener =
                    new SMPPServerSessionListener(port, new ServerSocketConnectionFactory() {
                        @Override
                        public ServerConnection listen(int free) throws IOException {
                            return new ServerSocketConnection(
                                    new ServerSocket(free, 50, InetAddress.getLoopbackAddress()));
                        }
                    });
            AtomicReference<SMPPServerSession> bound = new AtomicReference<>();
            listener.setMessageReceiverListener((ServerMessageReceiverListener) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {ServerMessageReceiverListener.class},
                    (proxy, method, arguments) -> {
                        MessageId id = new MessageId(Integer.toString(ids.incrementAndGet()));
                        if (arguments[0] instanceof DataSm) {
                            return new DataSmResult(id, new OptionalParameter[0]);
                        }
                        submits.add((SubmitSm) arguments[0]);
                        return new SubmitSmResult(id, new OptionalParameter[0]);
                    }));
            Thread accept = new Thread(() -> {
                try {
                    SMPPServerSession session = listener.accept();
                    session.waitForBind(5000).accept("jsmpp", InterfaceVersion.IF_34);
                    bound.set(session);
                } catch (IOException | java.util.concurrent.TimeoutException | org.jsmpp.PDUStringException e) {
                    throw new IllegalStateException(e);
                }
            });
            accept.setDaemon(true);
            accept.start();
            try (SmppClientFixture client = new SmppClientFixture(tapped, "window=10&enquireLinkTimer=300")) {
                assertThat(client.send("Zażółć", Map.of("SmsSmppTlvs", "source_port=1f90"))
                                .getMessage()
                                .getHeader("SmsRemoteId"))
                        .isEqualTo("1");
                assertThat(client.send("data", Map.of("CamelSmppCommand", "DataSm"))
                                .getException())
                        .isNull();
                SubmitSm submit = submits.poll();
                assertThat(submit.getDataCoding()).isEqualTo((byte) 8);
                assertThat(submit.getDestAddress()).isEqualTo("48600100200");
                assertThat(submit.getOptionalParameters()).hasSize(1);
                String receipt = new DeliveryReceipt(
                                "1",
                                1,
                                1,
                                new java.util.Date(),
                                new java.util.Date(),
                                org.jsmpp.util.DeliveryReceiptState.DELIVRD,
                                "000",
                                "x")
                        .toString();
                bound.get()
                        .deliverShortMessage(
                                "",
                                TypeOfNumber.INTERNATIONAL,
                                NumberingPlanIndicator.ISDN,
                                "48600100200",
                                TypeOfNumber.UNKNOWN,
                                NumberingPlanIndicator.UNKNOWN,
                                "2345",
                                new ESMClass(4),
                                (byte) 0,
                                (byte) 0,
                                new RegisteredDelivery(0),
                                new RawDataCoding((byte) 0),
                                receipt.getBytes(),
                                new OptionalParameter[0]);
                await().until(() -> !client.heard.isEmpty());
                assertThat(client.heard.get(0).getHeaders())
                        .containsEntry("SmsRemoteId", "1")
                        .containsEntry("SmsState", "DELIVERED");
            } finally {
                listener.close();
            }
        });
    }

    /** Our server, its receipts and a message of several parts. */
    @TestFactory
    Stream<DynamicTest> ourOwn() {
        return Stream.of(dynamicTest("conversation", () -> {
            Peers.Received received = new Peers.Received();
            try (SmppServerFixture centre = Peers.centre(received);
                    SmppClientFixture client = new SmppClientFixture(centre.port, "window=10&enquireLinkTimer=300")) {
                talk(client, true);
                await().until(() -> client.heard.stream().anyMatch(m -> "echo".equals(m.getBody())));
                assertThat(received.stream().map(headers -> headers.get("body")))
                        .contains("Hello from us", "Zażółć", "data");
            }
        }));
    }
}
