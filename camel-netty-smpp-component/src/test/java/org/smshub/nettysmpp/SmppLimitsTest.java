package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.CommandStatus;

/** What happens at each limit of count or time. */
class SmppLimitsTest {

    private static SmppServerFixture server(String options) throws Exception {
        return server(options, "");
    }

    private static SmppServerFixture server(String options, String producerOptions) throws Exception {
        return SmppServerFixture.of((routes, address) -> {
            routes.from(address + "?systemId=app&password=secret" + options)
                    .setHeader("SmsRemoteId", routes.constant("1"));
            routes.from("direct:deliver").to(address + producerOptions);
        });
    }

    private static CompletableFuture<Exchange> deliver(SmppServerFixture server) {
        return server.context.createProducerTemplate().asyncSend("direct:deliver", exchange -> {
            exchange.getMessage()
                    .setHeaders(
                            new java.util.HashMap<>(Map.of("SmsClient", "app", "SmsTo", "+481", "SmsFrom", "+482")));
            exchange.getMessage().setBody("x");
        });
    }

    private static void assertMayBeTriedAgain(CompletableFuture<Exchange> sent, String code) throws Exception {
        assertThat(sent.get(30, TimeUnit.SECONDS).getException())
                .isInstanceOfSatisfying(SmsNotSentException.class, e -> {
                    assertThat(e.isRetryable()).isTrue();
                    assertThat(e.getErrorCode()).isEqualTo(code);
                });
    }

    @Test
    void oneConnectionMoreThanMaxConnectionsIsClosedAtOnce() throws Exception {
        try (SmppServerFixture server = server("&maxConnections=2&maxConnectionsPerAddress=2");
                SmppClient first = SmppClient.bound(server.port, BIND_TRANSCEIVER);
                SmppClient unbound = new SmppClient(server.port)) {
            await().until(() -> server.consumer().getConnections() == 2);
            try (SmppClient third = new SmppClient(server.port)) {
                assertThatThrownBy(third::receive).isInstanceOf(java.io.IOException.class);
            }
            assertThat(first.ask(first.submit("x")).status()).isZero();
            unbound.socket.close();
            await().until(() -> server.consumer().getConnections() == 1);
            try (SmppClient next = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
                assertThat(next.ask(next.submit("x")).status()).isZero();
            }
        }
    }

    /** An application that only says enquire_link has no messages; one that gets a message has. */
    @Test
    void withoutMessagesASessionIsUnboundWhateverElseItSays() throws Exception {
        try (SmppServerFixture server = server("&enquireLinkTimer=0&idleTimeout=1500ms");
                SmppClient idle = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            long start = System.nanoTime();
            SmppPdu pdu;
            int asked = 0;
            do {
                pdu = idle.ask(plain(ENQUIRE_LINK, 0, idle.next()));
                asked++;
            } while (pdu.commandId() == (ENQUIRE_LINK | RESPONSE));
            assertThat(pdu.commandId()).isEqualTo(UNBIND);
            assertThat(asked).isGreaterThan(1);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThan(1400);
        }
    }

    @Test
    void aMessageForTheApplicationKeepsItsSessionAndSoDoesOneThatIsNotAnswered() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (SmppServerFixture server = SmppServerFixture.of((routes, address) -> {
                    routes.from(address + "?systemId=app&password=secret&enquireLinkTimer=0&idleTimeout=1s")
                            .process(exchange -> go.await(30, TimeUnit.SECONDS));
                    routes.from("direct:deliver").to(address);
                });
                SmppClient receiver = SmppClient.bound(server.port, BIND_RECEIVER);
                SmppClient busy = SmppClient.bound(server.port, BIND_TRANSMITTER)) {
            long start = System.nanoTime();
            busy.send(busy.submit("slow"));
            while (System.nanoTime() - start < 2_500_000_000L) {
                CompletableFuture<Exchange> sent = deliver(server);
                assertThat(receiver.receiveAndAnswer().commandId()).isEqualTo(DELIVER_SM);
                assertThat(sent.get(30, TimeUnit.SECONDS).getException()).isNull();
            }
            assertThat(server.consumer().getSessions()).isEqualTo(2);
            go.countDown();
            assertThat(busy.receive().commandId()).isEqualTo(SUBMIT_SM | RESPONSE);
            assertThat(busy.receive().commandId()).isEqualTo(UNBIND);
            assertThat(receiver.receive().commandId()).isEqualTo(UNBIND);
        }
    }

    @Test
    void aDeliveryThatFindsNoRoomInTheWindowIsNotSent() throws Exception {
        try (SmppServerFixture server = server("&window=2", "?waitTimeout=500ms");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            CompletableFuture<Exchange> first = deliver(server);
            SmppPdu one = client.receive();
            CompletableFuture<Exchange> second = deliver(server);
            SmppPdu two = client.receive();
            assertMayBeTriedAgain(deliver(server), "smpp:no-slot");
            // nothing of it was written
            assertThat(client.ask(plain(ENQUIRE_LINK, 0, 9)).commandId()).isEqualTo(ENQUIRE_LINK | RESPONSE);
            client.send(plain(DELIVER_SM | RESPONSE, 0, one.sequence()));
            client.send(plain(DELIVER_SM | RESPONSE, 0, two.sequence()));
            assertThat(first.get(30, TimeUnit.SECONDS).getException()).isNull();
            assertThat(second.get(30, TimeUnit.SECONDS).getException()).isNull();
            CompletableFuture<Exchange> next = deliver(server);
            client.receiveAndAnswer();
            assertThat(next.get(30, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    @Test
    void oneDeliveryMoreThanMayWaitIsNotSentAndFailsAtOnce() throws Exception {
        try (SmppServerFixture server = server("", "?queueSize=2&waitTimeout=60s")) {
            CompletableFuture<Exchange> first = deliver(server);
            CompletableFuture<Exchange> second = deliver(server);
            await().until(() -> server.consumer().getWaitingRequests() == 2);
            assertMayBeTriedAgain(deliver(server), "smpp:queue-full");
            assertThat(first).isNotDone();
            try (SmppClient client = SmppClient.bound(server.port, BIND_RECEIVER)) {
                client.receiveAndAnswer();
                client.receiveAndAnswer();
                assertThat(first.get(30, TimeUnit.SECONDS).getException()).isNull();
                assertThat(second.get(30, TimeUnit.SECONDS).getException()).isNull();
            }
        }
    }

    @Test
    void whoNeverAnswersADeliveryIsClosedAndItsOutcomeIsUnknown() throws Exception {
        try (SmppServerFixture server = server("&requestTimeout=500ms&enquireLinkTimer=0");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            CompletableFuture<Exchange> sent = deliver(server);
            assertThat(client.receive().commandId()).isEqualTo(DELIVER_SM);
            assertThat(sent.get(30, TimeUnit.SECONDS).getException())
                    .isInstanceOfSatisfying(SmsUnknownOutcomeException.class, e -> assertThat(e.getErrorCode())
                            .isEqualTo("smpp:timeout"));
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
            await().until(() -> server.consumer().getSessions() == 0);
        }
    }

    @Test
    void limitsAreAnsweredNeverAHang() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (SmppServerFixture server = SmppServerFixture.of((routes, address) -> routes.from(
                                address + "?systemId=app&password=secret&maxSessions=2&maxUnanswered=3&maxRate=5")
                        .process(exchange -> go.await(10, TimeUnit.SECONDS)));
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER);
                SmppClient second = SmppClient.bound(server.port, BIND_TRANSMITTER)) {
            try (SmppClient third = new SmppClient(server.port)) {
                assertThat(third.bind(BIND_RECEIVER, "app", "secret", 0x34).status())
                        .isEqualTo(CommandStatus.ALREADY_BOUND);
            }
            for (int i = 0; i < 4; i++) {
                client.send(client.submit("x"));
            }
            SmppPdu throttled = client.receive();
            assertThat(throttled.status()).isEqualTo(CommandStatus.THROTTLED);
            // the blocked route stops neither this session's enquire_link nor the other session's answers
            assertThat(client.ask(plain(ENQUIRE_LINK, 0, 99)).sequence()).isEqualTo(99);
            assertThat(second.ask(plain(ENQUIRE_LINK, 0, 98)).sequence()).isEqualTo(98);
            go.countDown();
            for (int i = 0; i < 3; i++) {
                assertThat(client.receive().status()).isZero();
            }
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                statuses.add(second.ask(second.submit("x")).status());
            }
            assertThat(statuses).contains(0, CommandStatus.THROTTLED);
        }
    }

    @Test
    void timeOuts() throws Exception {
        try (SmppServerFixture server =
                        server("&loginTimeout=300ms&enquireLinkTimer=200ms&requestTimeout=300ms&idleTimeout=1500ms");
                SmppClient silent = new SmppClient(server.port);
                SmppClient dead = SmppClient.bound(server.port, BIND_TRANSCEIVER);
                SmppClient alive = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            assertThatThrownBy(silent::receive).isInstanceOf(EOFException.class);
            assertThat(dead.receive().commandId()).isEqualTo(ENQUIRE_LINK);
            SmppPdu pdu = alive.receive();
            int asked = 0;
            while (pdu.commandId() == ENQUIRE_LINK) {
                asked++;
                alive.send(plain(ENQUIRE_LINK | RESPONSE, 0, pdu.sequence()));
                pdu = alive.receive();
            }
            assertThat(asked).isGreaterThan(1);
            assertThat(pdu.commandId()).isEqualTo(UNBIND);
            while (true) {
                try {
                    dead.receive();
                } catch (EOFException closed) {
                    break;
                }
            }
        }
    }
}
