package org.smshub.cimd2;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.cimd2.Vectors.Vector;
import org.smshub.cimd2.codec.Cimd2Frame;
import org.smshub.cimd2.codec.Cimd2Operation;
import org.smshub.cimd2.codec.Cimd2Parameter;
import org.smshub.cimd2.codec.Cimd2Text;
import org.smshub.cimd2.codec.Cimd2Time;
import org.smshub.line.FrameException;
import org.smshub.line.camel.Content;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.NationalLanguage;
import org.smshub.text.tpdu.Validity;

/** Text in parameter 033 both ways, and what the vectors say that parameters mean. */
class Cimd2TextTest {

    private static final Cimd2Configuration OPTIONS = new Cimd2Configuration();

    @Test
    void everyCharacterOfTheAlphabetBothWaysOnBothKindsOfLink() {
        Vectors.JSON.get("gsmDefaultAlphabet").forEach(row -> {
            int septet = row.get("septet").asInt();
            if (septet == 27) {
                return;
            }
            String text = row.get("char").asText();
            String wire = row.get("wire7")
                    .asText()
                    .replace("byte 0A", "\n")
                    .replace("byte 0D", "\r")
                    .replace("byte 20", " ");
            String eight =
                    new String(HexFormat.of().parseHex(row.get("wire8hex").asText()), StandardCharsets.ISO_8859_1);
            assertThat(Cimd2Text.encode(text, Encoding.GSM7, false)).as(text).isEqualTo(wire);
            assertThat(Cimd2Text.encode(text, Encoding.GSM7, true)).as(text).isEqualTo(eight);
            assertThat(Cimd2Text.decode(wire, Encoding.GSM7)).isEqualTo(text);
            assertThat(Cimd2Text.decode(eight, Encoding.GSM7)).isEqualTo(text);
        });
        Vectors.JSON.get("gsmExtension").forEach(row -> {
            String text = row.get("char").asText();
            String wire = row.get("wire").asText();
            assertThat(Cimd2Text.encode(text, Encoding.GSM7, false)).as(text).isEqualTo(wire);
            assertThat(Cimd2Text.decode(wire, Encoding.GSM7)).isEqualTo(text);
            assertThat(Cimd2Text.decode(Cimd2Text.encode(text, Encoding.GSM7, true), Encoding.GSM7))
                    .isEqualTo(text);
        });
    }

    @ParameterizedTest
    @MethodSource("org.smshub.cimd2.Vectors#frames")
    void theVectorsMeanWhatTheySay(Vector vector) throws FrameException {
        Cimd2Frame frame = vector.frame();
        boolean content = frame.is(Cimd2Operation.SUBMIT) || frame.is(Cimd2Operation.DELIVER);
        if (!content || vector.name().equals("submit-refused-both-user-data")) {
            return;
        }
        Content body = Cimd2Body.read(frame, OPTIONS.encoding(), true);
        if (vector.decoded().has("text")) {
            assertThat(body.text()).isEqualTo(vector.decoded().get("text").asText());
        }
        if (vector.decoded().has("bytes")) {
            assertThat(HexFormat.of().withUpperCase().formatHex(body.data()))
                    .isEqualTo(vector.decoded().get("bytes").asText());
        }
        if (vector.decoded().has("messageClass")) {
            assertThat(body.messageClass())
                    .hasValue(vector.decoded().get("messageClass").asInt());
        }
        if (vector.decoded().has("concatReference")) {
            var part = Content.header(body.udh()).concatenation().orElseThrow();
            assertThat(part.reference())
                    .isEqualTo(vector.decoded().get("concatReference").asInt());
            assertThat(part.parts())
                    .isEqualTo(vector.decoded().get("concatTotal").asInt());
            assertThat(part.part()).isEqualTo(vector.decoded().get("concatPart").asInt());
        }
        if (vector.decoded().has("destinationPort")) {
            var ports = Content.header(body.udh()).ports().orElseThrow();
            assertThat(ports.destination())
                    .isEqualTo(vector.decoded().get("destinationPort").asInt());
        }
        // and back: the same parameters, whatever their order
        Cimd2Frame.Builder again = Cimd2Frame.operation(Cimd2Operation.SUBMIT);
        Cimd2Body.write(body, again, vector.name().contains("8bit"), OPTIONS.encoding());
        boolean bySingleCharacters = vector.name().equals("submit-single-mappings");
        for (Cimd2Parameter parameter :
                List.of(Cimd2Parameter.USER_DATA, Cimd2Parameter.BINARY_DATA, Cimd2Parameter.HEADER)) {
            if (frame.has(parameter)
                    && !bySingleCharacters
                    && !frame.get(parameter).endsWith("@")) {
                assertThat(again.build().get(parameter)).isEqualToIgnoringCase(frame.get(parameter));
            }
        }
    }

    @Test
    void whatCannotBeReadIsKept() {
        assertThat(Cimd2Text.decode("a_zz b_", Encoding.GSM7)).isEqualTo("a_zz b_");
        assertThat(Cimd2Text.decode("end_O", Encoding.GSM7)).isEqualTo("end_O");
        assertThat(Cimd2Text.decode("end_XX", Encoding.GSM7)).isEqualTo("end ");
        assertThat(Cimd2Text.decode("\u00AB_e'\u00BB", Encoding.GSM7)).isEqualTo("\u00ABé\u00BB");
        assertThat(Cimd2Text.decode("[\\]^{|}~", Encoding.GSM7))
                .as("by position")
                .isEqualTo("ÄÖÅÜäöåü");
    }

    @Test
    void whoDoesNotConvertGetsWhatItIs() {
        assertThat(Cimd2Text.encode("a@é[]_", Encoding.LATIN1, false)).isEqualTo("a@é[]_");
        assertThat(Cimd2Text.decode("a@é[]_e'", Encoding.LATIN1)).isEqualTo("a@é[]_e'");
    }

    @Test
    void nationalTablesAreWrittenByTheirSeptets() {
        Encoding turkish = Gsm7.of(NationalLanguage.TURKISH, NationalLanguage.TURKISH);
        String text = "İstanbul ğüşıöç € @";
        String wire = Cimd2Text.encode(text, turkish, false);
        assertThat(wire.chars()).allMatch(c -> c < 128);
        assertThat(Cimd2Text.decode(wire, turkish)).isEqualTo(text);
    }

    @Test
    void binaryDataByItsCoding() throws FrameException {
        assertThat(body("0", "E8329BFD06").text()).as("packed septets").isEqualTo("hello");
        assertThat(body("0", "31D98C56B3DD00").text()).as("seven and padding").isEqualTo("1234567");
        assertThat(body("8", "041F").text()).isEqualTo("П");
        assertThat(body("8", "041F04").data()).as("no clean text").containsExactly(4, 0x1F, 4);
        assertThat(body("8", "D83D").data()).as("half a pair").containsExactly(0xD8, 0x3D);
        assertThat(body("x", "0102").alphabet()).as("no coding").isEqualTo(Alphabet.BINARY);
        assertThat(body("4", "ABC").data()).as("without the half octet").containsExactly(0xAB);
    }

    private static Content body(String coding, String hex) throws FrameException {
        Cimd2Frame frame = Cimd2Frame.operation(Cimd2Operation.DELIVER)
                .add(Cimd2Parameter.DATA_CODING, coding)
                .add(Cimd2Parameter.BINARY_DATA, hex)
                .build();
        return Cimd2Body.read(frame, OPTIONS.encoding(), false);
    }

    @Test
    void periodsAreThoseOfTheVectors() {
        Vectors.JSON.get("relativeTime").forEach(row -> assertThat(Validity.Relative.of(
                                Duration.ofMinutes(row.get("minutes").asInt()))
                        .value())
                .as(row.toString())
                .isEqualTo(row.get("value").asInt()));
        assertThat(Cimd2Time.after("-1")).isNull();
        assertThat(Cimd2Time.after("256")).isNull();
    }

    @Test
    void timesThereAndBack() {
        assertThat(Cimd2Time.of(Cimd2Time.millis("260131120001", ZoneOffset.UTC), ZoneOffset.UTC))
                .isEqualTo("260131120001");
        for (String none : List.of("", "2601", "261399999999", "26013112000x", "20260131120001")) {
            assertThat(Cimd2Time.millis(none, ZoneOffset.UTC)).as(none).isNull();
        }
    }
}
