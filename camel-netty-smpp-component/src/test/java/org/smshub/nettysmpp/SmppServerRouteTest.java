package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsNotSentException;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** What a route sees of an application, and an application of a route. */
class SmppServerRouteTest {

    private static final String LOGIN = "?systemId=app&password=secret";

    private static SmppServerFixture accepting(String options) throws Exception {
        return SmppServerFixture.of((routes, address) -> {
            routes.from(address + LOGIN + options)
                    .setHeader("SmsRemoteId", routes.constant("id-1"))
                    .to("mock:in");
            routes.from("direct:deliver").to(address + "?waitTimeout=2s");
        });
    }

    @Test
    void submitBecomesAnExchangeAndItsHeaderTheAnswer() throws Exception {
        try (SmppServerFixture server = accepting("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSMITTER)) {
            SmppPdu answer = client.ask(client.submit("Hello"));

            assertThat(answer).satisfies(reply -> {
                assertThat(reply.status()).isZero();
                assertThat(reply.get(MESSAGE_ID)).isEqualTo("id-1");
            });
            Exchange in = server.context
                    .getEndpoint("mock:in", MockEndpoint.class)
                    .getExchanges()
                    .get(0);
            assertThat(in.getMessage().getBody()).isEqualTo("Hello");
            assertThat(in.getMessage().getHeaders())
                    .containsEntry("SmsKind", "MESSAGE")
                    .containsEntry("SmsClient", "app")
                    .containsEntry("SmsTo", "+48600100200")
                    .containsEntry("SmsFrom", "Shop")
                    .containsEntry("SmsReceipt", "FINAL")
                    .doesNotContainKeys("SmsEncoding", "SmsUdh", "SmsPart");
        }
    }

    @Test
    void aWrongPasswordIsRefusedAndTheConnectionClosed() throws Exception {
        try (SmppServerFixture server = accepting("");
                SmppClient client = new SmppClient(server.port)) {
            assertThat(client.bind(BIND_TRANSCEIVER, "app", "guess", 0x34).status())
                    .isEqualTo(CommandStatus.INVALID_PASSWORD);
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void theExceptionOfTheRouteIsTheStatus() throws Exception {
        try (SmppServerFixture server = SmppServerFixture.of(
                        (routes, address) -> routes.from(address + LOGIN).process(exchange -> {
                            throw switch (exchange.getMessage().getBody(String.class)) {
                                case "code" -> new SmsNotSentException("smpp:0x0B", "no such number", false);
                                case "throttled" -> SmsNotSentException.forThrottling("x:1", "slower");
                                case "later" -> new SmsNotSentException("ucp:04", "later", true);
                                case "never" -> new SmsNotSentException("ucp:05", "never", false);
                                default -> new IllegalStateException("broken");
                            };
                        }));
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            assertThat(client.ask(client.submit("code")).status()).isEqualTo(0x0B);
            assertThat(client.ask(client.submit("throttled")).status()).isEqualTo(CommandStatus.THROTTLED);
            assertThat(client.ask(client.submit("later")).status()).isEqualTo(CommandStatus.SYSTEM_ERROR);
            assertThat(client.ask(client.submit("never")).status()).isEqualTo(CommandStatus.SUBMIT_FAILED);
            assertThat(client.ask(client.submit("else")).status()).isEqualTo(CommandStatus.SYSTEM_ERROR);
            assertThat(client.ask(plain(ENQUIRE_LINK, 0, 77))).isEqualTo(plain(ENQUIRE_LINK | RESPONSE, 0, 77));
        }
    }

    @Test
    void aReceiptWaitsForTheApplicationAndItsAnswer() throws Exception {
        try (SmppServerFixture server = accepting("")) {
            CompletableFuture<Exchange> sent = deliver(
                    server,
                    Map.of(
                            "SmsClient", "app",
                            "SmsKind", "RECEIPT",
                            "SmsRemoteId", "id-1",
                            "SmsState", "DELIVERED",
                            "SmsDoneAt", 1_700_000_000_000L,
                            "SmsTo", "+48600100200",
                            "SmsFrom", "Shop"),
                    "Hello");
            await().until(() -> server.consumer().getWaitingRequests() == 1);
            try (SmppClient client = SmppClient.bound(server.port, BIND_RECEIVER)) {
                SmppPdu receipt = client.receive();
                assertThat(receipt.commandId()).isEqualTo(DELIVER_SM);
                assertThat(receipt.get(SOURCE)).isEqualTo(new Address(1, 1, "48600100200"));
                assertThat(receipt.destinations()).containsExactly(new Address(5, 0, "Shop"));
                assertThat(receipt.get(ESM_CLASS)).isEqualTo(0x04);
                assertThat(new String(receipt.get(SHORT_MESSAGE), StandardCharsets.US_ASCII))
                        .isEqualTo("id:id-1 sub:001 dlvrd:001 submit date:2311142213 done date:2311142213"
                                + " stat:DELIVRD err:000 text:Hello");
                assertThat(receipt.tlv(Tlv.RECEIPTED_MESSAGE_ID).value()).isEqualTo("id-1\0".getBytes());
                assertThat(receipt.tlv(Tlv.MESSAGE_STATE).number()).isEqualTo(2);
                assertThat(sent).isNotDone();
                client.send(plain(DELIVER_SM | RESPONSE, 0, receipt.sequence()));
                assertThat(sent.get(5, TimeUnit.SECONDS).getException()).isNull();
            }
        }
    }

    @Test
    void withoutASessionTheDeliveryFailsInTimeAndMayBeTriedAgain() throws Exception {
        try (SmppServerFixture server = accepting("")) {
            Exchange sent = deliver(server, Map.of("SmsClient", "nobody", "SmsTo", "1", "SmsFrom", "2"), "x")
                    .get(5, TimeUnit.SECONDS);
            assertThat(sent.getException()).isInstanceOfSatisfying(SmsNotSentException.class, e -> {
                assertThat(e.isRetryable()).isTrue();
                assertThat(e.getErrorCode()).isEqualTo("smpp:no-session");
            });
        }
    }

    @Test
    void aRefusedDeliveryFailsTheExchangeWithTheCode() throws Exception {
        try (SmppServerFixture server = accepting("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            CompletableFuture<Exchange> sent =
                    deliver(server, Map.of("SmsClient", "app", "SmsTo", "+481", "SmsFrom", "+482"), "hi");
            SmppPdu mo = client.receive();
            client.send(plain(DELIVER_SM | RESPONSE, 0x65, mo.sequence()));
            assertThat(sent.get(5, TimeUnit.SECONDS).getException())
                    .isInstanceOfSatisfying(SmsNotSentException.class, e -> {
                        assertThat(e.isRetryable()).isFalse();
                        assertThat(e.getErrorCode()).isEqualTo("smpp:0x65");
                    });
        }
    }

    @Test
    void unbindIsAnsweredAndEndsTheConnection() throws Exception {
        try (SmppServerFixture server = accepting("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            assertThat(client.ask(plain(UNBIND, 0, 5))).isEqualTo(plain(UNBIND | RESPONSE, 0, 5));
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void stoppingTheRouteUnbindsTheApplication() throws Exception {
        try (SmppServerFixture server = accepting("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            CompletableFuture<Void> stop = CompletableFuture.runAsync(server::close);
            SmppPdu unbind = client.receive();
            assertThat(unbind.commandId()).isEqualTo(UNBIND);
            client.send(plain(UNBIND | RESPONSE, 0, unbind.sequence()));
            assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
            stop.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void nobodyCouldBindIsSaidAtStart() {
        assertThatThrownBy(() -> SmppServerFixture.of(
                        (routes, address) -> routes.from(address).to("mock:in")))
                .hasStackTraceContaining("set authenticator, or logins, or systemId and password, or anonymous=true");
    }

    @Test
    void anAddressThatIsTakenIsNamed() throws Exception {
        try (SmppServerFixture first = accepting("")) {
            SmppServerFixture second = new SmppServerFixture(first.port);
            second.context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("smpp-server:127.0.0.1:" + first.port + LOGIN).to("mock:in");
                }
            });
            assertThatThrownBy(second.context::start)
                    .hasStackTraceContaining("Cannot listen on 127.0.0.1:" + first.port);
            second.close();
        }
    }

    private static CompletableFuture<Exchange> deliver(
            SmppServerFixture server, Map<String, Object> headers, Object body) {
        return server.context.createProducerTemplate().asyncSend("direct:deliver", exchange -> {
            exchange.getMessage().setHeaders(new java.util.HashMap<>(headers));
            exchange.getMessage().setBody(body);
        });
    }

    @Test
    void requestsOfAReceiverOrBeforeTheBindAreRefused() throws Exception {
        try (SmppServerFixture server = accepting("");
                SmppClient unbound = new SmppClient(server.port);
                SmppClient receiver = SmppClient.bound(server.port, BIND_RECEIVER)) {
            for (SmppClient client : List.of(unbound, receiver)) {
                assertThat(client.ask(client.submit("x")))
                        .isEqualTo(plain(SUBMIT_SM | RESPONSE, CommandStatus.INVALID_BIND_STATUS, client.next() - 1));
            }
        }
    }
}
