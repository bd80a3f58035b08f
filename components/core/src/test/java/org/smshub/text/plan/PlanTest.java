package org.smshub.text.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smshub.text.NationalLanguage.HINDI;
import static org.smshub.text.NationalLanguage.TURKISH;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.text.Alphabet;
import org.smshub.text.Encoding;
import org.smshub.text.Gsm7;
import org.smshub.text.Missing;
import org.smshub.text.NationalLanguage;
import org.smshub.text.Septets;
import org.smshub.text.TextException;
import org.smshub.text.Vectors;
import org.smshub.text.udh.Ports;
import org.smshub.text.udh.RawElement;
import org.smshub.text.udh.Udh;

class PlanTest {

    private static final TextProfile STANDARD = TextProfile.STANDARD;

    static Stream<JsonNode> capacities() {
        return Vectors.section("capacities");
    }

    @ParameterizedTest
    @MethodSource("capacities")
    void capacities(JsonNode vector) {
        int octets = vector.get("headerOctets").asInt();
        assertThat(Alphabet.GSM7.capacity(octets)).isEqualTo(vector.get("gsm7").asInt());
        assertThat(Alphabet.BINARY.capacity(octets))
                .isEqualTo(vector.get("octets8bit").asInt());
        assertThat(Alphabet.UCS2.capacity(octets))
                .isEqualTo(vector.get("ucs2Units").asInt());
        assertThat(Septets.headerSeptets(octets))
                .isEqualTo(vector.get("headerSeptets").asInt());
        assertThat(Septets.fillBits(octets)).isEqualTo(vector.get("fillBits").asInt());
    }

    static Stream<JsonNode> segmentation() {
        return Vectors.section("segmentation");
    }

    @ParameterizedTest
    @MethodSource("segmentation")
    void segmentation(JsonNode vector) {
        JsonNode options = vector.get("options");
        TextProfile profile = STANDARD.withWideReference(options.path("ref16").asBoolean());
        Encoding encoding = vector.get("alphabet").asText().equals("ucs2")
                ? Encoding.UCS2
                : Gsm7.of(
                        NationalLanguage.of(options.path("lk").asInt()),
                        NationalLanguage.of(options.path("sh").asInt()));
        Plan plan = profile.withDefaultAlphabet(encoding)
                .plan(text(vector.get("case").asText()));
        List<Segment> segments = plan.segments(7);
        assertThat(plan.parts()).isEqualTo(vector.get("parts").asInt()).isEqualTo(segments.size());
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            assertThat(segment.text().codePointCount(0, segment.text().length()))
                    .isEqualTo(vector.get("charsPerPart").get(i).asInt());
            assertThat(segment.units())
                    .isEqualTo(vector.get("unitsPerPart").get(i).asInt());
        }
    }

    /** The cases are told in words: "152 a + € + 10 b", "77 x ğ + 1 a", "80 x €". */
    private static String text(String words) {
        String terms = words.replaceFirst("^.*single shift: ", "").replaceFirst("(,| with ).*", "");
        StringBuilder text = new StringBuilder();
        for (String term : terms.split(" \\+ ")) {
            String[] factors = term.split(" x | ");
            text.append(factors.length == 1 ? term : factors[1].repeat(Integer.parseInt(factors[0])));
        }
        return text.toString();
    }

    @Test
    void onePartNeedsNoHeader() {
        Plan plan = STANDARD.plan("Hello €");
        assertThat(plan.encoding()).isSameAs(Encoding.GSM7);
        assertThat(plan.parts()).isEqualTo(1);
        assertThat(plan.units()).isEqualTo(8);
        assertThat(plan.unitsLeft()).isEqualTo(152);
        assertThat(plan.warnings()).isEmpty();
        assertThat(plan.segments(1)).containsExactly(new Segment(1, 1, "Hello €", Encoding.GSM7, Udh.NONE));
        assertThat(STANDARD.plan("").parts()).isEqualTo(1);
    }

    @Test
    void partsCarryTheirReference() {
        List<Segment> narrow = STANDARD.plan("a".repeat(161)).segments(0x1234);
        assertThat(narrow.get(1).udhBytes()).containsExactly(5, 0, 3, 0x34, 2, 2);
        List<Segment> wide =
                STANDARD.withWideReference(true).plan("ж".repeat(71)).segments(0x1234);
        assertThat(wide.get(0).udhBytes()).containsExactly(6, 8, 4, 0x12, 0x34, 2, 1);
        TextProfile ports = STANDARD.withHeader(Udh.of(new Ports(16000, 0, true)));
        assertThat(ports.plan("a".repeat(152)).segments(0).get(0).udhBytes())
                .containsExactly(6, 5, 4, 0x3E, (byte) 0x80, 0, 0);
        assertThat(ports.plan("a".repeat(153)).segments(9).get(0).text()).hasSize(146);
    }

    @Test
    void saysWhatForcedUcs2() {
        Plan plan = STANDARD.plan("It’s a – 😀\u00A0b");
        assertThat(plan.encoding()).isSameAs(Encoding.UCS2);
        assertThat(plan.text()).isEqualTo("It’s a – 😀\u00A0b");
        assertThat(plan.warnings())
                .containsExactly(
                        new Forcing(2, 0x2019, "'"),
                        new Forcing(7, 0x2013, "-"),
                        new Forcing(9, 0x1F600, null),
                        new Forcing(11, 0xA0, " "));
        assertThat(plan.warnings().get(0).name()).isEqualTo("RIGHT SINGLE QUOTATION MARK");
    }

    @Test
    void policies() {
        TextProfile changing = STANDARD.withPolicy(Policy.TRANSLITERATE);
        Plan changed = changing.plan("“It’s” – caf\u0065\u0301…\u00A0ΑΒγ");
        assertThat(changed.text()).isEqualTo("\"It's\" - café... ABΓ");
        assertThat(changed.encoding()).isSameAs(Encoding.GSM7);
        assertThat(changed.warnings())
                .extracting(Forcing::position)
                .containsExactly(0, 3, 5, 7, 13, 14, 15, 16, 17, 18);
        Plan kept = changing.plan("It’s 😀");
        assertThat(kept.text()).isEqualTo("It’s 😀");
        assertThat(kept.encoding()).isSameAs(Encoding.UCS2);
        assertThatThrownBy(() -> STANDARD.withPolicy(Policy.REJECT).plan("ab’"))
                .isInstanceOfSatisfying(TextException.class, e -> assertThat(e.getReason())
                        .isEqualTo(TextException.Reason.NOT_ENCODABLE))
                .hasMessageContaining("U+2019 RIGHT SINGLE QUOTATION MARK at position 2");
        assertThatThrownBy(() -> STANDARD.withUcs2(false).plan("ж")).isInstanceOf(TextException.class);
    }

    @Test
    void nationalTablesWhereTheyAreCheaper() {
        TextProfile turkish = STANDARD.withLanguages(Set.of(TURKISH));
        assertThat(turkish.plan("hello").encoding()).isSameAs(Encoding.GSM7);
        Plan locking = turkish.plan("ışığı".repeat(20));
        assertThat(locking.encoding()).isEqualTo(Gsm7.of(TURKISH, NationalLanguage.DEFAULT));
        assertThat(locking.warnings()).isEmpty();
        assertThat(locking.segments(0).get(0).udhBytes()).containsExactly(3, 0x25, 1, 1);
        Plan single = turkish.plan("ğ" + "è".repeat(100) + "ò".repeat(40));
        assertThat(single.encoding().name()).isEqualTo("GSM7/DEFAULT/TURKISH");
        Plan both =
                STANDARD.withLanguages(EnumSet.allOf(NationalLanguage.class)).plan("नमस्ते".repeat(20) + "{");
        assertThat(both.parts()).isEqualTo(1);
        assertThat(((Gsm7) both.encoding()).locking()).isEqualTo(HINDI);
        Plan mixed =
                STANDARD.withLanguages(EnumSet.allOf(NationalLanguage.class)).plan("नमस्ते ж");
        assertThat(mixed.encoding()).isSameAs(Encoding.UCS2);
        assertThat(mixed.warnings()).extracting(Forcing::codePoint).containsExactly((int) 'ж');
    }

    @Test
    void neverCutsWhatBelongsTogether() {
        String family = "👨‍👩‍👧‍👦";
        String flags = "🇧🇪🇫🇷";
        for (String cluster : List.of(family, "🇧🇪", "e\u0301\u0302", "👍🏽", "각", "\u1100\u1161\u11A8", "ж\uFE0F")) {
            for (int lead = 55; lead < 70; lead++) {
                List<Segment> segments = STANDARD.plan("ж".repeat(lead) + cluster + "ж".repeat(30))
                        .segments(1);
                String parts = segments.stream().map(Segment::text).collect(Collectors.joining("|"));
                assertThat(parts).as("%d before", lead).contains(cluster);
            }
        }
        assertThat(STANDARD.plan("ж" + flags.repeat(30)).segments(1).get(0).text())
                .hasSize(65);
        // A cluster larger than a part is cut between code points.
        String endless = "ж" + "\u0301".repeat(80);
        assertThat(STANDARD.plan(endless).segments(1).get(0).text()).hasSize(67);
        assertThat(STANDARD.plan("a".repeat(152) + "\r\n" + "a".repeat(20))
                        .segments(1)
                        .get(0)
                        .text())
                .hasSize(152);
    }

    @Test
    void limitsAreClearErrors() {
        assertThat(STANDARD.plan("a".repeat(255 * 153)).parts()).isEqualTo(255);
        assertThatThrownBy(() -> STANDARD.plan("a".repeat(255 * 153 + 1)))
                .isInstanceOfSatisfying(
                        TextException.class, e -> assertThat(e.getReason()).isEqualTo(TextException.Reason.TOO_LONG))
                .hasMessage("39016 characters need more than 255 parts, the limit");
        assertThatThrownBy(() -> STANDARD.withMaxParts(1).plan("a".repeat(161))).hasMessageContaining("1 part,");
        assertThatThrownBy(() -> STANDARD.withMaxParts(256)).isInstanceOf(TextException.class);
        Udh huge = Udh.of(new RawElement(0x70, new byte[131]));
        assertThatThrownBy(() -> STANDARD.withHeader(huge).plan("€".repeat(30))).isInstanceOf(TextException.class);
    }

    @Test
    void aSegmentCanBeStoredAndEncodedLater() {
        Segment segment = STANDARD.withLanguages(Set.of(TURKISH))
                .plan("ı".repeat(300))
                .segments(3)
                .get(1);
        Encoding again =
                Udh.parse(segment.udhBytes()).encoding(segment.encoding().alphabet());
        assertThat(again).isSameAs(segment.encoding());
        assertThat(again.encode(segment.text())).isEqualTo(segment.octets());
    }

    @Test
    void everySuggestionIsInTheDefaultAlphabet() {
        int suggestions = 0;
        for (int c = 0; c <= 0x10FFFF; c++) {
            String replacement = Replacements.of(c);
            if (replacement != null) {
                suggestions++;
                if (Encoding.GSM7.firstMissing(replacement, 0) >= 0) {
                    throw new AssertionError(Missing.describe(c) + " becomes " + replacement);
                }
            }
        }
        assertThat(suggestions).isGreaterThan(1000);
    }
}
