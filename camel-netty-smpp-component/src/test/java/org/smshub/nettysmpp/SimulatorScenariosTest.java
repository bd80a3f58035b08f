package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smshub.nettysmpp.SmppPdu.*;

import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;

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
        SmppPdu.Message m = client.submit(text);
        client.send(new SmppPdu.Message(
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
                m.shortMessage(),
                List.of()));
    }

    private String receipt() throws Exception {
        SmppPdu.Message receipt = (SmppPdu.Message) client.receiveAndAnswer();
        assertThat(receipt.esmClass()).isEqualTo(4);
        return new String(receipt.shortMessage(), StandardCharsets.ISO_8859_1);
    }

    private void nothingMore() throws Exception {
        client.socket.setSoTimeout(800);
        assertThatThrownBy(client::receive).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void refusals() throws Exception {
        assertThat(submit("990001", "x").status()).isEqualTo(0x0B);
        assertThat(submit("990002", "x").status()).isEqualTo(0x14);
        assertThat(client.ask(new Query(900, "1", Address.NONE)).status()).isEqualTo(CommandStatus.QUERY_FAILED);
        int throttled = 0;
        for (int i = 0; i < 20; i++) {
            send("990003", "x");
        }
        for (int i = 0; i < 20; i++) {
            SmppPdu pdu = client.receive();
            if (!pdu.isResponse()) {
                client.send(new Plain(DELIVER_SM | RESPONSE, 0, pdu.sequence()));
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
        String id = ((Reply) submit("990022", "x")).id();
        assertThat(receipt()).startsWith("id:" + id + " ").contains("dlvrd:000", "stat:UNDELIV", "err:013");

        send("990024", "early");
        assertThat(receipt()).contains("stat:DELIVRD");
        assertThat(client.receive().commandId()).isEqualTo(SUBMIT_SM | RESPONSE);

        id = ((Reply) submit("990025", "twice")).id();
        assertThat(receipt()).startsWith("id:" + id + " ");
        assertThat(receipt()).startsWith("id:" + id + " ");

        id = ((Reply) submit("990026", "hex")).id();
        assertThat(receipt()).startsWith("id:" + Long.toHexString(Long.parseLong(id)) + " ");

        id = ((Reply) submit("990027", "garbled")).id();
        assertThat(receipt()).isEqualTo("ID=" + id + "; status DELIVERED; at noon");

        submit("990028", "buffered is told only to who asked for ALL");
        assertThat(receipt()).contains("stat:DELIVRD");
        nothingMore();
    }

    @Test
    void incoming() throws Exception {
        submit("990031", "echo");
        assertThat(receipt()).contains("stat:DELIVRD");
        SmppPdu.Message echo = (SmppPdu.Message) client.receiveAndAnswer();
        assertThat(echo.source().value()).isEqualTo("48600990031");
        assertThat(echo.destinations().get(0).value()).isEqualTo("48700800900");
        assertThat(new String(echo.shortMessage())).isEqualTo("echo");

        submit("990032", "a".repeat(153) + "b".repeat(50));
        assertThat(receipt()).contains("stat:DELIVRD");
        SmppPdu.Message second = (SmppPdu.Message) client.receiveAndAnswer();
        SmppPdu.Message first = (SmppPdu.Message) client.receiveAndAnswer();
        assertThat(second.shortMessage()).startsWith(5, 0, 3).contains('b');
        assertThat(second.shortMessage()[5]).isEqualTo((byte) 2);
        assertThat(first.shortMessage()[5]).isEqualTo((byte) 1);
        assertThat(first.shortMessage()[3]).isEqualTo(second.shortMessage()[3]);
    }
}
