package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** Each scenario of config/simulator.yaml, as an application sees it. */
class SimulatorScenariosTest {

    private static final Main MAIN = new Main();
    private static final AtomicInteger CLIENTS = new AtomicInteger();
    private static int port;

    private SmppClient client;

    @BeforeAll
    static void start() throws Exception {
        port = SmppServerFixture.freePort();
        SimulatorTest.simulator(MAIN, port);
        MAIN.start();
    }

    @AfterAll
    static void stop() {
        MAIN.stop();
    }

    /** Each time as another client, so that no receipt of the one before waits for it. */
    @BeforeEach
    void bind() throws Exception {
        client = new SmppClient(port);
        String systemId = "app" + CLIENTS.incrementAndGet();
        assertThat(client.bind(BIND_TRANSCEIVER, systemId, "", 0x34).status()).isZero();
    }

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    private SmppPdu submit(String ending, String text) throws Exception {
        send(ending, text);
        return client.receive();
    }

    private void send(String ending, String text) throws Exception {
        SmppPdu m = client.submit(text);
        client.send(Pdus.message(
                SUBMIT_SM,
                m.sequence(),
                "",
                new Address(1, 1, "48700800900"),
                List.of(new Address(1, 1, "48600" + ending)),
                0,
                0,
                0,
                "",
                "",
                1,
                0,
                0,
                0,
                m.get(SHORT_MESSAGE),
                List.of()));
    }

    private String receipt() throws Exception {
        SmppPdu receipt = client.receiveAndAnswer();
        assertThat(receipt.get(ESM_CLASS)).isEqualTo(4);
        return new String(receipt.get(SHORT_MESSAGE), StandardCharsets.ISO_8859_1);
    }

    private void nothingMore() throws Exception {
        client.socket.setSoTimeout(800);
        assertThatThrownBy(client::receive).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void refusals() throws Exception {
        assertThat(submit("990001", "x").status()).isEqualTo(0x0B);
        assertThat(submit("990002", "x").status()).isEqualTo(0x14);
        assertThat(client.ask(Pdus.query(900, "1", Address.NONE)).status()).isEqualTo(CommandStatus.QUERY_FAILED);
        int throttled = 0;
        for (int i = 0; i < 20; i++) {
            send("990003", "x");
        }
        for (int i = 0; i < 20; i++) {
            SmppPdu pdu = client.receive();
            if (!pdu.isResponse()) {
                client.send(plain(DELIVER_SM | RESPONSE, 0, pdu.sequence()));
                i--;
            } else if (pdu.status() == CommandStatus.THROTTLED) {
                throttled++;
            }
        }
        assertThat(throttled).isBetween(10, 15);
    }

    @Test
    void answers() throws Exception {
        long start = System.nanoTime();
        assertThat(submit("990011", "x").status()).isZero();
        assertThat(System.nanoTime() - start).isGreaterThan(2_900_000_000L);
        client.close();
        bind();
        send("990013", "x");
        assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
        bind();
        assertThat(submit("990014", "x").status()).isZero();
        assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
        bind();
        send("990021", "no receipt");
        assertThat(client.receive().status()).isZero();
        nothingMore();
    }

    @Test
    void noAnswer() throws Exception {
        send("990012", "x");
        assertThat(receipt()).contains("stat:DELIVRD");
        nothingMore();
    }

    @Test
    void receipts() throws Exception {
        String id = submit("990022", "x").get(MESSAGE_ID);
        assertThat(receipt()).startsWith("id:" + id + " ").contains("dlvrd:000", "stat:UNDELIV", "err:013");

        send("990024", "early");
        assertThat(receipt()).contains("stat:DELIVRD");
        assertThat(client.receive().commandId()).isEqualTo(SUBMIT_SM | RESPONSE);

        id = submit("990025", "twice").get(MESSAGE_ID);
        assertThat(receipt()).startsWith("id:" + id + " ");
        assertThat(receipt()).startsWith("id:" + id + " ");

        id = submit("990026", "hex").get(MESSAGE_ID);
        assertThat(receipt()).startsWith("id:" + Long.toHexString(Long.parseLong(id)) + " ");

        id = submit("990027", "garbled").get(MESSAGE_ID);
        assertThat(receipt()).isEqualTo("ID=" + id + "; status DELIVERED; at noon");

        submit("990028", "buffered is told only to who asked for ALL");
        assertThat(receipt()).contains("stat:DELIVRD");
        nothingMore();
    }

    @Test
    void incoming() throws Exception {
        submit("990031", "echo");
        assertThat(receipt()).contains("stat:DELIVRD");
        SmppPdu echo = client.receiveAndAnswer();
        assertThat(echo.get(SOURCE).value()).isEqualTo("48600990031");
        assertThat(echo.destinations().get(0).value()).isEqualTo("48700800900");
        assertThat(new String(echo.get(SHORT_MESSAGE))).isEqualTo("echo");

        submit("990032", "a".repeat(153) + "b".repeat(50));
        assertThat(receipt()).contains("stat:DELIVRD");
        SmppPdu second = client.receiveAndAnswer();
        SmppPdu first = client.receiveAndAnswer();
        assertThat(second.get(SHORT_MESSAGE)).startsWith(5, 0, 3).contains('b');
        assertThat(second.get(SHORT_MESSAGE)[5]).isEqualTo((byte) 2);
        assertThat(first.get(SHORT_MESSAGE)[5]).isEqualTo((byte) 1);
        assertThat(first.get(SHORT_MESSAGE)[3]).isEqualTo(second.get(SHORT_MESSAGE)[3]);
    }

    private SmppPdu delivered() throws Exception {
        return client.receiveAndAnswer();
    }

    private static String text(SmppPdu receipt) {
        return new String(receipt.octets(), StandardCharsets.ISO_8859_1);
    }

    /** Each as a centre was met with, octet by octet. */
    @Test
    void badManners() throws Exception {
        String id = submit("990041", "x").get(MESSAGE_ID);
        SmppPdu textAlone = delivered();
        assertThat(text(textAlone)).startsWith("id:" + id + " ");
        assertThat(textAlone.tlvs()).isEmpty();

        id = submit("990042", "x").get(MESSAGE_ID);
        SmppPdu parametersAlone = delivered();
        assertThat(parametersAlone.get(ESM_CLASS)).isZero();
        assertThat(parametersAlone.octets()).isEmpty();
        assertThat(parametersAlone.tlv(Tlv.RECEIPTED_MESSAGE_ID).value())
                .isEqualTo((id + "\0").getBytes(StandardCharsets.US_ASCII));
        assertThat(parametersAlone.tlv(Tlv.MESSAGE_STATE).number()).isEqualTo(2);

        id = submit("990043", "x").get(MESSAGE_ID);
        assertThat(delivered().tlv(Tlv.RECEIPTED_MESSAGE_ID).value()).isEqualTo(id.getBytes(StandardCharsets.US_ASCII));

        id = submit("990044", "x").get(MESSAGE_ID);
        SmppPdu data = delivered();
        assertThat(data.commandId()).isEqualTo(DATA_SM);
        assertThat(data.get(ESM_CLASS)).isEqualTo(4);
        assertThat(text(data)).startsWith("id:" + id + " ");

        id = submit("990045", "x").get(MESSAGE_ID);
        SmppPdu wide = delivered();
        assertThat(wide.get(DATA_CODING)).isEqualTo(8);
        assertThat(new String(wide.octets(), StandardCharsets.UTF_16BE)).startsWith("id:" + id + " ");

        submit("990046", "x");
        strayOctets();

        submit("990050", "x");
        SmppPdu intermediate = delivered();
        assertThat(intermediate.get(ESM_CLASS)).isEqualTo(0x20);
        assertThat(text(intermediate)).contains("stat:ENROUTE");
        assertThat(receipt()).contains("stat:DELIVRD");
        nothingMore();
    }

    private void strayOctets() throws Exception {
        byte[] frame = client.frame();
        assertThat(frame).endsWith(1, 2, 3);
        int sequence = ByteBuffer.wrap(frame).getInt(12);
        client.send(plain(DELIVER_SM | RESPONSE, 0, sequence));
    }

    @Test
    void formsOfIds() throws Exception {
        String id = submit("990047", "x").get(MESSAGE_ID);
        assertThat(receipt()).startsWith("id:" + Long.parseLong(id, 16) + " ");
        id = submit("990048", "x").get(MESSAGE_ID);
        assertThat(receipt()).startsWith("id:000" + id + " ");
        id = submit("990049", "x").get(MESSAGE_ID);
        assertThat(receipt()).startsWith("id:" + id.toUpperCase(Locale.ROOT) + " ");
    }

    @Test
    void incomingWithBadManners() throws Exception {
        submit("990051", "by data_sm");
        assertThat(receipt()).contains("stat:DELIVRD");
        SmppPdu data = delivered();
        assertThat(data.commandId()).isEqualTo(DATA_SM);
        assertThat(text(data)).isEqualTo("by data_sm");

        submit("990052", "stray");
        assertThat(receipt()).contains("stat:DELIVRD");
        strayOctets();
    }

    @Test
    void whatALoginIsCalledDecidesToo() throws Exception {
        client.close();
        client = new SmppClient(port);
        assertThat(client.bind(BIND_TRANSCEIVER, "refused1", "", 0x34).status())
                .isEqualTo(CommandStatus.INVALID_PASSWORD);
        client.close();
        client = new SmppClient(port);
        assertThat(client.bind(BIND_TRANSCEIVER, "closing1", "", 0x34).status()).isZero();
        assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
        client.close();
        client = new SmppClient(port);
        assertThat(client.bind(BIND_TRANSCEIVER, "busy", "", 0x34).status()).isZero();
        assertThat(submit("100200", "x").status()).isEqualTo(CommandStatus.THROTTLED);
        client.close();
        client = new SmppClient(port);
        assertThat(client.bind(BIND_TRANSCEIVER, "down-for-today", "", 0x34).status())
                .isZero();
        send("100200", "x");
        assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
        client.close();
        client = new SmppClient(port);
        client.socket.setSoTimeout(800);
        assertThatThrownBy(() -> client.bind(BIND_TRANSCEIVER, "silent", "", 0x34))
                .isInstanceOf(SocketTimeoutException.class);
        // and holds nobody else up
        for (int i = 0; i < 10; i++) {
            try (SmppClient silent = new SmppClient(port)) {
                silent.send(Pdus.bind(BIND_TRANSCEIVER, 1, "silent", "", "", 0x34, Address.NONE));
            }
        }
        bind();
    }

    private SmppClient bound(int command, String systemId) throws Exception {
        SmppClient bound = new SmppClient(port);
        assertThat(bound.bind(command, systemId, "", 0x34).status()).isZero();
        return bound;
    }

    /** How many of so many receipts and messages each bind heard, its answers to submits not counted. */
    private static int[] heard(int expected, SmppClient... binds) throws Exception {
        int[] heard = new int[binds.length];
        for (SmppClient bind : binds) {
            bind.socket.setSoTimeout(100);
        }
        for (int tries = 0; IntStream.of(heard).sum() < expected && tries < 300; tries++) {
            int turn = tries % binds.length;
            try {
                SmppPdu pdu = binds[turn].receive();
                if (!pdu.isResponse()) {
                    heard[turn]++;
                    binds[turn].send(plain(DELIVER_SM | RESPONSE, 0, pdu.sequence()));
                }
            } catch (SocketTimeoutException nothingNow) {
                // the other one, then
            }
        }
        assertThat(heard).satisfies(h -> assertThat(IntStream.of(h).sum()).isEqualTo(expected));
        return heard;
    }

    /** Two binds of one account hear in turn: a receipt may come by the bind that did not send (found with real centres). */
    @Test
    void receiptsGoToAllBindsOfAnAccount() throws Exception {
        try (SmppClient other = bound(BIND_RECEIVER, "app" + CLIENTS.get())) {
            for (int i = 0; i < 10; i++) {
                send("100200", "x");
            }
            assertThat(heard(10, client, other)[1]).isPositive();
        }
    }

    @Test
    void onAnotherBind() throws Exception {
        for (int i = 0; i < 2; i++) {
            send("990053", "the only bind there is");
        }
        assertThat(heard(4, client)).containsExactly(4);
        try (SmppClient other = bound(BIND_TRANSCEIVER, "app" + CLIENTS.get());
                SmppClient transmitter = bound(BIND_TRANSMITTER, "app" + CLIENTS.get())) {
            for (int i = 0; i < 5; i++) {
                send("990053", "receipt and message");
            }
            assertThat(heard(10, client, other, transmitter)).containsExactly(0, 10, 0);
        }
    }

    @Test
    void onAnotherBindOfALoginThatIsCalledSo() throws Exception {
        client.close();
        client = bound(BIND_TRANSCEIVER, "elsewhere1");
        try (SmppClient other = bound(BIND_TRANSCEIVER, "elsewhere1")) {
            for (int i = 0; i < 5; i++) {
                send("100200", "x");
            }
            assertThat(heard(5, client, other)).containsExactly(0, 5);
        }
    }

    /** Two lines of a transmitter and a receiver each: who sends hears by both receivers. */
    @Test
    void onAnotherBindOfPairs() throws Exception {
        client.close();
        String systemId = "app" + CLIENTS.incrementAndGet();
        client = bound(BIND_TRANSMITTER, systemId);
        try (SmppClient receiver = bound(BIND_RECEIVER, systemId);
                SmppClient otherTransmitter = bound(BIND_TRANSMITTER, systemId);
                SmppClient otherReceiver = bound(BIND_RECEIVER, systemId)) {
            for (int i = 0; i < 6; i++) {
                send("990053", "x");
            }
            int[] heard = heard(12, client, receiver, otherTransmitter, otherReceiver);
            assertThat(heard[0] + heard[2]).isZero();
            assertThat(heard[1]).isPositive();
            assertThat(heard[3]).isPositive();
        }
    }
}
