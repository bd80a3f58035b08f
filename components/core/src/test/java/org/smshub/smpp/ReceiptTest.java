package org.smshub.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts as centres write them; each of the first was dropped by one reader or another, and acknowledged. */
class ReceiptTest {

    private static final String GOOD =
            "id:f1 sub:001 dlvrd:001 submit date:2611210000 done date:2611210001" + " stat:DELIVRD err:000 text:Hi";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                GOOD + "|f1|DELIVERED|",
                "id:ab-9 stat:FAILED err:12|ab-9|UNDELIVERABLE|12",
                "id:12 stat:DELIVERED|12|DELIVERED|",
                "ID:12 SUB:001 STAT:UNDELIV ERR:0B1 TEXT:|12|UNDELIVERABLE|0B1",
                "id:12 sub:001 dlvrd:000 stat:undeliv err:0A1|12|UNDELIVERABLE|0A1",
                "id:12 sub:001 done date: stat:EXPIRED err:000|12|EXPIRED|",
                "id:12 submit date:2026-11-21T00:00:00Z done date:2026-11-21T00:01:00Z stat:REJECTD|12|REJECTED|",
                "stat:ACCEPTD id:7 err:000|7|BUFFERED|",
                "Your message id:77 has state:DELIVRD now|77|DELIVERED|",
                "id: 12 stat: DELETED|12|DELETED|",
                "id: sub:001 dlvrd:001 stat:DELIVRD|none|DELIVERED|",
                "id: submit date:2611210000 stat:DELIVRD|none|DELIVERED|",
                "id:12 err: text:|12|none|",
                "id:12 stat:NONSENSE err:001|12|none|001",
                "id:12 stat:DELIVRD text:err:5 id:13|12|DELIVERED|",
                "text:Hi id:12 stat:DELIVRD err:001|12|DELIVERED|001",
                "id:021:060 stat:DELIVRD|021:060|DELIVERED|",
                "void:1 restat:DELIVRD|none|none|",
                "free text|none|none|",
            })
    void isReadLeniently(String text, String id, String state, String error) {
        Receipt receipt = Receipt.read(text, null, -1);
        assertThat(receipt.id()).isEqualTo(id.equals("none") ? null : id);
        assertThat(receipt.state()).isEqualTo(state.equals("none") ? null : state);
        assertThat(receipt.error()).isEqualTo(error);
        assertThat(receipt.isUnderstood()).isEqualTo(receipt.id() != null && receipt.state() != null);
    }

    @Test
    void aWordThatNobodyKnowsIsKept() {
        assertThat(Receipt.read("id:12 stat:NONSENSE", null, -1).word()).isEqualTo("NONSENSE");
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 255})
    void aLongIdIsKept(int length) {
        String id = "x".repeat(length);
        assertThat(Receipt.read(0x04, octets("id:" + id + " stat:DELIVRD"), List.of())
                        .id())
                .isEqualTo(id);
        List<Tlv> tlvs = List.of(new Tlv(0x1E, octets(id)), new Tlv(0x427, new byte[] {2}));
        assertThat(Receipt.read(0x00, new byte[0], tlvs).id()).isEqualTo(id);
    }

    @Test
    void theParametersWinAndTheIdOfTheTextIsTheSecond() {
        Receipt receipt = Receipt.read("id:0972660181 stat:UNDELIV err:5", "39f99dd5", 2);
        assertThat(receipt.ids()).containsExactly("39f99dd5", "0972660181");
        assertThat(receipt.state()).isEqualTo("DELIVERED");
        assertThat(receipt.word()).isEqualTo("UNDELIV");
        assertThat(Receipt.read("id:f1 stat:UNDELIV", "f1", 77).state()).isEqualTo("UNDELIVERABLE");
        assertThat(Receipt.read("id:f1", "f1", 2).ids()).containsExactly("f1");
    }

    /** With the octet cut by which a length that is one off was mended, W79b was W79, another message. */
    @ParameterizedTest
    @CsvSource({"573739, W79", "57373900, W79", "57373962, W79b", "5737396200, W79b", "57003900, W"})
    void noOctetThatIsNoNulIsCut(String hex, String id) {
        Tlv tlv = new Tlv(0x1E, java.util.HexFormat.of().parseHex(hex));
        List<Tlv> tlvs = List.of(tlv, new Tlv(0x427, new byte[] {5}));
        Receipt receipt = Receipt.read(0x04, new byte[0], tlvs);
        assertThat(receipt.id()).isEqualTo(id);
        assertThat(receipt.state()).isEqualTo("UNDELIVERABLE");
    }

    @Test
    void aParameterOfAnotherLengthIsReadOrLeft() {
        Tlv id = new Tlv(0x1E, octets("f1"));
        assertThat(Receipt.read(4, octets(GOOD), List.of(id, new Tlv(0x427, new byte[0])))
                        .state())
                .isEqualTo("DELIVERED");
        assertThat(Receipt.read(4, octets(GOOD), List.of(id, new Tlv(0x427, new byte[] {0, 5})))
                        .state())
                .isEqualTo("UNDELIVERABLE");
        assertThat(Receipt.read(4, octets(GOOD), List.of(id, new Tlv(0x423, new byte[0])))
                        .error())
                .isNull();
        assertThat(Receipt.read(4, octets(GOOD), List.of(id, new Tlv(0x423, new byte[] {3, 0, 11})))
                        .error())
                .isEqualTo("11");
        assertThat(Receipt.read(4, octets(GOOD), List.of(id, new Tlv(0x423, new byte[] {0, 11})))
                        .error())
                .isEqualTo("11");
        assertThat(Receipt.read(4, octets(GOOD), List.of(id, new Tlv(0x423, new byte[] {3, 0, 11, 0})))
                        .error())
                .isEqualTo("11");
    }

    @Test
    void nulsOfUcs2OrOfNobodyAreNoPartOfTheText() {
        Receipt good = Receipt.read(0x04, octets(GOOD), List.of());
        assertThat(Receipt.read(0x04, GOOD.getBytes(StandardCharsets.UTF_16BE), List.of()))
                .isEqualTo(good);
        assertThat(Receipt.read(0x04, GOOD.getBytes(StandardCharsets.UTF_16LE), List.of()))
                .isEqualTo(good);
        assertThat(Receipt.read(0x04, octets(GOOD.replace("f1 ", "f1\0 ") + "\0\0"), List.of()))
                .isEqualTo(good);
        assertThat(Receipt.read(0x04, new byte[0], List.of(new Tlv(0x424, octets(GOOD)))))
                .isEqualTo(good);
    }

    @Test
    void anIdInGsmDoesNotEndWithinItself() {
        assertThat(Receipt.read(0x04, octets("id:W79\u0011b\u0002 stat:DELIVRD"), List.of())
                        .id())
                .isEqualTo("W79_b$");
    }

    @Test
    void whatIsAReceipt() {
        List<Tlv> tlvs = List.of(new Tlv(0x1E, octets("f1")), new Tlv(0x427, new byte[] {2}));
        assertThat(Receipt.isReceipt(0x04, List.of())).isTrue();
        assertThat(Receipt.isReceipt(0x44, List.of())).isTrue();
        assertThat(Receipt.isReceipt(0x20, List.of())).isTrue();
        assertThat(Receipt.isReceipt(0x00, tlvs)).isTrue();
        assertThat(Receipt.isReceipt(0x00, tlvs.subList(0, 1))).isFalse();
        assertThat(Receipt.isReceipt(0x00, List.of())).isFalse();
        assertThat(Receipt.isReceipt(0x08, List.of()))
                .as("acknowledgement of a phone")
                .isFalse();
        Receipt byTlvs = Receipt.read(0x00, new byte[0], tlvs);
        assertThat(byTlvs.id()).isEqualTo("f1");
        assertThat(byTlvs.state()).isEqualTo("DELIVERED");
    }

    @Test
    void anIntermediateNotificationIsNotTheLastWord() {
        assertThat(Receipt.read(0x20, octets("id:f1 stat:ENROUTE"), List.of()).state())
                .isEqualTo("BUFFERED");
        Receipt attempt = Receipt.read(0x20, octets("id:f1 stat:UNDELIV err:027"), List.of());
        assertThat(attempt.state()).isEqualTo("BUFFERED");
        assertThat(attempt.error()).isEqualTo("027");
    }

    @ParameterizedTest
    @CsvSource({
        ", 000, 0",
        "ucp:04, 004, 4",
        "smpp:0x58, 088, 88",
        "smpp:0A1, 0A1, 255",
        "cimd2:301, 301, 255",
        "smpp:0x7fffffff, 999, 255",
        "smpp:no-answer, 999, 255"
    })
    void threeDigitsOfAnErrorCode(String code, String error, int number) {
        assertThat(Receipt.error(code)).isEqualTo(error);
        assertThat(Receipt.errorNumber(code)).isEqualTo(number);
    }

    @Test
    void isWrittenAsAppendixBHasIt() {
        assertThat(Receipt.write("f1", "DELIVERED", null, 1_795_219_200_000L, 1_795_219_260_000L, "Hi"))
                .isEqualTo(GOOD);
        assertThat(Receipt.esmClass("DELIVERED")).isEqualTo(0x04);
        assertThat(Receipt.esmClass("BUFFERED")).isEqualTo(0x20);
    }

    @Property
    void whatIsWrittenIsReadTheSame(@ForAll("ids") String id, @ForAll("states") String state, @ForAll String text) {
        String written = Receipt.write(id, state, "smpp:0A1", 0, 0, text);
        Receipt byText = Receipt.read(Receipt.esmClass(state), Receipt.octets(written), List.of());
        Receipt byTlvs = Receipt.read(Receipt.esmClass(state), new byte[0], Receipt.tlvs(id, state, null));
        assertThat(byText.ids()).containsExactly(id);
        assertThat(byText.error()).isEqualTo("0A1");
        assertThat(byTlvs.ids()).containsExactly(id);
        assertThat(byText.state()).isEqualTo(byTlvs.state()).isEqualTo(state);
    }

    @Provide
    Arbitrary<String> ids() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("-_.+")
                .ofMinLength(1)
                .ofMaxLength(64);
    }

    @Provide
    Arbitrary<String> states() {
        return Arbitraries.of("DELIVERED", "EXPIRED", "DELETED", "UNDELIVERABLE", "REJECTED", "UNKNOWN", "BUFFERED");
    }

    /** err: of the text is the centre's, network_error_code (5.3.2.31) the network's: both are told on as they came. */
    @Test
    void bothErrorsAreToldOn() {
        Tlv network = new Tlv(Tlv.NETWORK_ERROR_CODE, new byte[] {3, 0, 0x45});
        byte[] text = "id:1 stat:UNDELIV err:0A1".getBytes(StandardCharsets.US_ASCII);
        Receipt both = Receipt.read(4, text, List.of(network));
        assertThat(both.code()).isEqualTo("smpp:0A1/030045");
        assertThat(Receipt.read(4, "id:1 stat:UNDELIV err:000".getBytes(StandardCharsets.US_ASCII), List.of(network))
                        .code())
                .isEqualTo("smpp:69/030045");
        assertThat(Receipt.read(4, text, List.of()).code()).isEqualTo("smpp:0A1");
        assertThat(Receipt.write("1", "UNDELIVERABLE", both.code(), 0, 0, null)).contains("err:0A1");
        assertThat(Receipt.tlvs("1", "UNDELIVERABLE", both.code()))
                .anySatisfy(tlv -> assertThat(tlv.tag() + " " + Arrays.toString(tlv.value()))
                        .isEqualTo(0x0423 + " [3, 0, 69]"));
        assertThat(Receipt.tlvs("1", "UNDELIVERABLE", "ucp:107")).hasSize(2);
        assertThat(Receipt.tlvs("1", "UNDELIVERABLE", "smpp:1/zz")).hasSize(2);
    }

    @Property
    void anyTextIsReadOrNot(@ForAll String text, @ForAll String id, @ForAll long state) {
        Receipt.read(text, id, state);
        Receipt.read("id:" + text + " stat:DELIVRD", null, -1);
    }

    @Property
    void anyOctetsAreReadOrNot(@ForAll int seed, @ForAll @IntRange(max = 0xFF) int esmClass) {
        Random random = new Random(seed);
        byte[] whole = octets(GOOD);
        List<Tlv> tlvs = new ArrayList<>();
        for (int tag : new int[] {0x1E, 0x427, 0x423, 0x424}) {
            byte[] value = new byte[random.nextInt(6)];
            random.nextBytes(value);
            tlvs.add(new Tlv(tag, value));
        }
        for (int cut = 0; cut <= whole.length; cut++) {
            byte[] bytes = Arrays.copyOf(whole, cut);
            for (int n = random.nextInt(3); n > 0 && cut > 0; n--) {
                bytes[random.nextInt(cut)] = (byte) random.nextInt(256);
            }
            Receipt.isReceipt(esmClass, tlvs);
            assertThat(Receipt.read(esmClass, bytes, tlvs)).isNotNull();
            assertThat(Receipt.read(esmClass, bytes, List.of())).isNotNull();
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
