package org.smshub.gsmmodem.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conversation without a wire: every place in which a modem may say something, and octets that are none of its. */
class AtConversationTest {

    private static final String PDU = "0011000B916407281553F80000AA0AE8329BFD4697D9EC37";
    private static final String CMT =
            "+CMT: ,28\r\n07911326040000F0040B911346610089F60000208062917314080CC8F71D14969741F977FD07";

    /** A channel whose far end is this test. */
    private static final class Rig implements AtConversation.Listener {
        final List<Object> up = new ArrayList<>();
        final List<String> heard = new ArrayList<>();
        final List<String> failures = new ArrayList<>();
        final AtConversation talk = new AtConversation(new Modem(), this, Runnable::run);
        final EmbeddedChannel channel = new EmbeddedChannel(talk, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                up.add(message);
            }

            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                failures.add(cause.getMessage());
                context.close();
            }
        });

        @Override
        public void heard(AtConversation at, Unsolicited what, AtValues values, String pdu) {
            heard.add(what + " " + values.name() + (pdu == null ? "" : " " + pdu.length()));
        }

        @Override
        public void taken(AtConversation at, AtTaken taken) {}

        @Override
        public void answered(AtConversation at, AtRequest request, AtAnswer answer) {}

        @Override
        public void closed() {}

        io.netty.channel.ChannelFuture ask(AtStep step) {
            io.netty.channel.ChannelFuture written = channel.writeOneOutbound(
                    AtRequest.of("test", 0, modem -> step).withKey(1));
            channel.flush();
            pass(1_000);
            return written;
        }

        void pass(long millis) {
            channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
            channel.runPendingTasks();
            channel.runScheduledPendingTasks();
        }

        void say(String octets) {
            if (channel.isOpen()) {
                channel.writeInbound(Unpooled.wrappedBuffer(octets.getBytes(StandardCharsets.ISO_8859_1)));
                channel.runPendingTasks();
            }
        }

        /** All that was written since. */
        String written() {
            StringBuilder all = new StringBuilder();
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                all.append(out.toString(StandardCharsets.ISO_8859_1));
                out.release();
            }
            return all.toString();
        }

        AtAnswer answer() {
            return up.stream()
                    .filter(AtAnswer.class::isInstance)
                    .map(AtAnswer.class::cast)
                    .findFirst()
                    .orElse(null);
        }
    }

    private static AtStep send() {
        return AtStep.of(
                        "AT+CMGS=23",
                        result ->
                                AtAnswer.of(result, "" + result.values("+CMGS").number(0)))
                .typing(PDU)
                .reading("+CMGS")
                .within(120_000);
    }

    private static AtStep list() {
        return AtStep.of(
                        "AT+CMGL=4",
                        result -> AtAnswer.of(result, "" + result.lines().size()))
                .reading("+CMGL");
    }

    @Test
    void aMessageIsWrittenWhenCtrlZHasLeft() {
        Rig rig = new Rig();
        io.netty.channel.ChannelFuture written = rig.ask(send());
        assertThat(rig.written()).isEqualTo("AT+CMGS=23\r");
        assertThat(written.isDone()).isFalse();
        rig.say("\r\n> ");
        assertThat(rig.written()).isEqualTo(PDU + "\u001a");
        assertThat(written.isSuccess()).isTrue();
        rig.say("\r\n+CMGS: 200\r\n\r\nOK\r\n");
        assertThat(rig.answer().text()).isEqualTo("200");
        assertThat(rig.answer().key()).isEqualTo(1);
    }

    /** What the modem says until a message is sent, with and without echo, and each place between two lines. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n+CMTI: \"SM\",3\r\n",
                "\r\n^RSSI:17\r\n",
                "\r\n+CREG: 1,\"00A1\",\"1F2E\"\r\n",
                "\r\nRING\r\n\r\n+CLIP: \"+447700900999\",145\r\n",
                "\r\n" + CMT + "\r\n",
                "\r\n+CDS: 25\r\n0006050B917407600000F0626070211540006260702115400000\r\n",
                "\r\n+CUSD: 0,\"OK\",15\r\n",
                "\r\nNO CARRIER\r\n",
                "\r\n*PSUTTZ: 2026\r\n"
            })
    void unsolicitedLinesAtEveryPlaceOfSending(String said) {
        for (boolean echo : List.of(false, true)) {
            String[] parts = echo
                    ? new String[] {"AT+CMGS=23\r", "\r\n> ", PDU + "\u001a", "\r\n+CMGS: 7\r\n", "\r\nOK\r\n"}
                    : new String[] {"", "\r\n> ", "", "\r\n+CMGS: 7\r\n", "\r\nOK\r\n"};
            for (int place = 0; place <= parts.length; place++) {
                if (echo && place == 2) {
                    continue; // the echo goes on in the same line as the prompt
                }
                Rig rig = new Rig();
                rig.ask(send());
                for (int i = 0; i <= parts.length; i++) {
                    if (i == place) {
                        rig.say(said);
                    }
                    if (i < parts.length) {
                        rig.say(parts[i]);
                    }
                }
                assertThat(rig.answer()).as("%s at %d", said, place).isNotNull();
                assertThat(rig.answer().text()).as("%s at %d", said, place).isEqualTo("7");
                assertThat(rig.heard).as("%s at %d", said, place).isNotEmpty();
                assertThat(rig.failures).isEmpty();
            }
        }
    }

    @Test
    void unsolicitedLinesInsideAListing() {
        String[] lines = {
            "\r\n+CMGL: 1,1,,28\r\n",
            "07911326040000F0040B911346610089F6\r\n",
            "+CMGL: 2,0,,28\r\n",
            "0791132604F0\r\n",
            "\r\nOK\r\n"
        };
        for (String said : List.of("\r\n" + CMT + "\r\n", "\r\n+CMTI: \"SM\",9\r\n", "\r\n^MODE:5,4\r\n")) {
            for (int place = 0; place < lines.length; place++) {
                Rig rig = new Rig();
                rig.ask(list());
                for (int i = 0; i < lines.length; i++) {
                    rig.say(i == place ? said + lines[i] : lines[i]);
                }
                assertThat(rig.answer()).as("%s at %d", said, place).isNotNull();
                assertThat(rig.answer().text()).as("%s at %d", said, place).isEqualTo("4");
                assertThat(rig.heard).hasSize(1);
            }
        }
    }

    @Test
    void cutAtEveryOctetTheResultIsTheSame() {
        String all = "AT+CMGS=23\r\r\n> ";
        String rest = PDU + "\u001a\r\n+CMGS: 9\r\n" + CMT + "\r\n\r\nOK\r\n";
        for (int cut = 0; cut <= all.length() + rest.length(); cut++) {
            Rig rig = new Rig();
            rig.ask(send());
            String whole = all + rest;
            rig.say(whole.substring(0, Math.min(cut, whole.length())));
            rig.say(whole.substring(cut));
            assertThat(rig.answer()).as("cut at %d", cut).isNotNull();
            assertThat(rig.answer().text()).isEqualTo("9");
            assertThat(rig.heard).containsExactly("DIRECT +CMT 76");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+CMS ERROR: 38", "+cms error:38", "+CMS ERROR:  038 "})
    void errorsInAnyWriting(String line) {
        Rig rig = new Rig();
        rig.ask(send());
        rig.say("\r\n" + line + "\r\n");
        assertThat(rig.answer().result().status()).isEqualTo(AtResult.Status.CMS);
        assertThat(rig.answer().result().code()).isEqualTo(38);
        assertThat(rig.written()).doesNotContain(PDU);
    }

    @Test
    void aPromptThatDoesNotComeIsGivenUpAndNothingIsTyped() {
        Rig rig = new Rig();
        io.netty.channel.ChannelFuture written = rig.ask(send());
        rig.written();
        rig.pass(AtStep.PROMPT);
        assertThat(rig.written()).isEqualTo("\u001b\r");
        rig.pass(200);
        assertThat(rig.written()).isEqualTo("AT\r");
        rig.say("\r\nOK\r\n");
        rig.pass(100);
        assertThat(rig.answer().result().status()).isEqualTo(AtResult.Status.NO_PROMPT);
        assertThat(written.isSuccess()).isTrue();
    }

    @Test
    void aModemThatSaysNothingAtAllEndsTheConnection() {
        Rig rig = new Rig();
        io.netty.channel.ChannelFuture written = rig.ask(send());
        for (int i = 0; i < 30; i++) {
            rig.pass(1_000);
        }
        assertThat(rig.failures).singleElement().asString().contains("the modem does not answer");
        assertThat(written.cause()).isNotNull();
    }

    @Test
    void aServiceCodeIsAnsweredBeforeOrBehindItsOk() {
        for (String said : List.of(
                "\r\nOK\r\n\r\n+CUSD: 0,\"Credit 3.50\",15\r\n", "\r\n+CUSD: 0,\"Credit 3.50\",15\r\n\r\nOK\r\n")) {
            Rig rig = new Rig();
            rig.ask(AtStep.of(
                            "AT+CUSD=1,\"*100#\",15",
                            r -> AtAnswer.of(r, r.values("+CUSD").text(1)))
                    .waitingFor("+CUSD"));
            rig.say(said);
            assertThat(rig.answer().text()).isEqualTo("Credit 3.50");
        }
    }

    /** Half a million octets and lines of noise: no exception, nothing but a result ends a command, and the connection can be used. */
    @Test
    void noiseAndMutations() {
        Random random = new Random(11);
        String good =
                "\r\n> \r\n+CMGS: 9\r\n" + CMT + "\r\n+CMTI: \"SM\",1\r\n^RSSI:1\r\n+CMS ERROR: 500\r\n\r\nOK\r\n";
        for (int round = 0; round < 20_000; round++) {
            Rig rig = new Rig();
            rig.ask(random.nextBoolean() ? send() : list());
            byte[] octets = good.getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < 1 + random.nextInt(8); i++) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            int from = random.nextInt(octets.length);
            ByteBuf in = Unpooled.copiedBuffer(octets, from, octets.length - from);
            rig.channel.writeInbound(in);
            assertThat(in.refCnt()).isZero();
            // an exception would have come up as a failure with other words
            assertThat(rig.failures).allSatisfy(why -> assertThat(why)
                    .containsAnyOf("on line for data", "switched off or started anew"));
            if (rig.failures.isEmpty()) {
                rig.say("\r\nERROR\r\n");
                assertThat(rig.answer()).isNotNull();
            }
            rig.written();
            rig.channel.close();
        }
    }
}
