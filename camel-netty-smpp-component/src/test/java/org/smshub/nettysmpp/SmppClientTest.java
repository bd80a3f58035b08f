package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.smshub.link.LateAnswer;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** What an application sends by it, what it hears, and what becomes of both. */
class SmppClientTest {

    private static final Map<String, Object> PLAIN = Map.of();

    @Test
    void bindsSubmitsAndGetsTheId() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> false);
                SmppClientFixture client = new SmppClientFixture(centre.port(), "systemType=x&addressRange=^48")) {
            Exchange sent = client.send("Zażółć", Map.of("SmsReceipt", "ALL", "SmsProtocolId", 0x41));
            assertThat(sent.getException()).isNull();
            assertThat(sent.getMessage().getHeaders())
                    .containsEntry("SmsOutcome", "SENT")
                    .containsEntry("SmsRemoteId", "id1")
                    .containsEntry("CamelSmppId", List.of("id1"));
            SmppPdu bind = centre.received.get(0);
            assertThat(bind.commandId()).isEqualTo(BIND_TRANSCEIVER);
            assertThat(List.of(
                            bind.get(SYSTEM_ID),
                            bind.get(PASSWORD),
                            bind.get(SYSTEM_TYPE),
                            bind.get(ADDRESS_RANGE).value()))
                    .containsExactly("app", "secret", "x", "^48");
            assertThat(bind.get(INTERFACE_VERSION)).isEqualTo(0x34);
            SmppPdu submit = centre.submitted();
            assertThat(submit.get(SOURCE)).isEqualTo(new Address(5, 0, "Shop"));
            assertThat(submit.destinations()).containsExactly(new Address(1, 1, "48600100200"));
            assertThat(submit.get(REGISTERED_DELIVERY)).isEqualTo(0x11);
            assertThat(submit.get(PROTOCOL_ID)).isEqualTo(0x41);
            assertThat(submit.get(DATA_CODING)).isEqualTo(8);
            assertThat(submit.get(SHORT_MESSAGE)).isEqualTo("Zażółć".getBytes(StandardCharsets.UTF_16BE));
        }
    }

    @Test
    void aWindowOfRequestsIsOutstanding() throws Exception {
        List<SmppPdu> held = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (Centre centre = new Centre((line, pdu) -> pdu.commandId() == SUBMIT_SM && held.add(pdu));
                SmppClientFixture client = new SmppClientFixture(centre.port(), "window=7")) {
            List<CompletableFuture<Exchange>> all = new java.util.ArrayList<>();
            for (int i = 0; i < 10; i++) {
                all.add(client.sendLater("n" + i, PLAIN));
            }
            await().until(() -> held.size() == 7);
            for (int i = held.size() - 1; i >= 0; i--) {
                answer(centre, held.get(i), "r" + i);
            }
            await().until(() -> held.size() == 10);
            for (int i = 7; i < 10; i++) {
                answer(centre, held.get(i), "r" + i);
            }
            for (CompletableFuture<Exchange> one : all) {
                assertThat(one.get().getMessage().getHeader("SmsOutcome")).isEqualTo("SENT");
            }
        }
    }

    private static void answer(Centre centre, SmppPdu pdu, String id) throws Exception {
        centre.line().send(reply(pdu.commandId() | RESPONSE, 0, pdu.sequence(), id, List.of()));
    }

    @Test
    void aGenericNackWithItsSequenceIsARefusal() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> {
                    if (pdu.commandId() == SUBMIT_SM) {
                        line.send(plain(GENERIC_NACK, CommandStatus.THROTTLED, pdu.sequence()));
                        return true;
                    }
                    return false;
                });
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            Exchange sent = client.send("x", PLAIN);
            assertThat(sent.getException()).isInstanceOf(SmsNotSentException.class);
            assertThat(((SmsNotSentException) sent.getException()).isThrottled())
                    .isTrue();
            assertThat(sent.getMessage().getHeader("SmsOutcome")).isEqualTo("NOT_SENT");
        }
    }

    @Test
    void anAnswerWithoutIdIsSentWithoutId() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> {
                    if (pdu.commandId() == SUBMIT_SM) {
                        line.send(plain(SUBMIT_SM | RESPONSE, 0, pdu.sequence()));
                        return true;
                    }
                    return false;
                });
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            Exchange sent = client.send("x", PLAIN);
            assertThat(sent.getMessage().getHeaders())
                    .containsEntry("SmsOutcome", "SENT")
                    .doesNotContainKey("SmsRemoteId");
        }
    }

    @Test
    void aDroppedLineMakesTheUnansweredUnknownAndNoOther() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> pdu.isMessage()
                        && new String(pdu.get(SHORT_MESSAGE), StandardCharsets.ISO_8859_1).startsWith("hold"));
                SmppClientFixture client = new SmppClientFixture(centre.port(), "window=5")) {
            CompletableFuture<Exchange> held = client.sendLater("hold", PLAIN);
            Exchange answered = client.send("go", PLAIN);
            assertThat(answered.getException()).isNull();
            await().until(() -> centre.received(SUBMIT_SM).size() == 2);
            centre.drop();
            assertThat(held.get().getException()).isInstanceOf(SmsUnknownOutcomeException.class);
            assertThat(client.send("again", PLAIN).getException()).isNull();
        }
    }

    @Test
    void aLateAnswerIsTold() throws Exception {
        CompletableFuture<String> told = new CompletableFuture<>();
        CompletableFuture<SmppPdu> held = new CompletableFuture<>();
        try (Centre centre = new Centre(
                        (line, pdu) -> pdu.isMessage() && pdu.get(SHORT_MESSAGE).length == 4 && held.complete(pdu));
                SmppClientFixture client = new SmppClientFixture(centre.port(), "window=5&requestTimeout=600")) {
            CompletableFuture<Exchange> later = client.template.asyncSend(client.uri, exchange -> {
                exchange.getMessage().setBody("hold");
                exchange.getMessage().setHeader("SmsTo", "+48600100200");
                exchange.setProperty(LateAnswer.PROPERTY, (LateAnswer) (id, refused) -> told.complete(id));
            });
            held.get();
            // the line answers others, so it lives on
            await().until(() -> {
                client.send("x", PLAIN);
                return later.isDone();
            });
            assertThat(later.get().getException()).isInstanceOf(SmsUnknownOutcomeException.class);
            answer(centre, held.get(), "late1");
            assertThat(told.get()).isEqualTo("late1");
        }
    }

    @Test
    void receiptsMessagesAndAlertsReachTheRoute() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> false);
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            await().until(() -> !centre.lines.isEmpty());
            SmppClient line = centre.line();
            line.send(deliver(
                    1,
                    4,
                    0,
                    "id:0abc sub:001 dlvrd:001 submit date:2611261700 done date:2611261701 stat:DELIVRD err:000 text:x",
                    List.of(new Tlv(Tlv.RECEIPTED_MESSAGE_ID, "ABC\0".getBytes(StandardCharsets.US_ASCII)))));
            line.send(deliver(2, 0, 0, "at \0", List.of(new Tlv(0x0204, new byte[] {0, 7}))));
            line.send(Pdus.alert(3, new Address(1, 1, "48600100200"), new Address(0, 1, "2345"), List.of()));
            line.send(deliver(4, 4, 0, "nothing that says a state", List.of()));
            await().until(() -> client.heard.size() == 4);
            assertThat(client.heard.get(0).getHeaders())
                    .containsEntry("SmsKind", "RECEIPT")
                    .containsEntry("SmsRemoteId", "ABC")
                    .containsEntry("SmsRemoteIdText", "0abc")
                    .containsEntry("SmsState", "DELIVERED")
                    .containsEntry("SmsTo", "+48600100200");
            assertThat(client.heard.get(1).getHeaders())
                    .containsEntry("SmsKind", "MESSAGE")
                    .containsEntry("SmsFrom", "+48600100200")
                    .containsEntry("SmsTo", "2345")
                    .containsEntry("SmsSmppTlvs", "0204=0007")
                    .containsEntry("CamelSmppOptionalParameter", Map.of((short) 0x0204, (short) 7))
                    .containsEntry("CamelSmppOptionalParameters", Map.of("USER_MESSAGE_REFERENCE", (short) 7));
            assertThat(client.heard.get(1).getBody()).isEqualTo("at @");
            assertThat(client.heard.get(2).getHeaders())
                    .containsEntry("SmsKind", "ALERT")
                    .containsEntry("SmsTo", "+48600100200");
            Message unread = client.heard.get(3);
            assertThat(unread.getHeader("SmsKind")).isEqualTo("UNREADABLE");
            assertThat(unread.getHeader("SmsErrorText", String.class)).contains("receipt");
            assertThat(new String(unread.getBody(byte[].class), StandardCharsets.ISO_8859_1))
                    .contains("nothing that says a state");
            await().until(() -> centre.received(DELIVER_SM | RESPONSE).size() == 3);
            assertThat(centre.received(DELIVER_SM | RESPONSE)).allMatch(answer -> answer.status() == 0);
            client.refusal = new IllegalStateException("disk full");
            line.send(deliver(5, 0, 0, "x", List.of()));
            await().until(() -> centre.received(DELIVER_SM | RESPONSE).size() == 4);
            assertThat(centre.received(DELIVER_SM | RESPONSE).get(3).status())
                    .isEqualTo(CommandStatus.TEMPORARY_APPLICATION_ERROR);
        }
    }

    static SmppPdu deliver(int sequence, int esmClass, int coding, String text, List<Tlv> tlvs) {
        return Pdus.message(
                DELIVER_SM,
                sequence,
                "",
                new Address(1, 1, "48600100200"),
                List.of(new Address(0, 1, "2345")),
                esmClass,
                0,
                0,
                "",
                "",
                0,
                0,
                coding,
                0,
                text.getBytes(StandardCharsets.ISO_8859_1),
                tlvs);
    }
}
