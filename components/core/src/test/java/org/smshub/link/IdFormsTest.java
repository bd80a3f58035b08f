package org.smshub.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdFormsTest {

    @ParameterizedTest
    @CsvSource({
        "SAFE, 39f99dd5, 0972660181, true",
        "SAFE, 39f99dd5, 972660181, true",
        "SAFE, 0972660181, 39F99DD5, true",
        "SAFE, 870928761, 0870928761, true",
        "SAFE, 0e99-aa, 0E99-AA, true",
        "SAFE, 01890a5d-ac96-774b-bcce-b302099a8057, 01890A5D-AC96-774B-BCCE-B302099A8057, true",
        "SAFE, 10, 16, false",
        "SAFE, 10, 0x10, false",
        "SAFE, 7, 007, false",
        "SAFE, aB3dE9, ab3de9, false",
        "SAFE, W79, w79, false",
        "SAFE, W79, W79b, false",
        "SAFE, 00bc614e, 12345678, false",
        "SAFE, 01234567:261126170700, 1234567:261126170700, false",
        "AS_IS, 39f99dd5, 0972660181, false",
        "AS_IS, 39f99dd5, 39F99DD5, false",
        "AS_IS, W79, W79, true",
        "HEX_TO_DECIMAL, 10, 16, true",
        "HEX_TO_DECIMAL, 00bc614e, 12345678, true",
        "HEX_TO_DECIMAL, 10, 10, true",
        "HEX_TO_DECIMAL, 0A, a, true",
        "HEX_TO_DECIMAL, 16, 10, false",
        "HEX_TO_DECIMAL, W79, W79, true",
        "HEX_TO_DECIMAL, fedcba9876543210fedcba98, 78876037347534273875487275672, true",
        "DECIMAL_TO_HEX, 16, 10, true",
        "DECIMAL_TO_HEX, 0972660181, 39F99DD5, true",
        "DECIMAL_TO_HEX, 16, 16, true",
        "DECIMAL_TO_HEX, 10, 16, false",
        "IGNORE_CASE, aB3, Ab3, true",
        "IGNORE_CASE, 07, 7, false",
        "IGNORE_ZEROS, 07, 7, true",
        "IGNORE_ZEROS, 0, 000, true",
        "IGNORE_ZEROS, a, A, false",
        "'ignore_case, IGNORE_ZEROS', 0a, A, true",
    })
    void sameMessage(String rules, String answered, String receipted, boolean same) {
        assertThat(IdForms.parse(rules).same(answered, receipted)).isEqualTo(same);
    }

    @Test
    void theLikeliestKeyIsTheFirst() {
        assertThat(IdForms.parse("HEX_TO_DECIMAL").keys("10")).containsExactly("10", "16");
        assertThat(IdForms.parse("DECIMAL_TO_HEX").keys("10")).containsExactly("16", "10");
        assertThat(IdForms.SAFE.keys("10")).containsExactly("10");
    }

    @Test
    void nulAndBlanksAtTheEndsAreNoPartOfAnId() {
        for (String rule : List.of("SAFE", "AS_IS", "HEX_TO_DECIMAL", "DECIMAL_TO_HEX", "IGNORE_CASE")) {
            assertThat(IdForms.parse(rule).same("4711\0", " 4711")).as(rule).isTrue();
            assertThat(IdForms.parse(rule).key("\0 ")).as(rule).isNull();
            assertThat(IdForms.parse(rule).keys(null)).as(rule).isEmpty();
            assertThat(IdForms.parse(rule).same("", "")).as(rule).isFalse();
        }
    }

    @Test
    void aWrongSettingNamesTheRightOnes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdForms.parse("HEX"))
                .withMessageContaining("HEX")
                .withMessageContaining("HEX_TO_DECIMAL");
        assertThatIllegalArgumentException().isThrownBy(() -> IdForms.parse("AS_IS,IGNORE_CASE"));
        assertThatIllegalArgumentException().isThrownBy(() -> IdForms.parse("HEX_TO_DECIMAL,DECIMAL_TO_HEX"));
        assertThat(IdForms.parse(" ")).hasToString("SAFE");
        assertThat(IdForms.parse("ignore_zeros, ignore_case")).hasToString("IGNORE_CASE,IGNORE_ZEROS");
    }

    @Property
    void equalTextIsAlwaysTheSameMessage(@ForAll("ids") String id, @ForAll IdForms.Rule rule) {
        Assume.that(IdForms.SAFE.key(id) != null);
        assertThat(IdForms.parse(rule.name()).same(id, id)).isTrue();
    }

    /** The invariant that makes SAFE safe: a centre whose ids have one length never has two of them under one key. */
    @Property
    void safeKeepsIdsOfOneLengthApart(@ForAll("ids") String a, @ForAll("ids") String b) {
        Assume.that(a.length() == b.length() && !a.trim().equalsIgnoreCase(b.trim()));
        assertThat(IdForms.SAFE.key(a)).isNotEqualTo(IdForms.SAFE.key(b));
    }

    /** The pairs that could collide by value are rarely drawn: each number of a length against all its forms. */
    @Property
    void safeKeepsNumbersOfOneLengthApart(@ForAll @LongRange(min = 1) long n) {
        String decimal = Long.toString(n);
        String hex = String.format("%0" + decimal.length() + "x", n);
        Assume.that(!hex.equals(decimal));
        assertThat(IdForms.SAFE.key(hex)).isNotEqualTo(IdForms.SAFE.key(decimal));
    }

    /** A counter that gives out hex or decimal without padding: none of the last million under the key of another. */
    @Property
    void safeKeepsTheIdsOfACounterApart(
            @ForAll @LongRange(min = 1) long n, @ForAll @LongRange(max = 1_000_000) long d) {
        long m = Math.max(0, n - d);
        Assume.that(n != m);
        assertThat(IdForms.SAFE.key(Long.toString(n))).isNotEqualTo(IdForms.SAFE.key(Long.toString(m)));
        assertThat(IdForms.SAFE.key(Long.toHexString(n))).isNotEqualTo(IdForms.SAFE.key(Long.toHexString(m)));
    }

    @Property
    void anyValueIsFoundInEitherBase(@ForAll BigInteger number) {
        String hex = number.abs().toString(16);
        String decimal = number.abs().toString();
        Assume.that(decimal.length() <= 64);
        IdForms toDecimal = IdForms.parse("HEX_TO_DECIMAL");
        assertThat(toDecimal.same(hex, "00" + decimal)).isTrue();
        assertThat(toDecimal.same(hex.toUpperCase(Locale.ROOT), decimal)).isTrue();
        IdForms toHex = IdForms.parse("DECIMAL_TO_HEX");
        assertThat(toHex.same(decimal, hex)).isTrue();
        assertThat(toHex.same("0" + decimal, hex.toUpperCase(Locale.ROOT))).isTrue();
    }

    @Provide
    Arbitrary<String> ids() {
        Arbitrary<String> hostile = Arbitraries.strings().ofMaxLength(100);
        Arbitrary<String> hex = Arbitraries.strings()
                .withChars("0123456789abcdef")
                .ofMinLength(1)
                .ofMaxLength(12);
        Arbitrary<String> decimal =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(12);
        Arbitrary<String> word = Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars("-:")
                .ofMinLength(1)
                .ofMaxLength(9);
        return Arbitraries.oneOf(hostile, hex, hex, decimal, decimal, word);
    }
}
