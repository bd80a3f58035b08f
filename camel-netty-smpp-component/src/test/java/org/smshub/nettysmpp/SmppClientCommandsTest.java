package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsNotSentException;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** Each command, each option of content and session, octet for octet. */
class SmppClientCommandsTest {

    private static final String LONG = "0123456789".repeat(20);
    private static final Map<String, Object> PLAIN = Map.of();

    private static Centre centre() throws Exception {
        return new Centre((line, pdu) -> false);
    }

    private static SmppPdu sent(String options, Object body, Map<String, Object> headers) throws Exception {
        return allSent(options, body, headers).get(0);
    }

    private static List<SmppPdu> allSent(String options, Object body, Map<String, Object> headers) throws Exception {
        try (Centre centre = centre();
                SmppClientFixture client = new SmppClientFixture(centre.port(), options)) {
            Exchange exchange = client.send(body, headers);
            assertThat(exchange.getException()).isNull();
            return centre.received.stream().filter(SmppPdu::isMessage).toList();
        }
    }

    private static Exchange refused(String options, Object body, Map<String, Object> headers) throws Exception {
        try (Centre centre = centre();
                SmppClientFixture client = new SmppClientFixture(centre.port(), options)) {
            Exchange exchange = client.send(body, headers);
            assertThat(exchange.getException()).isInstanceOf(SmsNotSentException.class);
            assertThat(((SmsNotSentException) exchange.getException()).isRetryable())
                    .isFalse();
            assertThat(centre.received.stream().noneMatch(SmppPdu::isMessage)).isTrue();
            return exchange;
        }
    }

    @Test
    void longTextsGoInPartsOrWhole() throws Exception {
        List<SmppPdu> udh = allSent("", LONG, PLAIN);
        assertThat(udh).hasSize(2).allMatch(part -> part.get(ESM_CLASS) == 0x40);
        assertThat(udh.get(0).get(SHORT_MESSAGE)).startsWith(5, 0, 3).hasSize(6 + 153);
        List<SmppPdu> sar = allSent("longMessages=SAR", LONG, PLAIN);
        assertThat(sar).hasSize(2).allMatch(part -> part.get(ESM_CLASS) == 0);
        assertThat(Tlv.number(sar.get(1).tlvs(), Tlv.SAR_SEGMENT_SEQNUM)).isEqualTo(2);
        SmppPdu whole = sent("longMessages=PAYLOAD", LONG + LONG, PLAIN);
        assertThat(whole.get(SHORT_MESSAGE)).isEmpty();
        assertThat(whole.octets()).isEqualTo((LONG + LONG).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aPartThatIsFinishedGoesAsItIs() throws Exception {
        Map<String, Object> part = Map.of("SmsUdh", "05000307" + "0201", "SmsEncoding", "GSM7");
        assertThat(sent("", "x", part).get(SHORT_MESSAGE))
                .isEqualTo(HexFormat.of().parseHex("050003070201" + "78"));
        SmppPdu sar = sent("longMessages=SAR", "x", part);
        assertThat(sar.get(SHORT_MESSAGE)).isEqualTo(new byte[] {'x'});
        assertThat(Tlv.number(sar.tlvs(), Tlv.SAR_MSG_REF_NUM)).isEqualTo(7);
        SmppPdu shift = sent("longMessages=SAR", "ş", Map.of("SmsUdh", "03240101", "SmsEncoding", "GSM7"));
        assertThat(shift.get(SHORT_MESSAGE)).isEqualTo(HexFormat.of().parseHex("03240101" + "1b73"));
        byte[] octets = {0, 1, -1};
        SmppPdu binary = sent("", octets, Map.of("SmsUdh", "0605040B8423F0", "SmsEncoding", "BINARY"));
        assertThat(binary.get(SHORT_MESSAGE)).isEqualTo(HexFormat.of().parseHex("0605040b8423f00001ff"));
        assertThat(binary.get(DATA_CODING)).isEqualTo(4);
    }

    @Test
    void alphabetsAndClassesAreOptions() throws Exception {
        assertThat(sent("", "@", PLAIN).get(SHORT_MESSAGE)).containsExactly(0);
        assertThat(sent("alphabet=LATIN1", "@", PLAIN).get(SHORT_MESSAGE)).containsExactly('@');
        assertThat(sent("", "x", Map.of("SmsClass", 0)).get(DATA_CODING)).isEqualTo(0xF0);
        assertThat(sent("generalClass=true", "x", Map.of("SmsClass", 0)).get(DATA_CODING))
                .isEqualTo(0x10);
        assertThat(sent("", "x", Map.of("SmsDataCoding", 8)).get(SHORT_MESSAGE)).containsExactly(0, 'x');
        refused("", "x", Map.of("SmsDataCoding", 4));
        refused("alphabet=LATIN1", "€", Map.of("SmsEncoding", "GSM7"));
    }

    @Test
    void fieldsAreOptionsAndHeaders() throws Exception {
        SmppPdu submit = sent(
                "messageMode=FORWARD&serviceType=CMT&receipt=NONE&priorities=0,0,1,3&destAddrTon=2&destAddrNpi=8",
                "x",
                Map.of("SmsPriority", 3, "SmsValidUntil", System.currentTimeMillis() + 7_200_500));
        assertThat(submit.get(ESM_CLASS)).isEqualTo(2);
        assertThat(submit.get(SERVICE_TYPE)).isEqualTo("CMT");
        assertThat(submit.get(REGISTERED_DELIVERY)).isZero();
        assertThat(submit.get(PRIORITY)).isEqualTo(3);
        assertThat(submit.destinations()).containsExactly(new Address(2, 8, "48600100200"));
        assertThat(submit.get(VALIDITY)).isEqualTo("000000020000000R");
        assertThat(sent("sourceAddrTon=3&sourceAddrNpi=9", "x", PLAIN).get(SOURCE))
                .isEqualTo(new Address(3, 9, "Shop"));
        assertThat(refused("", "x", Map.of("SmsTo", "+")).getException()).hasMessageContaining("smpp-client:");
    }

    @Test
    void whatElseAMessageSaidGoesOnByRule() throws Exception {
        Map<String, Object> said = Map.of(
                "SmsFields",
                "toTon=3;toNpi=9;fromTon=6;fromNpi=8;serviceType=CMT;priority=2;replace=1;replyPath=1;acks=4;tlv.1400=3132;tlv.0381=01",
                "SmsTo",
                "2345",
                "SmsFrom",
                "71234567");
        SmppPdu submit = sent("", "x", said);
        assertThat(submit.destinations()).containsExactly(new Address(3, 9, "2345"));
        assertThat(submit.get(SOURCE)).isEqualTo(new Address(6, 8, "71234567"));
        assertThat(submit.get(SERVICE_TYPE)).isEqualTo("CMT");
        assertThat(submit.get(PRIORITY)).isEqualTo(2);
        assertThat(submit.get(REPLACE_IF_PRESENT)).isEqualTo(1);
        assertThat(submit.get(ESM_CLASS)).isEqualTo(0x80);
        assertThat(submit.get(REGISTERED_DELIVERY)).isEqualTo(5);
        assertThat(submit.tlvs())
                .containsExactly(new Tlv(0x1400, new byte[] {'1', '2'}), new Tlv(0x381, new byte[] {1}));
        submit = sent("passes=tlv.1400", "x", said);
        assertThat(submit.destinations()).containsExactly(new Address(0, 1, "2345"));
        assertThat(submit.get(SERVICE_TYPE)).isEmpty();
        assertThat(submit.get(PRIORITY)).isZero();
        assertThat(submit.tlvs()).containsExactly(new Tlv(0x1400, new byte[] {'1', '2'}));
        assertThat(sent("passes=standard,-validity", "x", Map.of("SmsValidUntil", System.currentTimeMillis() + 90_000))
                        .get(VALIDITY))
                .isEmpty();
    }

    @Test
    void aSenderHasTheOctetsThatTheCentreWants() throws Exception {
        Map<String, Object> name = Map.of("SmsFrom", "Müller");
        assertThat(sent("", "x", name).get(SOURCE)).isEqualTo(new Address(5, 0, "M\u00FCller"));
        assertThat(sent("senderAlphabet=GSM7", "x", name).get(SOURCE)).isEqualTo(new Address(5, 0, "M\u007Eller"));
        assertThat(sent("senderAlphabet=ASCII&transliterateSender=true", "x", name)
                        .get(SOURCE))
                .isEqualTo(new Address(5, 0, "Muller"));
        refused("senderAlphabet=ASCII", "x", name);
        // septet 0 ends a string of SMPP
        refused("senderAlphabet=GSM7", "x", Map.of("SmsFrom", "a@b"));
    }

    @Test
    void optionalParametersGoByNameAndByNumber() throws Exception {
        SmppPdu submit = sent(
                "", "x", Map.of("SmsSmppTlvs", "1401=00ff", "CamelSmppOptionalParameter", Map.of((short) 0x20A, 8080)));
        assertThat(submit.tlvs())
                .containsExactly(new Tlv(0x1401, new byte[] {0, -1}), new Tlv(0x20A, new byte[] {0x1F, (byte) 0x90}));
        submit = sent("", "x", Map.of("CamelSmppOptionalParameters", Map.of("RECEIPTED_MESSAGE_ID", "ab")));
        assertThat(submit.tlvs()).containsExactly(new Tlv(0x1E, new byte[] {'a', 'b', 0}));
        assertThat(sent("interfaceVersion=3.3", "x", Map.of("SmsSmppTlvs", "1401=00ff"))
                        .tlvs())
                .isEmpty();
    }

    @Test
    void otherCommandsGoByHeader() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> {
                    if (pdu.commandId() == QUERY_SM) {
                        line.send(Pdus.queryReply(0, pdu.sequence(), "m1", "261126170000000+", 2, 0));
                        return true;
                    }
                    if (pdu.commandId() == SUBMIT_MULTI) {
                        line.send(Pdus.multiReply(
                                0, pdu.sequence(), "m2", List.of(new SmppField.Refused(new Address(1, 1, "2"), 0x0B))));
                        return true;
                    }
                    return false;
                });
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            Map<String, Object> id = Map.of("CamelSmppCommand", "QuerySm", "SmsRemoteId", "m1");
            assertThat(client.send(null, id).getMessage().getHeaders())
                    .containsEntry("SmsState", "DELIVERED")
                    .containsEntry("SmsDoneAt", 1795712400000L)
                    .containsEntry("SmsRemoteId", "m1");
            client.send(null, Map.of("CamelSmppCommand", "CancelSm", "SmsRemoteId", "m1"));
            assertThat((centre.received(CANCEL_SM).get(0)).get(MESSAGE_ID)).isEqualTo("m1");
            client.send("new", Map.of("CamelSmppCommand", "replace_sm", "SmsRemoteId", "m1"));
            assertThat((centre.received(REPLACE_SM).get(0)).get(SHORT_MESSAGE)).hasSize(3);
            Exchange multi =
                    client.send("x", Map.of("CamelSmppCommand", "SubmitMulti", "SmsTo", "+48600100200,+48600100201"));
            assertThat((centre.received(SUBMIT_MULTI).get(0)).destinations()).hasSize(2);
            assertThat(multi.getMessage().getHeader("CamelSmppError"))
                    .isEqualTo(List.of(Map.of("destAddr", "2", "error", "smpp:0x0B")));
            client.send(
                    "x", Map.of("CamelSmppCommand", "DataSm", "SmsValidUntil", System.currentTimeMillis() + 60_500));
            SmppPdu data = centre.received(DATA_SM).get(0);
            assertThat(data.octets()).containsExactly('x');
            assertThat(Tlv.number(data.tlvs(), 0x17)).isEqualTo(60);
        }
    }

    @Test
    void receiptsAreMatchedByReference() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> {
                    if (pdu.commandId() == SUBMIT_SM) {
                        line.send(reply(
                                SUBMIT_SM | RESPONSE,
                                0,
                                pdu.sequence(),
                                "same",
                                List.of(new Tlv(Tlv.CONGESTION_STATE, new byte[] {42}))));
                        return true;
                    }
                    return false;
                });
                SmppClientFixture client = new SmppClientFixture(centre.port(), "receiptsBy=REFERENCE")) {
            List<Object> ids = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Exchange sent = client.send("x", PLAIN);
                ids.add(sent.getMessage().getHeader("SmsRemoteId"));
                assertThat(sent.getMessage().getHeaders())
                        .containsEntry("CamelSmppId", List.of("same"))
                        .containsEntry("CamelSmppCongestionState", 42);
            }
            assertThat(ids.subList(0, 255)).doesNotHaveDuplicates().doesNotContain("same");
            // all references of this number are taken
            assertThat(ids.subList(255, 300)).containsOnly("same");
            SmppPdu third = centre.received(SUBMIT_SM).get(2);
            long reference = Tlv.number(third.tlvs(), 0x204);
            centre.line()
                    .send(SmppClientTest.deliver(
                            9, 4, 0, "id:77 stat:DELIVRD", List.of(new Tlv(0x204, new byte[] {(byte) reference}))));
            await().until(() -> !client.heard.isEmpty());
            assertThat(client.heard.get(0).getHeaders())
                    .containsEntry("SmsRemoteId", ids.get(2))
                    .containsEntry("SmsRemoteIdText", "77")
                    .containsEntry("SmsState", "DELIVERED");
            assertThat(client.send("x", PLAIN).getMessage().getHeader("SmsRemoteId"))
                    .isNotIn(ids);
        }
    }

    @Test
    void aTransmitterAndAReceiverAreAPair() throws Exception {
        try (Centre centre = centre();
                SmppClientFixture client = new SmppClientFixture(centre.port(), "bind=PAIR&sessions=2")) {
            await().until(() -> centre.lines.size() == 4);
            assertThat(centre.received(BIND_TRANSMITTER)).hasSize(2);
            assertThat(centre.received(BIND_RECEIVER)).hasSize(2);
            for (int i = 0; i < 8; i++) {
                assertThat(client.send("x", PLAIN).getException()).isNull();
            }
        }
    }

    @Test
    void whatNobodyCanReadIsKeptAndEveryRequestIsAnswered() throws Exception {
        try (Centre centre = centre();
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            await().until(() -> !centre.lines.isEmpty());
            SmppClient line = centre.line();
            // a deliver_sm that ends within its addresses, an unknown command, a submit_sm
            byte[] cut = HexFormat.of().parseHex("00000014000000050000000000000007" + "00010134");
            line.send(Unpooled.wrappedBuffer(cut));
            line.send(Unpooled.wrappedBuffer(HexFormat.of().parseHex("00000010000007770000000000000008")));
            line.send(line.submit("x"));
            await().until(() ->
                    centre.received.stream().filter(SmppPdu::isResponse).count() == 3);
            assertThat(client.heard.get(0).getHeaders())
                    .containsEntry("SmsKind", "UNREADABLE")
                    .hasEntrySatisfying(
                            "SmsErrorText", why -> assertThat((String) why).contains("deliver_sm"));
            assertThat(client.heard.get(0).getBody(byte[].class)).isEqualTo(cut);
            assertThat(centre.received.stream().filter(SmppPdu::isResponse))
                    .extracting(SmppPdu::commandId, SmppPdu::status)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(DELIVER_SM | RESPONSE, 0),
                            org.assertj.core.groups.Tuple.tuple(GENERIC_NACK, CommandStatus.INVALID_COMMAND_ID),
                            org.assertj.core.groups.Tuple.tuple(
                                    SUBMIT_SM | RESPONSE, CommandStatus.INVALID_COMMAND_ID));
        }
    }

    @Test
    void aRefusedBindIsToldOnceWithItsStatus() throws Exception {
        try (LogLines log = new LogLines(org.smshub.line.LineClient.class);
                Centre centre = new Centre((line, pdu) -> {
                    line.send(plain(pdu.commandId() | RESPONSE, CommandStatus.INVALID_PASSWORD, pdu.sequence()));
                    return true;
                });
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            await().until(() -> centre.received(BIND_TRANSCEIVER).size() > 3);
            assertThat(client.heard).isEmpty();
            assertThat(log.events).hasSize(1);
            assertThat(log.events.get(0).getMessage().getFormattedMessage())
                    .contains("smpp:0x0E (ESME_RINVPASWD)", "127.0.0.1")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aSessionThatTheCentreForgotIsBoundAnew() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> {
                    if (pdu.commandId() == SUBMIT_SM && pdu.sequence() == 2) {
                        line.send(plain(SUBMIT_SM | RESPONSE, CommandStatus.INVALID_BIND_STATUS, pdu.sequence()));
                        return true;
                    }
                    return false;
                });
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            assertThat(client.send("x", PLAIN).getException()).isInstanceOf(SmsNotSentException.class);
            await().until(() -> centre.received(BIND_TRANSCEIVER).size() == 2);
        }
    }

    @Test
    void aCentreThatCallsIsBoundTo() throws Exception {
        int port = SmppServerFixture.freePort();
        try (Centre centre = centre();
                SmppClientFixture client = new SmppClientFixture(centre.port(), "sessions=0&listenPort=" + port);
                SmppClient line = new SmppClient(new Socket(InetAddress.getLoopbackAddress(), port))) {
            line.send(Pdus.outbind(1, "centre", "x"));
            SmppPdu bind = line.receive();
            assertThat(bind.commandId()).isEqualTo(BIND_RECEIVER);
            line.send(reply(bind.commandId() | RESPONSE, 0, bind.sequence(), "centre", List.of()));
            line.send(SmppClientTest.deliver(2, 0, 0, "hello", List.of()));
            assertThat(line.receive().status()).isZero();
            assertThat(client.heard.get(0).getBody()).isEqualTo("hello");
        }
    }

    @Test
    void anIdOfAnyLengthIsKept() throws Exception {
        String id = "0123456789abcdef".repeat(10);
        try (Centre centre = new Centre((line, pdu) -> {
                    if (pdu.commandId() == SUBMIT_SM) {
                        ByteBuf out = Unpooled.buffer();
                        SmppCodec.encode(reply(SUBMIT_SM | RESPONSE, 0, pdu.sequence(), id, List.of()), out);
                        // and without the NUL behind it
                        out.writerIndex(out.writerIndex() - 1).setInt(0, out.readableBytes());
                        line.send(out);
                        return true;
                    }
                    return false;
                });
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            assertThat(client.send("x", PLAIN).getMessage().getHeader("SmsRemoteId"))
                    .isEqualTo(id);
        }
    }
}
