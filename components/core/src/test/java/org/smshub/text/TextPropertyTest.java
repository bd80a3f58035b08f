package org.smshub.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.smshub.text.plan.Forcing;
import org.smshub.text.plan.Joined;
import org.smshub.text.plan.Plan;
import org.smshub.text.plan.Policy;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.Tpdu;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.RawElement;
import org.smshub.text.udh.Udh;

class TextPropertyTest {

    private static final EnumSet<NationalLanguage> ALL = EnumSet.allOf(NationalLanguage.class);
    private static final Timestamp TIME = new Timestamp(0x42_20_92_32_95_85_40L);

    /** Text of one alphabet or of several: GSM-7, any national table, any code point but halves of pairs. */
    @Provide
    Arbitrary<String> texts() {
        String gsm = new String(GsmTables.locking(NationalLanguage.DEFAULT)).replace("\0", "") + "€{}[]~^|\\";
        Arbitrary<String> characters = Arbitraries.of(NationalLanguage.values()).flatMap(language -> {
            String national = new String(GsmTables.singleShift(language)).replace("\0", "");
            if (language.hasLockingTable()) {
                national += new String(GsmTables.locking(language)).replace("\0", "");
            }
            return Arbitraries.of(national.split("")).list().ofMaxSize(400).map(list -> String.join("", list));
        });
        Arbitrary<String> any = Arbitraries.integers()
                .between(0, 0x10FFFF)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .list()
                .ofMaxSize(300)
                .map(TextPropertyTest::ofCodePoints);
        Arbitrary<String> clusters = Arbitraries.of(
                        "👨‍👩‍👧‍👦", "🇧🇪", "e\u0301", "각", "ж", "\r\n", "👍🏽", "a", "€")
                .list()
                .ofMaxSize(200)
                .map(list -> String.join("", list));
        Arbitrary<String> septets =
                Arbitraries.of(gsm.split("")).list().ofMaxSize(700).map(l -> String.join("", l));
        return Arbitraries.oneOf(septets, characters, any, clusters);
    }

    @Provide
    Arbitrary<TextProfile> profiles() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.of(true, false),
                        Arbitraries.of(Set.<NationalLanguage>of(), Set.of(NationalLanguage.TURKISH), ALL))
                .as((size, wide, languages) -> {
                    Udh header = size < 2 ? Udh.NONE : Udh.of(new RawElement(0x7A, new byte[size - 2]));
                    return TextProfile.STANDARD
                            .withHeader(header)
                            .withWideReference(wide)
                            .withLanguages(languages);
                });
    }

    private static String ofCodePoints(List<Integer> codePoints) {
        StringBuilder text = new StringBuilder();
        codePoints.forEach(text::appendCodePoint);
        return text.toString();
    }

    @Property
    void whatIsSentIsWhatIsJoined(
            @ForAll("texts") String text, @ForAll("profiles") TextProfile profile, @ForAll int reference) {
        Plan plan = profile.plan(text);
        assertThat(plan.text()).isEqualTo(text);
        List<Segment> segments = plan.segments(reference);
        assertThat(segments).hasSize(plan.parts());
        List<UserData> received = new ArrayList<>();
        int units = 0;
        for (Segment segment : segments) {
            units += segment.units();
            UserData data = segment.userData();
            assertThat(data.octets().length).isLessThanOrEqualTo(140);
            byte[] octets = Deliver.of(Address.of("+44"), TIME, data).octets();
            UserData read = ((Deliver) Tpdu.parse(octets, Direction.FROM_CENTRE)).userData();
            assertThat(read).isEqualTo(data);
            // No part but a stolen one starts inside a pair: each is readable alone.
            assertThat(read.text()).isEqualTo(new Decoded(segment.text(), 0));
            assertThat(Udh.parse(segment.udhBytes()).encoding(segment.encoding().alphabet()))
                    .isSameAs(segment.encoding());
            received.add(read);
        }
        assertThat(units).isEqualTo(plan.units());
        Collections.shuffle(received, new Random(reference));
        assertThat(Joined.of(received).text()).isEqualTo(text);
    }

    @Property
    void noOtherWayNeedsFewerParts(@ForAll("texts") String text) {
        Plan plan = TextProfile.STANDARD.withLanguages(ALL).plan(text);
        for (NationalLanguage locking : NationalLanguage.values()) {
            for (NationalLanguage single : NationalLanguage.values()) {
                if (locking.hasLockingTable() && Gsm7.of(locking, single).firstMissing(text, 0) < 0) {
                    Encoding other = Gsm7.of(locking, single);
                    Plan forced =
                            TextProfile.STANDARD.withDefaultAlphabet(other).plan(text);
                    assertThat(plan.parts()).isLessThanOrEqualTo(forced.parts());
                }
            }
        }
        Plan ucs2 = TextProfile.STANDARD.withDefaultAlphabet(Encoding.UCS2).plan(text);
        assertThat(plan.parts()).isLessThanOrEqualTo(ucs2.parts());
    }

    @Property
    void everyWarningIsAboutACharacterThatIsThere(@ForAll("texts") String text) {
        Plan plan = TextProfile.STANDARD.plan(text);
        assertThat(plan.warnings().isEmpty()).isEqualTo(plan.encoding() == Encoding.GSM7);
        for (Forcing forcing : plan.warnings()) {
            assertThat(text.codePointAt(forcing.position())).isEqualTo(forcing.codePoint());
            assertThat(Encoding.GSM7.firstMissing(Character.toString(forcing.codePoint()), 0))
                    .isZero();
        }
        Plan changed = TextProfile.STANDARD.withPolicy(Policy.TRANSLITERATE).plan(text);
        if (changed.encoding() == Encoding.UCS2) {
            assertThat(changed.text()).isEqualTo(text);
        } else {
            assertThat(Encoding.GSM7.firstMissing(changed.text(), 0)).isEqualTo(-1);
        }
    }

    @Property(tries = 20)
    void unpackingIsTheInverseOfPacking(@ForAll Random random) {
        for (int length = 0; length <= 160; length++) {
            for (int bitOffset = 0; bitOffset < 24; bitOffset++) {
                byte[] septets = new byte[length];
                random.nextBytes(septets);
                for (int i = 0; i < length; i++) {
                    septets[i] &= 0x7F;
                }
                byte[] octets = new byte[(bitOffset + 7 * length + 7) / 8];
                if (bitOffset % 8 != 0 && length > 0) {
                    octets[bitOffset / 8] = (byte) ((1 << bitOffset % 8) - 1);
                }
                Septets.pack(septets, length, octets, bitOffset);
                assertThat(Septets.unpack(octets, bitOffset, length)).isEqualTo(septets);
                assertThat(Septets.unpack(octets, bitOffset, 1000).length)
                        .isEqualTo(Math.max(0, (octets.length * 8 - bitOffset) / 7));
                if (bitOffset % 8 != 0 && length > 0) {
                    int before = octets[bitOffset / 8] & (1 << bitOffset % 8) - 1;
                    assertThat(before).isEqualTo((1 << bitOffset % 8) - 1);
                }
            }
        }
    }

    @Property
    void relativeValidityIsTheNextStep(@ForAll long seconds) {
        java.time.Duration wanted = java.time.Duration.ofSeconds(Math.floorMod(seconds, 40_000_000L));
        Validity.Relative validity = Validity.Relative.of(wanted);
        assertThat(validity.value() == 255 || validity.duration().compareTo(wanted) >= 0)
                .isTrue();
        if (validity.value() > 0) {
            assertThat(new Validity.Relative(validity.value() - 1).duration()).isLessThan(wanted);
        }
    }
}
