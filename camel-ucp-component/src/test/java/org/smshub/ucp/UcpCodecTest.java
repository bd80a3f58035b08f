package org.smshub.ucp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.line.BrokenFrame;
import org.smshub.line.FrameException;
import org.smshub.ucp.Vectors.Vector;
import org.smshub.ucp.codec.UcpCodec;
import org.smshub.ucp.codec.UcpErrorCode;
import org.smshub.ucp.codec.UcpField;
import org.smshub.ucp.codec.UcpFrame;
import org.smshub.ucp.codec.UcpOperation;
import org.smshub.ucp.codec.UcpResult;

class UcpCodecTest {

    private static final byte[] GOOD = Vectors.named("submit-plain").bytes();
    private static final byte[] NOISE = "\r\n\0garbage\u0003/".getBytes(StandardCharsets.ISO_8859_1);

    @ParameterizedTest
    @MethodSource("org.smshub.ucp.Vectors#valid")
    void everyVectorDecodesToItsFieldsAndEncodesBack(Vector vector) throws FrameException {
        UcpFrame frame = UcpCodec.decode(vector.bytes(), 1, vector.bytes().length - 1, true);
        assertThat(frame.trn()).isEqualTo(vector.json().get("trn").asInt());
        assertThat(String.format("%02d", frame.ot()))
                .isEqualTo(vector.json().get("ot").asText());
        assertThat(frame.result() ? "R" : "O").isEqualTo(vector.json().get("or").asText());
        assertThat(frame.fields()).containsExactlyElementsOf(vector.fields().values());
        assertThat(UcpCodec.encode(frame)).isEqualTo(vector.bytes());
        if (frame.result()) {
            checkResult(vector, UcpResult.of(frame));
        } else {
            checkNames(vector, frame);
        }
    }

    private static void checkResult(Vector vector, UcpResult result) {
        Map<String, String> fields = vector.fields();
        assertThat(result.ack()).isEqualTo(fields.containsKey("ACK"));
        assertThat(result.ec()).isEqualTo(fields.getOrDefault("EC", ""));
        assertThat(result.sm()).isEqualTo(fields.getOrDefault("SM", ""));
        assertThat(result.mvp()).isEqualTo(fields.getOrDefault("MVP", ""));
    }

    private static void checkNames(Vector vector, UcpFrame frame) {
        Map<String, String> other = Map.of("NAd", "NAdC", "AMsg", "Msg");
        List<String> recipients = new ArrayList<>();
        vector.fields().forEach((name, value) -> {
            if (name.startsWith("RAd[")) {
                recipients.add(value);
                return;
            }
            UcpField field = Arrays.stream(UcpField.values())
                    .filter(f -> f.toString().equals(other.getOrDefault(name, name)))
                    .findFirst()
                    .orElseThrow();
            assertThat(frame.get(field)).as(name).isEqualTo(value);
        });
        if (!recipients.isEmpty()) {
            assertThat(frame.recipients()).isEqualTo(recipients);
        }
    }

    /** Operations built field by field give the same bytes as those read. */
    @ParameterizedTest
    @MethodSource("org.smshub.ucp.Vectors#valid")
    void everyOperationCanBeBuiltByFieldNames(Vector vector) throws FrameException {
        UcpFrame read = UcpCodec.decode(vector.bytes(), 1, vector.bytes().length - 1, true);
        if (read.result()) {
            UcpResult result = UcpResult.of(read);
            UcpFrame answer = result.to(new UcpFrame(read.trn(), false, read.ot(), List.of()));
            assertThat(UcpResult.of(answer)).isEqualTo(result);
            return;
        }
        UcpFrame.Builder builder = UcpFrame.operation(read.operation());
        for (UcpField field : read.operation().fields()) {
            builder.set(field, read.get(field));
        }
        if (read.operation() == UcpOperation.MULTIPLE_CALL_INPUT) {
            builder.recipients(read.recipients());
        }
        assertThat(builder.build().withTrn(read.trn())).isEqualTo(read);
    }

    @ParameterizedTest
    @MethodSource("org.smshub.ucp.Vectors#valid")
    void theStreamWorksWholeCutAtEveryByteAndWithNoise(Vector vector) {
        Object expected = Vectors.split(vector.bytes()).get(0);
        Object good = Vectors.split(GOOD).get(0);
        byte[] stream = Vectors.join(NOISE, vector.bytes(), NOISE, GOOD, NOISE);
        assertThat(Vectors.split(stream)).containsExactly(expected, good);
        for (int cut = 1; cut < stream.length; cut++) {
            assertThat(Vectors.split(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length)))
                    .containsExactly(expected, good);
        }
        byte[][] single = new byte[stream.length][];
        for (int i = 0; i < stream.length; i++) {
            single[i] = new byte[] {stream[i]};
        }
        assertThat(Vectors.split(single)).containsExactly(expected, good);
    }

    @ParameterizedTest
    @MethodSource("org.smshub.ucp.Vectors#malformed")
    void afterAMalformedFrameTheNextGoodOneIsRead(Vector vector) {
        Object good = Vectors.split(GOOD).get(0);
        byte[] stream = Vectors.join(vector.bytes(), GOOD);
        List<String> whole = outline(Vectors.split(stream));
        assertThat(whole).endsWith(good.toString());
        for (int cut = 1; cut < stream.length; cut++) {
            assertThat(outline(
                            Vectors.split(Arrays.copyOf(stream, cut), Arrays.copyOfRange(stream, cut, stream.length))))
                    .isEqualTo(whole);
        }
    }

    private static List<String> outline(List<Object> read) {
        return read.stream()
                .map(o -> o instanceof BrokenFrame broken ? answer((UcpFrame) broken.answer()) : o.toString())
                .toList();
    }

    private static String answer(UcpFrame nak) {
        return nak == null ? "none" : nak.fields().get(1) + " " + nak;
    }

    @Test
    void framingFaultsAreAnsweredOrDroppedAsDocumented() {
        Map<String, String> expected = Map.ofEntries(
                Map.entry("bad-checksum", "01 40/R/51"),
                Map.entry("lowercase-checksum", "40/O/51"),
                Map.entry("len-too-small", "02 40/R/51"),
                Map.entry("len-too-large", "02 40/R/51"),
                Map.entry("len-not-numeric", "none"),
                Map.entry("trn-not-numeric", "none"),
                Map.entry("or-invalid", "none"),
                Map.entry("unknown-ot", "03 41/R/99"),
                Map.entry("too-few-fields", "02 43/R/51"),
                Map.entry("too-many-fields", "44/O/51"),
                Map.entry("empty-frame", "none"),
                Map.entry("no-slashes", "none"),
                Map.entry("stx-inside", "40/O/51"),
                Map.entry("noise-between", "40/O/51"));
        expected.forEach((name, outcome) -> assertThat(
                        outline(Vectors.split(Vectors.named(name).bytes())))
                .as(name)
                .containsExactly(outcome));
        assertThat(Vectors.split(Vectors.named("missing-etx").bytes())).isEmpty();
        assertThat(outline(Vectors.split(Vectors.named("two-frames").bytes()))).hasSize(2);
    }

    @Test
    void aFrameWithoutEndIsDroppedAtTheLimit() {
        byte[] endless = new byte[3 * UcpCodec.MAX_FRAME];
        Arrays.fill(endless, (byte) '0');
        endless[0] = UcpCodec.STX;
        assertThat(Vectors.split(endless, GOOD)).hasSize(1);
        assertThat(Vectors.split(Vectors.join(endless, new byte[] {UcpCodec.ETX}, GOOD)))
                .hasSize(1);
    }

    @Test
    void nothingUnsendableIsEncoded() {
        for (String bad : List.of("a/b", "a\u0002", "\u0003", "é", "\n")) {
            UcpFrame frame = new UcpFrame(0, false, 31, List.of(bad, "0539"));
            assertThatThrownBy(() -> UcpCodec.encode(frame)).isInstanceOf(IllegalArgumentException.class);
        }
        UcpFrame answer = UcpResult.nak(UcpErrorCode.SYNTAX, "a/b\r\nc\u0003ü").to(Vectors.frame("spec-31"));
        assertThat(answer.fields()).containsExactly("N", "02", "a b  c  ");
        assertThatThrownBy(() -> UcpFrame.operation(UcpOperation.ALERT).set(UcpField.MSG, ""))
                .hasMessageContaining("31 has no field Msg");
    }

    @Test
    void resultsOfOtherMakersAreUnderstood() throws FrameException {
        assertThat(result(51, "A", "0041:101126140509").sm()).as("short form").isEqualTo("0041:101126140509");
        assertThat(result(31, "A", "", "0003").sm()).isEqualTo("0003");
        assertThat(result(51, "A", "", "with/slash", "", "").sm()).isEqualTo("with/slash");
        assertThat(result(51, "A", "", "a", "b").sm()).isEqualTo("a/b");
        assertThat(result(51, "N", "").ec()).isEqualTo("99");
        assertThat(result(51, "N", "xx", "why").ec()).isEqualTo("99");
        assertThat(result(51, "N").ec()).isEqualTo("99");
        assertThatThrownBy(() -> result(51, "Q", "", "")).isInstanceOf(FrameException.class);
    }

    private static UcpResult result(int ot, String... fields) throws FrameException {
        return UcpResult.of(new UcpFrame(1, true, ot, List.of(fields)));
    }
}
