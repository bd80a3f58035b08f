package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** Commands, limits and faults, as SMPP has them. */
class SmppProtocolTest {

    private static SmppServerFixture server(String options) throws Exception {
        return SmppServerFixture.of((routes, address) -> {
            routes.from(address + "?systemId=app&password=secret" + options)
                    .to("mock:in")
                    .choice()
                    .when(routes.header("SmsKind").isEqualTo("QUERY"))
                    .setHeader("SmsState", routes.constant("DELIVERED"))
                    .setHeader("SmsDoneAt", routes.constant(1_700_000_000_000L))
                    .when(routes.header("SmsTo").isEqualTo("13"))
                    .setHeader("SmsErrorCode", routes.constant("smpp:0x0B"))
                    .otherwise()
                    .setHeader("SmsRemoteId", routes.simple("id-${header.SmsTo}"));
            routes.from("direct:deliver").to(address + "?longMessages=UDH");
            routes.from("direct:sar").to(address + "?longMessages=SAR");
            routes.from("direct:payload").to(address + "?longMessages=PAYLOAD");
        });
    }

    private static Map<String, Object> last(SmppServerFixture server) {
        List<Exchange> all =
                server.context.getEndpoint("mock:in", MockEndpoint.class).getReceivedExchanges();
        Map<String, Object> headers =
                new java.util.HashMap<>(all.get(all.size() - 1).getMessage().getHeaders());
        headers.put("body", all.get(all.size() - 1).getMessage().getBody());
        return headers;
    }

    @Test
    void codingsHeadersAndSegments() throws Exception {
        try (SmppServerFixture server = server("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            client.ask(client.submit(new byte[] {0, 0x1B, 0x65, 0x02}, 0, 0, 0, List.of()));
            assertThat(last(server)).containsEntry("body", "@€$").containsEntry("SmsReceipt", "NONE");

            client.ask(client.submit("Żółć".getBytes(StandardCharsets.UTF_16BE), 0, 8, 0x11, List.of()));
            assertThat(last(server))
                    .containsEntry("body", "Żółć")
                    .containsEntry("SmsEncoding", "UCS2")
                    .containsEntry("SmsReceipt", "ALL");

            client.ask(client.submit(new byte[] {(byte) 0xE9}, 0, 3, 0, List.of()));
            assertThat(last(server)).containsEntry("body", "é");

            client.ask(client.submit(new byte[] {5, 0, 3, 7, 2, 1, (byte) 0xFF}, 0x40, 0xF5, 0, List.of()));
            assertThat(last(server))
                    .containsEntry("body", new byte[] {(byte) 0xFF})
                    .containsEntry("SmsUdh", "050003070201")
                    .containsEntry("SmsEncoding", "BINARY")
                    .containsEntry("SmsClass", 1)
                    .containsEntry("SmsPart", 1)
                    .containsEntry("SmsParts", 2)
                    .containsEntry("SmsPartRef", 7);

            List<Tlv> sar = List.of(
                    new Tlv(Tlv.SAR_MSG_REF_NUM, new byte[] {1, 0}),
                    new Tlv(Tlv.SAR_TOTAL_SEGMENTS, new byte[] {3}),
                    new Tlv(Tlv.SAR_SEGMENT_SEQNUM, new byte[] {2}),
                    new Tlv(0x1401, new byte[] {0, -1}));
            client.ask(client.submit("x".getBytes(), 0, 0, 0, sar));
            assertThat(last(server))
                    .containsEntry("SmsPart", 2)
                    .containsEntry("SmsParts", 3)
                    .containsEntry("SmsPartRef", 256)
                    .containsEntry("SmsSmppTlvs", "1401=00ff")
                    .doesNotContainKey("SmsUdh");

            byte[] longText = "long ".repeat(100).getBytes();
            client.ask(client.submit(new byte[0], 0, 0, 0, List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, longText))));
            assertThat(last(server)).containsEntry("body", new String(longText));

            SmppPdu both =
                    client.ask(client.submit("x".getBytes(), 0, 0, 0, List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, longText))));
            assertThat(both.status()).isEqualTo(CommandStatus.INVALID_MESSAGE_LENGTH);
            assertThat(client.ask(client.submit(new byte[] {9, 0}, 0x40, 0, 0, List.of()))
                            .status())
                    .isEqualTo(CommandStatus.INVALID_ESM_CLASS);
        }
    }

    @Test
    void otherCommandsAreExchangesOfTheirOwnKind() throws Exception {
        try (SmppServerFixture server = server("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            Address shop = new Address(5, 0, "Shop");
            assertThat(client.ask(Pdus.query(2, "id-7", shop)))
                    .isEqualTo(Pdus.queryReply(0, 2, "id-7", "231114221320000+", 2, 0));
            assertThat(last(server)).containsEntry("SmsKind", "QUERY").containsEntry("SmsRemoteId", "id-7");

            assertThat(client.ask(Pdus.cancel(3, "", "id-7", shop, Address.NONE)))
                    .isEqualTo(plain(CANCEL_SM | RESPONSE, 0, 3));
            assertThat(last(server)).containsEntry("SmsKind", "CANCEL").containsEntry("SmsFrom", "Shop");

            assertThat(client.ask(Pdus.replace(4, "id-7", shop, "", "", 1, 0, "new".getBytes(), List.of())))
                    .isEqualTo(plain(REPLACE_SM | RESPONSE, 0, 4));
            assertThat(last(server)).containsEntry("SmsKind", "REPLACE").containsEntry("body", "new");

            Address one = new Address(1, 1, "12");
            Address bad = new Address(1, 1, "13");
            SmppPdu text = client.submit("to many");
            SmppPdu multi = client.ask(Pdus.message(
                    SUBMIT_MULTI,
                    5,
                    "",
                    shop,
                    List.of(bad, one),
                    0,
                    0,
                    0,
                    "",
                    "",
                    0,
                    0,
                    0,
                    0,
                    text.get(SHORT_MESSAGE),
                    List.of()));
            assertThat(multi).isEqualTo(Pdus.multiReply(0, 5, "id-12", List.of(new SmppField.Refused(bad, 0x0B))));

            SmppPdu data = client.ask(Pdus.message(
                    DATA_SM,
                    6,
                    "",
                    shop,
                    List.of(one),
                    0,
                    0,
                    0,
                    "",
                    "",
                    1,
                    0,
                    0,
                    0,
                    new byte[0],
                    List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, "data".getBytes()))));
            assertThat(data).isEqualTo(reply(DATA_SM | RESPONSE, 0, 6, "id-12", List.of()));
            assertThat(last(server)).containsEntry("body", "data").containsEntry("SmsSmppCommand", "data_sm");
        }
    }

    /** What only a centre says, and what nobody here keeps, is refused; the session goes on. */
    @Test
    void whatIsNotForACentreIsRefused() throws Exception {
        try (SmppServerFixture server = server("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            Address number = new Address(1, 1, "48600100200");
            int wrong = CommandStatus.INVALID_COMMAND_ID;
            assertThat(client.ask(Pdus.outbind(7, "smsc", "secret"))).isEqualTo(plain(GENERIC_NACK, wrong, 7));
            assertThat(client.ask(Pdus.alert(8, number, number, List.of()))).isEqualTo(plain(GENERIC_NACK, wrong, 8));
            assertThat(client.ask(multi(9, List.of(number, Address.list("friends")))))
                    .isEqualTo(plain(SUBMIT_MULTI | RESPONSE, CommandStatus.INVALID_DISTRIBUTION_LIST, 9));
            assertThat(client.ask(client.submit("x")).status()).isZero();
        }
    }

    /** An id with a character that SMPP has no octet for ends its own answer only. */
    @Test
    void anIdThatCannotBeWrittenIsAnErrorOfItsOwn() throws Exception {
        try (SmppServerFixture server =
                        SmppServerFixture.of((routes, address) -> routes.from(address + "?systemId=app&password=secret")
                                .setHeader("SmsRemoteId", routes.body()));
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            assertThat(client.ask(client.submit(new byte[] {0x10}, 0, 0, 0, List.of()))
                            .status())
                    .as("the id is a Δ")
                    .isEqualTo(CommandStatus.SYSTEM_ERROR);
            assertThat(client.ask(client.submit("x")).get(MESSAGE_ID)).isEqualTo("x");
        }
    }

    @Test
    void aNationalNumberSaysThatItIsOne() throws Exception {
        try (SmppServerFixture server = server("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            client.ask(multi(5, List.of(new Address(2, 1, "600100203"))));
            assertThat(last(server)).containsEntry("SmsTo", "600100203").containsEntry("SmsFields", "toTon=2;toNpi=1");
            client.ask(multi(6, List.of(new Address(1, 1, "48600100203"))));
            assertThat(last(server)).containsEntry("SmsTo", "+48600100203").doesNotContainKey("SmsFields");
        }
    }

    /** SMPP 3.4 §4.5.2: one message_id, and who was refused. */
    @Test
    void theIdOfASubmitMultiIsThatOfItsFirstAcceptedDestination() throws Exception {
        try (SmppServerFixture server = server("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            Address bad = new Address(1, 1, "13");
            List<Address> many = new ArrayList<>(List.of(bad));
            for (int i = 0; i < 20; i++) {
                many.add(new Address(1, 1, "4860010020" + i));
            }
            many.add(bad);
            SmppPdu reply = client.ask(multi(client.next(), many));
            assertThat(reply.status()).isZero();
            assertThat(reply.get(MESSAGE_ID)).isEqualTo("id-+48600100200");
            SmppField.Refused refused = new SmppField.Refused(bad, 0x0B);
            assertThat(reply.get(REFUSED)).containsExactly(refused, refused);
            List<Object> ids = server.context.getEndpoint("mock:in", MockEndpoint.class).getReceivedExchanges().stream()
                    .map(exchange -> exchange.getMessage().getHeader("SmsSmppMultiId"))
                    .toList();
            assertThat(ids)
                    .hasSize(22)
                    .startsWith(null, null, "id-+48600100200.3")
                    .endsWith("id-+48600100200.22");

            List<Address> nobody = java.util.Collections.nCopies(254, bad);
            assertThat(client.ask(multi(client.next(), nobody)).status()).isEqualTo(0x0B);
            await().until(() -> server.consumer().getUnansweredRequests() == 0);
        }
    }

    private static SmppPdu multi(int sequence, List<Address> destinations) {
        Address shop = new Address(5, 0, "Shop");
        byte[] text = "to many".getBytes(StandardCharsets.US_ASCII);
        return Pdus.message(
                SUBMIT_MULTI, sequence, "", shop, destinations, 0, 0, 0, "", "", 0, 0, 0, 0, text, List.of());
    }

    @Test
    void whatIsMalformedIsAnsweredAndTheSessionGoesOn() throws Exception {
        try (SmppServerFixture server = server("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            client.send(Unpooled.buffer()
                    .writeInt(17)
                    .writeInt(SUBMIT_SM)
                    .writeInt(0)
                    .writeInt(8)
                    .writeByte(65));
            assertThat(client.receive())
                    .isEqualTo(plain(SUBMIT_SM | RESPONSE, CommandStatus.INVALID_COMMAND_LENGTH, 8));
            client.send(
                    Unpooled.buffer().writeInt(16).writeInt(0x999).writeInt(0).writeInt(9));
            assertThat(client.receive()).isEqualTo(plain(GENERIC_NACK, CommandStatus.INVALID_COMMAND_ID, 9));
            client.send(Unpooled.buffer()
                    .writeInt(16)
                    .writeInt(0x80000999)
                    .writeInt(0)
                    .writeInt(10));
            client.send(plain(DELIVER_SM | RESPONSE, 0, 11));
            assertThat(client.ask(plain(ENQUIRE_LINK, 0, 12)).sequence()).isEqualTo(12);
            assertThat(client.bind(BIND_TRANSMITTER, "app", "secret", 0x34).status())
                    .isEqualTo(CommandStatus.ALREADY_BOUND);
            SmppPdu late = client.submit("x");
            SmppPdu answer = client.ask(Pdus.message(
                    SUBMIT_SM,
                    14,
                    "",
                    late.get(SOURCE),
                    late.destinations(),
                    0,
                    0,
                    0,
                    "",
                    "991399000000000+",
                    0,
                    0,
                    0,
                    0,
                    new byte[0],
                    List.of()));
            assertThat(answer).isEqualTo(plain(SUBMIT_SM | RESPONSE, CommandStatus.INVALID_EXPIRY, 14));
        }
    }

    @Test
    void aLengthThatCannotBeEndsTheConnection() throws Exception {
        try (SmppServerFixture server = server("&maxPduSize=1000")) {
            for (int length : new int[] {15, 0, -1, 1001, Integer.MAX_VALUE}) {
                try (SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
                    client.send(Unpooled.buffer()
                            .writeInt(length)
                            .writeInt(4)
                            .writeInt(0)
                            .writeInt(33));
                    assertThat(client.receive())
                            .isEqualTo(plain(GENERIC_NACK, CommandStatus.INVALID_COMMAND_LENGTH, 33));
                    assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
                }
            }
        }
    }

    @Test
    void versions() throws Exception {
        try (SmppServerFixture server = server("&minInterfaceVersion=3.4&interfaceVersion=5.0");
                SmppClient old = new SmppClient(server.port);
                SmppClient young = new SmppClient(server.port)) {
            assertThat(old.bind(BIND_TRANSCEIVER, "app", "secret", 0x33).status())
                    .isEqualTo(CommandStatus.BIND_FAILED);
            SmppPdu reply = young.bind(BIND_TRANSCEIVER, "app", "secret", 0x50);
            assertThat(reply.tlvs().get(0).number()).isEqualTo(0x50);
        }
        try (SmppServerFixture server = server("");
                SmppClient old = new SmppClient(server.port)) {
            assertThat(old.bind(BIND_TRANSCEIVER, "app", "secret", 0x33).tlvs()).isEmpty();
            server.context.createProducerTemplate().asyncSend("direct:deliver", exchange -> {
                exchange.getMessage()
                        .setHeaders(new java.util.HashMap<>(Map.of(
                                "SmsClient", "app", "SmsKind", "RECEIPT", "SmsId", "1", "SmsTo", "1", "SmsFrom", "2")));
            });
            assertThat(old.receiveAndAnswer().tlvs()).isEmpty();
        }
    }

    @Test
    void longMessagesForTheApplication() throws Exception {
        String text = "Ala ma kota. ".repeat(30);
        try (SmppServerFixture server = server("");
                SmppClient client = SmppClient.bound(server.port, BIND_RECEIVER)) {
            send(server, "direct:deliver", text);
            StringBuilder whole = new StringBuilder();
            for (int i = 1; i <= 3; i++) {
                SmppPdu part = client.receiveAndAnswer();
                assertThat(part.get(ESM_CLASS)).isEqualTo(0x40);
                assertThat(part.get(SHORT_MESSAGE)[5]).isEqualTo((byte) i);
                whole.append(new String(part.get(SHORT_MESSAGE), 6, part.get(SHORT_MESSAGE).length - 6));
            }
            assertThat(whole).hasToString(text);

            send(server, "direct:sar", text);
            for (int i = 1; i <= 3; i++) {
                SmppPdu part = client.receiveAndAnswer();
                assertThat(part.get(ESM_CLASS)).isZero();
                assertThat(part.tlv(Tlv.SAR_SEGMENT_SEQNUM).number()).isEqualTo(i);
                assertThat(part.tlv(Tlv.SAR_TOTAL_SEGMENTS).number()).isEqualTo(3);
            }
            send(server, "direct:payload", text + "Ż");
            SmppPdu payload = client.receiveAndAnswer();
            assertThat(payload.get(DATA_CODING)).isEqualTo(8);
            assertThat(new String(payload.tlv(Tlv.MESSAGE_PAYLOAD).value(), StandardCharsets.UTF_16BE))
                    .isEqualTo(text + "Ż");
        }
    }

    private static void send(SmppServerFixture server, String to, String text) {
        server.context.createProducerTemplate().asyncSend(to, exchange -> {
            exchange.getMessage()
                    .setHeaders(
                            new java.util.HashMap<>(Map.of("SmsClient", "app", "SmsTo", "+481", "SmsFrom", "+482")));
            exchange.getMessage().setBody(text);
        });
    }

    @Test
    void suspendedItAsksToComeLaterAndKeepsTheSession() throws Exception {
        try (SmppServerFixture server = server("");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            server.consumer().suspend();
            assertThat(client.ask(client.submit("x")).status()).isEqualTo(CommandStatus.QUEUE_FULL);
            server.consumer().resume();
            assertThat(client.ask(client.submit("x")).status()).isZero();
        }
    }

    @Test
    void aSlowReaderIsNotReadEither() throws Exception {
        try (SmppServerFixture server = server("&requestTimeout=1s");
                SmppClient client = SmppClient.bound(server.port, BIND_TRANSCEIVER)) {
            ByteBuf flood = Unpooled.buffer();
            for (int i = 0; i < 20_000; i++) {
                SmppCodec.encode(plain(ENQUIRE_LINK, 0, i), flood);
            }
            Thread writer = new Thread(() -> {
                try {
                    for (int i = 0; i < 1000; i++) {
                        client.send(flood.duplicate());
                    }
                } catch (java.io.IOException expected) {
                    // the server gives up on a peer that does not read
                }
            });
            writer.start();
            writer.join(15_000);
            assertThat(writer.isAlive()).isFalse();
            await().atMost(5, TimeUnit.SECONDS).until(() -> server.consumer().getConnections() == 0);
        }
    }
}
