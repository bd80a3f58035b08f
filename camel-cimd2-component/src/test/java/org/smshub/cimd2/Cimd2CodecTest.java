package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.cimd2.Vectors.Vector;
import org.smshub.cimd2.codec.Cimd2Codec;
import org.smshub.cimd2.codec.Cimd2Error;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.cimd2.codec.Cimd2Parameter;
import org.smshub.line.BrokenFrame;
import org.smshub.line.FrameException;
import org.smshub.link.errors.ErrorCode.Retry;

class Cimd2CodecTest {

    private static final byte[] GOOD = Vectors.named("submit-text").bytes();
    private static final byte[] NOISE = "\r\n\0garbage\u0003\t03:".getBytes(StandardCharsets.ISO_8859_1);

    @ParameterizedTest
    @MethodSource("org.smshub.cimd2.Vectors#frames")
    void everyVectorDecodesToItsParametersAndEncodesBack(Vector vector) throws FrameException {
        boolean bad = vector.checksum().equals("bad");
        Cimd2Frame frame = Cimd2Codec.decode(vector.bytes(), 1, vector.bytes().length - 1, !bad);
        assertThat(frame).isEqualTo(vector.frame());
        byte[] again = Cimd2Codec.encode(frame, !vector.checksum().equals("absent"));
        if (bad) {
            assertThat(again).isNotEqualTo(vector.bytes()).hasSameSizeAs(vector.bytes());
            assertThatThrownBy(() -> Cimd2Codec.decode(vector.bytes(), 1, vector.bytes().length - 1, true))
                    .hasMessage("wrong checksum");
        } else {
            assertThat(new String(again, StandardCharsets.ISO_8859_1).toUpperCase(java.util.Locale.ROOT))
                    .isEqualTo(
                            new String(vector.bytes(), StandardCharsets.ISO_8859_1).toUpperCase(java.util.Locale.ROOT));
        }
    }

    /** But for the checksum, whose case is the sender's. */
    @ParameterizedTest
    @MethodSource("org.smshub.cimd2.Vectors#frames")
    void theStreamWorksWholeCutAtEveryByteAndWithNoise(Vector vector) {
        List<String> expected = outline(Vectors.split(vector.bytes()));
        expected = new ArrayList<>(expected);
        expected.addAll(outline(Vectors.split(GOOD)));
        byte[] stream = Vectors.join(NOISE, vector.bytes(), NOISE, GOOD, NOISE);
        assertThat(outline(Vectors.split(stream))).isEqualTo(expected).hasSize(2);
        for (int cut = 1; cut < stream.length; cut++) {
            assertThat(outline(
                            Vectors.split(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length))))
                    .isEqualTo(expected);
        }
        byte[][] single = new byte[stream.length][];
        for (int i = 0; i < stream.length; i++) {
            single[i] = new byte[] {stream[i]};
        }
        assertThat(outline(Vectors.split(single))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("org.smshub.cimd2.Vectors#streams")
    void everyStreamGivesItsFrames(Vector vector) {
        List<String> expected = new ArrayList<>();
        vector.json()
                .get("expectFrames")
                .forEach(hex ->
                        expected.addAll(outline(Vectors.split(HexFormat.of().parseHex(hex.asText())))));
        if (vector.name().equals("oversized")) {
            // the limit is higher here
            assertThat(outline(Vectors.split(vector.bytes()))).endsWith(expected.get(expected.size() - 1));
            return;
        }
        assertThat(outline(Vectors.split(vector.bytes()))).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("org.smshub.cimd2.Vectors#malformed")
    void afterAMalformedFrameTheNextGoodOneIsRead(Vector vector) {
        byte[] stream = Vectors.join(vector.bytes(), GOOD);
        List<String> whole = outline(Vectors.split(Vectors.server(), stream));
        assertThat(whole).hasSize(2).endsWith(outline(Vectors.split(GOOD)).get(0));
        for (int cut = 1; cut < stream.length; cut++) {
            assertThat(outline(Vectors.split(
                            Vectors.server(),
                            Arrays.copyOf(stream, cut),
                            Arrays.copyOfRange(stream, cut, stream.length))))
                    .isEqualTo(whole);
        }
    }

    /** A frame as it is, of a broken one what answers it. */
    private static List<String> outline(List<Object> read) {
        return read.stream()
                .map(o -> o instanceof BrokenFrame broken ? answer((Cimd2Frame) broken.answer()) : text((Cimd2Frame) o))
                .toList();
    }

    private static String text(Cimd2Frame frame) {
        return frame + " " + frame.parameters();
    }

    private static String answer(Cimd2Frame answer) {
        return answer == null ? "none" : answer + (answer.error() == null ? "" : " " + answer.error());
    }

    /** At a server, in its lenient form; what is refused later is read here. */
    @Test
    void framingFaultsAreAnsweredAsTheReferenceAdvises() {
        Map<String, String> expected = Map.ofEntries(
                Map.entry("empty-frame", "98:000 2"),
                Map.entry("header-only-no-tab", "90:101 2"),
                Map.entry("non-numeric-operation", "98:000 2"),
                Map.entry("non-numeric-number", "98:000 2"),
                Map.entry("negative-number", "98:000 2"),
                Map.entry("short-number", "98:000 2"),
                Map.entry("long-fields", "98:000 2"),
                Map.entry("no-colon-in-parameter", "53:001 2"),
                Map.entry("parameter-code-not-numeric", "53:001 2"),
                Map.entry("parameter-code-two-digits", "53:001 2"),
                Map.entry("no-tab-after-last-parameter", "53:001 2"),
                Map.entry("checksum-one-digit", "90:001 2"),
                Map.entry("checksum-not-hex", "99:001"),
                Map.entry("checksum-three-digits", "90:001 2"),
                Map.entry("checksum-with-space", "99:001"),
                Map.entry("password-with-tab", "51:001 2"),
                Map.entry("number-over-255", "40:999 []"),
                Map.entry("wrong-parity-from-client", "40:004 []"),
                Map.entry("checksum-bad", "99:009"));
        expected.forEach((name, outcome) -> assertThat(outline(
                        Vectors.split(Vectors.server(), Vectors.named(name).bytes())))
                .as(name)
                .containsExactly(outcome));
    }

    @Test
    void aFrameWithoutEndIsDroppedAtTheLimit() {
        byte[] endless = new byte[3 * Cimd2Codec.MAX_FRAME];
        Arrays.fill(endless, (byte) '0');
        endless[0] = 2;
        assertThat(Vectors.split(endless, GOOD)).hasSize(1);
        assertThat(Vectors.split(Vectors.join(endless, new byte[] {3}, GOOD))).hasSize(1);
    }

    @Test
    void nothingUnsendableIsEncoded() {
        for (String bad : List.of("a\tb", "a\u0002", "\u0003", "\0", "€")) {
            Cimd2Frame frame = Cimd2Frame.operation(Cimd2Operation.LOGIN)
                    .add(Cimd2Parameter.PASSWORD, bad)
                    .build();
            assertThatThrownBy(() -> Cimd2Codec.encode(frame, true))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("parameter 011 holds U+");
        }
        Cimd2Frame huge = Cimd2Frame.operation(Cimd2Operation.SUBMIT)
                .add(Cimd2Parameter.USER_DATA, "x".repeat(Cimd2Codec.MAX_FRAME))
                .build();
        assertThatThrownBy(() -> Cimd2Codec.encode(huge, true)).hasMessageContaining("is longer than");
    }

    @Test
    void everyErrorCodeSaysWhatToDo() {
        Map<String, Retry> retry = Map.ofEntries(
                Map.entry("cimd2:1", Retry.RETRYABLE),
                Map.entry("cimd2:4", Retry.RETRYABLE),
                Map.entry("cimd2:5", Retry.RETRYABLE),
                Map.entry("cimd2:6", Retry.RETRYABLE),
                Map.entry("cimd2:9", Retry.RETRYABLE),
                Map.entry("cimd2:10", Retry.THROTTLED),
                Map.entry("cimd2:102", Retry.RETRYABLE),
                Map.entry("cimd2:103", Retry.RETRYABLE),
                Map.entry("cimd2:323", Retry.BARRED));
        assertThat(Cimd2Error.TABLE.all()).hasSize(62).allSatisfy(code -> {
            assertThat(code.retry()).isEqualTo(retry.getOrDefault(code.name(), Retry.PERMANENT));
            Cimd2Frame answer = new Cimd2Frame(3, 1, List.of()).refusal(Cimd2Error.number(code.name(), -1));
            var refused = Cimd2Error.refused("cimd2:here:1", answer);
            if (code.name().equals("cimd2:0")) {
                assertThat(refused).isNull();
                return;
            }
            assertThat(refused.getErrorCode()).isEqualTo(code.name());
            assertThat(refused.isRetryable())
                    .isEqualTo(code.retry() == Retry.RETRYABLE || code.retry() == Retry.THROTTLED);
            assertThat(refused.isThrottled()).isEqualTo(code.retry() == Retry.THROTTLED);
            assertThat(refused.isBarred()).isEqualTo(code.retry() == Retry.BARRED);
            assertThat(refused).hasMessageContaining(code.words());
        });
        assertThat(Cimd2Error.of(999).retry()).isEqualTo(Retry.PERMANENT);
    }

    @Test
    void numbersGoByTwoAndInACircle() {
        assertThat(Vectors.client().keys().first()).isEqualTo(1);
        assertThat(Vectors.client().keys().last()).isEqualTo(255);
        assertThat(Vectors.client().keys().count()).isEqualTo(128);
        assertThat(Vectors.server().keys().first()).isZero();
        assertThat(Vectors.server().keys().start())
                .as("after the alive that goes first")
                .isEqualTo(2);
        assertThat(Vectors.server().keys().last()).isEqualTo(254);
    }
}
