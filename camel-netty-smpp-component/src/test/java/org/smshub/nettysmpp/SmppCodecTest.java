package org.smshub.nettysmpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smshub.nettysmpp.codec.SmppField.*;
import static org.smshub.nettysmpp.codec.SmppPdu.*;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jsmpp.bean.DataSm;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.util.DefaultComposer;
import org.jsmpp.util.DefaultDecomposer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.line.Frames;
import org.smshub.link.nature.Nature;
import org.smshub.nettysmpp.codec.SmppCodec;
import org.smshub.nettysmpp.codec.SmppField;
import org.smshub.nettysmpp.codec.SmppPdu;
import org.smshub.nettysmpp.codec.SmppPduException;
import org.smshub.smpp.Address;
import org.smshub.smpp.CommandStatus;
import org.smshub.smpp.Tlv;

/** The codec against the worked bytes of the specification, against jSMPP, and against bytes that mean harm. */
class SmppCodecTest {

    /** Ten million with {@code -Pfull}. */
    private static final int MUTATIONS = Boolean.getBoolean("full") ? 10_000_000 : 200_000;

    private static final Address FROM = new Address(5, 0, "Shop");
    private static final Address TO = new Address(1, 1, "48600100200");

    static Stream<SmppPdu> pdus() {
        List<Tlv> tlvs =
                List.of(new Tlv(Tlv.SAR_MSG_REF_NUM, new byte[] {1, 2}), new Tlv(Tlv.MESSAGE_PAYLOAD, new byte[300]));
        return Stream.of(
                Pdus.bind(BIND_TRANSCEIVER, 1, "app", "secret", "type", 0x34, new Address(1, 1, "48*")),
                reply(BIND_TRANSCEIVER | RESPONSE, 0, 1, "smsc", List.of(new Tlv(0x210, new byte[] {0x34}))),
                message(SUBMIT_SM, List.of(TO), new byte[140], tlvs),
                message(DELIVER_SM, List.of(TO), new byte[255], List.of()),
                message(SUBMIT_MULTI, List.of(TO, FROM, TO), new byte[0], tlvs),
                Pdus.message(DATA_SM, 9, "WAP", FROM, List.of(TO), 0x40, 0, 0, "", "", 1, 0, 8, 0, new byte[0], tlvs),
                reply(SUBMIT_SM | RESPONSE, 0, 2, "id", List.of()),
                Pdus.multiReply(0, 3, "id", List.of(new SmppField.Refused(TO, 0x0B))),
                Pdus.query(4, "id", FROM),
                Pdus.queryReply(0, 4, "id", "261122000000000+", 2, 0),
                Pdus.outbind(11, "smsc", "secret"),
                Pdus.alert(12, TO, FROM, List.of(new Tlv(0x0422, new byte[] {0}))),
                message(SUBMIT_MULTI, List.of(TO, Address.list("friends")), new byte[0], List.of()),
                Pdus.multiReply(0, 3, "id", List.of(), tlvs.toArray(new Tlv[0])),
                Pdus.plain(ENQUIRE_LINK | RESPONSE, 0, 13, List.of(new Tlv(Tlv.CONGESTION_STATE, new byte[] {80}))),
                reply(DATA_SM | RESPONSE, 0xFE, 14, "", List.of(new Tlv(0x0425, new byte[] {1}))),
                Pdus.cancel(5, "WAP", "id", FROM, TO),
                Pdus.replace(6, "id", FROM, "", "000001000000000R", 1, 0, new byte[20], List.of()),
                Pdus.replace(6, "id", FROM, "", "", 0, 0, new byte[0], tlvs),
                plain(ENQUIRE_LINK, 0, 7),
                plain(UNBIND | RESPONSE, 0, 8),
                plain(GENERIC_NACK, 3, 9),
                plain(SUBMIT_SM | RESPONSE, 0x58, 10));
    }

    private static SmppPdu message(int command, List<Address> to, byte[] text, List<Tlv> tlvs) {
        return Pdus.message(
                command,
                9,
                "WAP",
                FROM,
                to,
                0x43,
                1,
                2,
                "261122000000000+",
                "000001000000000R",
                0x11,
                1,
                4,
                3,
                text,
                tlvs);
    }

    private static ByteBuf bytes(SmppPdu pdu) {
        ByteBuf out = Unpooled.buffer();
        SmppCodec.encode(pdu, out);
        return out;
    }

    @ParameterizedTest
    @MethodSource("pdus")
    void whatIsEncodedIsDecodedTheSame(SmppPdu pdu) throws Exception {
        ByteBuf encoded = bytes(pdu);
        assertThat(encoded.getInt(0)).isEqualTo(encoded.readableBytes());
        for (boolean strict : new boolean[] {true, false}) {
            SmppPdu decoded = SmppCodec.decode(encoded.duplicate(), strict);
            assertThat(decoded).usingRecursiveComparison().isEqualTo(pdu);
            assertThat(bytes(decoded)).isEqualTo(encoded);
            assertThat(decoded.toString()).doesNotContain("secret", "48600100200");
        }
    }

    /** SMPP 3.4 §3.2.3: the bind_transmitter of the specification, octet by octet. */
    @Test
    void theExampleOfTheSpecification() throws Exception {
        byte[] example = HexFormat.of()
                .parseHex("0000002F000000020000000000000001534D50503354455354007365637265743038"
                        + "005355424D49543100500101" + "00");
        assertThat(SmppCodec.decode(Unpooled.wrappedBuffer(example), true))
                .isEqualTo(Pdus.bind(
                        BIND_TRANSMITTER, 1, "SMPP3TEST", "secret08", "SUBMIT1", 0x50, new Address(1, 1, "")));
    }

    @Test
    void jsmppReadsOursAndWeReadJsmpps() throws Exception {
        SmppPdu ours = message(SUBMIT_SM, List.of(TO), "Hello".getBytes(), List.of());
        ByteBuf encoded = bytes(ours);
        byte[] octets = new byte[encoded.readableBytes()];
        encoded.getBytes(0, octets);
        SubmitSm read = new DefaultDecomposer().submitSm(octets);
        assertThat(read.getDestAddress()).isEqualTo("48600100200");
        assertThat(read.getShortMessage()).isEqualTo("Hello".getBytes());
        assertThat(read.getValidityPeriod()).isEqualTo("000001000000000R");

        byte[] theirs = new DefaultComposer()
                .submitSm(
                        9,
                        "WAP",
                        (byte) 5,
                        (byte) 0,
                        "Shop",
                        (byte) 1,
                        (byte) 1,
                        "48600100200",
                        (byte) 0x43,
                        (byte) 1,
                        (byte) 2,
                        "261122000000000+",
                        "000001000000000R",
                        (byte) 0x11,
                        (byte) 1,
                        (byte) 4,
                        (byte) 3,
                        "Hello".getBytes());
        assertThat(theirs).isEqualTo(octets);

        byte[] data = new DefaultComposer()
                .dataSm(
                        3,
                        "",
                        (byte) 1,
                        (byte) 1,
                        "1",
                        (byte) 1,
                        (byte) 1,
                        "2",
                        (byte) 0,
                        (byte) 1,
                        (byte) 8,
                        new OptionalParameter.Message_payload(new byte[] {0, 65}));
        SmppPdu decoded = SmppCodec.decode(Unpooled.wrappedBuffer(data), true);
        assertThat(decoded.tlv(Tlv.MESSAGE_PAYLOAD).value()).containsExactly(0, 65);
        DataSm again = new DefaultDecomposer().dataSm(array(bytes(decoded)));
        assertThat(again.getDataCoding()).isEqualTo((byte) 8);
    }

    private static byte[] array(ByteBuf buffer) {
        byte[] all = new byte[buffer.readableBytes()];
        buffer.readBytes(all);
        return all;
    }

    @Test
    void theWrongFieldIsNamedByItsStatus() {
        assertStatus(bytes(Pdus.bind(BIND_RECEIVER, 1, "x".repeat(65), "", "", 0, Address.NONE)), 0x0F);
        assertStatus(bytes(Pdus.bind(BIND_RECEIVER, 1, "x", "p".repeat(65), "", 0, Address.NONE)), 0x0E);
        Address tooLong = new Address(0, 0, "1".repeat(21));
        assertStatus(bytes(message(SUBMIT_SM, List.of(tooLong), new byte[0], List.of())), 0x0B);
        assertStatus(bytes(Pdus.query(1, "x".repeat(65), FROM)), 0x0C);
        assertStatus(bytes(plain(0x7777, 0, 1)), CommandStatus.INVALID_COMMAND_ID);
        ByteBuf cut = bytes(message(SUBMIT_SM, List.of(TO), new byte[10], List.of()));
        assertStatus(cut.copy(0, cut.readableBytes() - 1), CommandStatus.INVALID_MESSAGE_LENGTH);
        ByteBuf tlv = bytes(message(SUBMIT_SM, List.of(TO), new byte[10], List.of(new Tlv(1, new byte[4]))));
        assertStatus(tlv.copy(0, tlv.readableBytes() - 1), CommandStatus.INVALID_TLV_STREAM);
    }

    private static void assertStatus(ByteBuf frame, int status) {
        assertThatThrownBy(() -> SmppCodec.decode(frame, true)).isInstanceOfSatisfying(SmppPduException.class, e -> {
            assertThat(e.status()).isEqualTo(status);
            assertThat(e.getStackTrace()).isEmpty();
        });
    }

    @ParameterizedTest
    @MethodSource("pdus")
    void framesAreFoundHoweverTheStreamIsCut(SmppPdu pdu) {
        byte[] twice = array(Unpooled.wrappedBuffer(bytes(pdu), bytes(pdu)));
        for (int cut = 0; cut <= twice.length; cut++) {
            EmbeddedChannel channel = new EmbeddedChannel(new Frames<>(
                    new SmppServerProtocol(new SmppServerConfiguration()), Duration.ofSeconds(1), Nature.REAL));
            channel.writeInbound(Unpooled.copiedBuffer(twice, 0, cut));
            channel.writeInbound(Unpooled.copiedBuffer(twice, cut, twice.length - cut));
            assertThat(bytes(channel.readInbound())).isEqualTo(bytes(pdu));
            assertThat(bytes(channel.readInbound())).isEqualTo(bytes(pdu));
            assertThat(channel.<Object>readInbound()).isNull();
            channel.finishAndReleaseAll();
        }
    }

    @Test
    void aPduThatEndsAnywhereIsWrongOrAnotherPdu() {
        pdus().forEach(pdu -> {
            ByteBuf whole = bytes(pdu);
            for (int length = 0; length < whole.readableBytes(); length++) {
                survives(whole.copy(0, length));
            }
        });
    }

    @Test
    void mutationsEndInAPduOrInItsException() {
        Random random = new Random(20261122);
        List<byte[]> seeds = pdus().map(pdu -> array(bytes(pdu))).toList();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = seeds.get(i % seeds.size()).clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            survives(Unpooled.wrappedBuffer(bytes, 0, bytes.length - (random.nextBoolean() ? 0 : random.nextInt(8))));
        }
    }

    /** 300 of these in a row are 300 answers, because each is read. */
    @Test
    void whatLosesNothingIsReadFromACentre() throws Exception {
        ByteBuf receipt = bytes(message(DELIVER_SM, List.of(TO), "id:f1".getBytes(), List.of()));
        for (byte[] stray : new byte[][] {{0}, {0, 0}, {1, 2, 3}}) {
            SmppPdu read = lenient(Unpooled.wrappedBuffer(receipt.duplicate(), Unpooled.wrappedBuffer(stray)));
            assertThat(read).usingRecursiveComparison().isEqualTo(lenient(receipt.duplicate()));
            assertStatus(
                    Unpooled.wrappedBuffer(receipt.duplicate(), Unpooled.wrappedBuffer(stray)),
                    CommandStatus.INVALID_TLV_STREAM);
        }
        SmppPdu empty = lenient(
                bytes(message(DELIVER_SM, List.of(TO), new byte[0], List.of(new Tlv(Tlv.MESSAGE_STATE, new byte[0])))));
        assertThat(empty.tlv(Tlv.MESSAGE_STATE).value()).isEmpty();
        assertThat(empty.tlv(Tlv.MESSAGE_STATE).number()).isEqualTo(-1);
        Address tooLong = new Address(5, 0, "A name of more than twenty characters");
        assertThat((lenient(bytes(message(DELIVER_SM, List.of(tooLong), new byte[0], List.of())))).destinations())
                .containsExactly(tooLong);
    }

    @ParameterizedTest
    @CsvSource({
        "663100, f1",
        "6631, f1",
        "66310000, f1",
        "663100000000, f1",
        "6631000427000502, f1",
        "00, ''",
    })
    void theIdOfAnAnswerCountsMoreThanWhatFollows(String body, String id) throws Exception {
        SmppPdu reply = lenient(answer(SUBMIT_SM | RESPONSE, 0, body));
        assertThat(reply.get(MESSAGE_ID)).isEqualTo(id);
        assertThat(reply.status()).isZero();
    }

    @Test
    void anIdOfAnyLengthIsKept() throws Exception {
        String id = "x".repeat(300);
        assertThat((lenient(bytes(reply(SUBMIT_SM | RESPONSE, 0, 1, id, List.of())))).get(MESSAGE_ID))
                .isEqualTo(id);
    }

    @Test
    void aRefusalIsOneWhateverFollows() throws Exception {
        for (boolean strict : new boolean[] {true, false}) {
            for (String body : new String[] {"", "00", "6631", "FFFFFFFFFF", "000425000101"}) {
                SmppPdu read = SmppCodec.decode(answer(SUBMIT_SM | RESPONSE, 0x58, body), strict);
                assertThat(read.status()).isEqualTo(0x58);
                assertThat(read.sequence()).isEqualTo(7);
            }
        }
        SmppPdu data = lenient(answer(DATA_SM | RESPONSE, 0xFE, "000425000101"));
        assertThat(data.tlv(0x0425).number()).isEqualTo(1);
        assertThat(lenient(answer(GENERIC_NACK, 3, "0102")).commandId()).isEqualTo(GENERIC_NACK);
        assertThat(lenient(answer(SUBMIT_MULTI | RESPONSE, 0, "663100")).get(MESSAGE_ID))
                .isEqualTo("f1");
        assertThat(lenient(answer(QUERY_SM | RESPONSE, 0, "663100")).status()).isZero();
    }

    @Test
    void congestionIsToldInAnyResponse() throws Exception {
        assertThat(lenient(answer(SUBMIT_SM | RESPONSE, 0, "663100" + "0428000150"))
                        .congestionState())
                .isEqualTo(80);
        assertThat(lenient(answer(ENQUIRE_LINK | RESPONSE, 0, "0428000164")).congestionState())
                .isEqualTo(100);
        assertThat(lenient(answer(ENQUIRE_LINK | RESPONSE, 0, "04280001FF")).congestionState())
                .isEqualTo(100);
        assertThat(lenient(answer(UNBIND | RESPONSE, 0, "")).congestionState()).isEqualTo(-1);
    }

    @Test
    void aCommandThatNobodyKnowsIsSaidSo() {
        for (boolean strict : new boolean[] {true, false}) {
            for (int id : new int[] {0x7777, 0x80007777}) {
                assertThatThrownBy(() -> SmppCodec.decode(answer(id, 0, "00"), strict))
                        .isInstanceOfSatisfying(SmppPduException.class, e -> assertThat(e.status())
                                .isEqualTo(CommandStatus.INVALID_COMMAND_ID));
            }
        }
    }

    @Test
    void whatAFieldHasNoRoomForIsRefusedAndNothingIsWritten() {
        ByteBuf out = Unpooled.buffer().writeInt(4711);
        List<SmppPdu> wrong = List.of(
                message(SUBMIT_SM, List.of(TO), new byte[256], List.of()),
                message(SUBMIT_SM, List.of(TO), new byte[0], List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, new byte[65536]))),
                message(SUBMIT_MULTI, List.of(), new byte[0], List.of()),
                Pdus.query(1, "a\0b", FROM),
                Pdus.query(1, "Ω", FROM));
        for (SmppPdu pdu : wrong) {
            assertThatIllegalArgumentException().isThrownBy(() -> SmppCodec.encode(pdu, out));
            assertThat(out.readableBytes()).isEqualTo(4);
        }
    }

    private static ByteBuf answer(int command, int status, String body) {
        byte[] octets = HexFormat.of().parseHex(body);
        return Unpooled.buffer()
                .writeInt(16 + octets.length)
                .writeInt(command)
                .writeInt(status)
                .writeInt(7)
                .writeBytes(octets);
    }

    private static SmppPdu lenient(ByteBuf frame) throws SmppPduException {
        return SmppCodec.decode(frame, false);
    }

    private static void survives(ByteBuf frame) {
        for (boolean strict : new boolean[] {true, false}) {
            try {
                SmppCodec.decode(frame.duplicate(), strict);
            } catch (SmppPduException expected) {
                // the one way to say no
                assertThat(expected.getStackTrace()).isEmpty();
            }
        }
    }
}
