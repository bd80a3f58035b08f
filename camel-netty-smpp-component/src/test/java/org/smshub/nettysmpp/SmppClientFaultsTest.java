package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.smshub.link.SmsNotSentException;
import org.smshub.link.SmsUnknownOutcomeException;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.smpp.CommandStatus;

/** Centres that are down, sick or rude: the right outcome, one line in the log, and back by itself. */
class SmppClientFaultsTest {

    private static final Map<String, Object> PLAIN = Map.of();

    /** Each sick centre is well from its third bind on. */
    private static void comesBack(String words, String options, Centre.Script sick) throws Exception {
        AtomicInteger binds = new AtomicInteger();
        try (LogLines log = new LogLines(org.smshub.line.LineClient.class);
                Centre centre =
                        new Centre((line, pdu) -> pdu.isBind() && binds.incrementAndGet() < 3 && sick.take(line, pdu));
                SmppClientFixture client = new SmppClientFixture(centre.port(), options)) {
            await().until(() -> binds.get() == 3);
            assertThat(client.send("x", PLAIN).getMessage().getHeader("SmsOutcome"))
                    .isEqualTo("SENT");
            assertThat(log.events).hasSize(1);
            assertThat(log.events.get(0).getMessage().getFormattedMessage())
                    .contains(words)
                    .doesNotContain("secret");
        }
    }

    @Test
    void aBindThatIsNeverAnswered() throws Exception {
        comesBack("login", "loginTimeout=300", (line, pdu) -> true);
    }

    @Test
    void aCentreThatClosesAfterTheBind() throws Exception {
        comesBack("closed by the other side", "", (line, pdu) -> {
            line.send(reply(pdu.commandId() | RESPONSE, 0, pdu.sequence(), "centre", List.of()));
            line.close();
            return true;
        });
    }

    @Test
    void aBindThatIsRefusedByGenericNack() throws Exception {
        comesBack("smpp:0x03 (ESME_RINVCMDID)", "", (line, pdu) -> {
            line.send(plain(GENERIC_NACK, CommandStatus.INVALID_COMMAND_ID, pdu.sequence()));
            return true;
        });
    }

    @Test
    void halfAPdu() throws Exception {
        comesBack("not whole", "requestTimeout=300", (line, pdu) -> {
            line.send(reply(pdu.commandId() | RESPONSE, 0, pdu.sequence(), "centre", List.of()));
            line.send(Unpooled.buffer().writeInt(100).writeInt(DELIVER_SM));
            return true;
        });
    }

    @Test
    void aLengthThatCannotBe() throws Exception {
        comesBack("command_length", "", (line, pdu) -> {
            line.send(reply(pdu.commandId() | RESPONSE, 0, pdu.sequence(), "centre", List.of()));
            ByteBuf header = Unpooled.buffer().writeInt(Integer.MAX_VALUE).writeInt(DELIVER_SM);
            line.send(header.writeInt(0).writeInt(1));
            return true;
        });
    }

    /** One dead centre keeps no other line down, and the start of Camel not at all. */
    @Test
    void aCentreThatIsNotThereHoldsUpNobody() throws Exception {
        int dead = SmppServerFixture.freePort();
        try (Centre centre = new Centre((line, pdu) -> false);
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            client.context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:dead").to("smpp-client:127.0.0.1:" + dead + "?systemId=app&waitTimeout=200");
                }
            });
            Exchange sent = client.template.request(
                    "direct:dead", exchange -> exchange.getMessage().setHeader("SmsTo", "+48600100200"));
            assertThat(sent.getException()).isInstanceOf(SmsNotSentException.class);
            assertThat(client.send("x", PLAIN).getException()).isNull();
        }
    }

    @Test
    void anUnbindOfTheCentreIsAnsweredAndTheClientBindsAnew() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> false);
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            assertThat(client.send("x", PLAIN).getException()).isNull();
            centre.line().send(plain(UNBIND, 0, 77));
            await().until(() -> centre.received(UNBIND | RESPONSE).size() == 1);
            await().until(() -> centre.received(BIND_TRANSCEIVER).size() == 2);
            assertThat(client.send("y", PLAIN).getException()).isNull();
        }
    }

    @Test
    void answersThatAreDoubledUnknownOrOfAnotherKindHarmNothing() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> {
                    if (pdu.commandId() != SUBMIT_SM) {
                        return false;
                    }
                    line.send(reply(SUBMIT_SM | RESPONSE, 0, 4711, "unknown", List.of()));
                    line.send(reply(DATA_SM | RESPONSE, 0, pdu.sequence(), "other kind", List.of()));
                    line.send(reply(SUBMIT_SM | RESPONSE, 0, pdu.sequence(), "right", List.of()));
                    line.send(reply(SUBMIT_SM | RESPONSE, 0x45, pdu.sequence(), "doubled", List.of()));
                    return true;
                });
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send("x", PLAIN).getMessage().getHeader("SmsRemoteId"))
                        .isEqualTo("right");
            }
        }
    }

    /** Nothing is answered any more: what is out is UNKNOWN, what waits is not sent into the silence. */
    @Test
    void aSilentCentreGetsAWindowAndNoMore() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> pdu.commandId() == SUBMIT_SM);
                SmppClientFixture client = new SmppClientFixture(
                        centre.port(), "window=3&requestTimeout=500&waitTimeout=700&enquireLinkTimer=0")) {
            List<CompletableFuture<Exchange>> all = new java.util.ArrayList<>();
            for (int i = 0; i < 9; i++) {
                all.add(client.sendLater("x", PLAIN));
            }
            int unknown = 0;
            for (CompletableFuture<Exchange> one : all) {
                unknown += one.get().getException() instanceof SmsUnknownOutcomeException ? 1 : 0;
            }
            assertThat(unknown).isEqualTo(centre.received(SUBMIT_SM).size()).isBetween(3, 6);
        }
    }

    /** Receipts by the hundred while the route refuses: each has its answer. */
    @Test
    void threeHundredDeliveriesHaveThreeHundredAnswers() throws Exception {
        try (Centre centre = new Centre((line, pdu) -> false);
                SmppClientFixture client = new SmppClientFixture(centre.port(), "")) {
            await().until(() -> !centre.lines.isEmpty());
            ByteBuf out = Unpooled.buffer();
            for (int i = 1; i <= 300; i++) {
                int start = out.writerIndex();
                SmppCodec.encode(SmppClientTest.deliver(i, 4, 0, "id:f" + i + " stat:DELIVRD", List.of()), out);
                // and some octets behind the body
                out.writeZero(i % 4).setInt(start, out.writerIndex() - start);
            }
            centre.line().send(out);
            await().until(() -> centre.received(DELIVER_SM | RESPONSE).size() == 300);
            assertThat(centre.received(DELIVER_SM | RESPONSE)).allMatch(answer -> answer.status() == 0);
            assertThat(client.heard).hasSize(300).allMatch(m -> "RECEIPT".equals(m.getHeader("SmsKind")));
        }
    }
}
