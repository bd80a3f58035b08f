package org.smshub.importer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixPatternTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "^48 48",
                "^48.* 48",
                "^\\+48\\d+ +48",
                "^\\+?48 48,+48",
                "^(\\+|00)?49 49,+49,0049",
                "^(48|0048)(50|51) 4850,4851,004850,004851",
                "^48[67]0 4860,4870",
                "^48[0-2] 480,481,482",
                "^33|^44 33,44",
                "^[+]?1[0-9]+$ 1,+1",
            })
    void isAListOfBeginnings(String pattern, String beginnings) {
        assertThat(PrefixPattern.beginnings(pattern, false)).containsExactlyInAnyOrder(beginnings.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "48",
                "^48$",
                "^48\\d{9}$",
                "^48.*1$",
                "^(?!48)",
                "^48[^6]",
                "^a",
                "^48(",
                "^[0-9][0-9][0-9]",
                "^4{2}",
                "^(48.*)",
                "",
                "^[9-0]"
            })
    void saysMore(String pattern) {
        assertThat(PrefixPattern.beginnings(pattern, false)).isNull();
    }

    @Test
    void aFlatPatternHasItsBeginning() {
        assertThat(PrefixPattern.beginnings("48\\d+", true)).containsExactly("48");
        assertThat(PrefixPattern.beginnings(".*", true)).containsExactly("");
        assertThat(PrefixPattern.beginnings("^.*", false)).containsExactly("");
    }

    /** Made of the parts that it knows, a pattern and its beginnings fit the same numbers. */
    @Test
    void fitsWhatThePatternFits() {
        Random random = new Random(7);
        String[] parts = {"4", "8", "[12]", "(0|1)", "(4|48)?", "[0-3]", "[4-6]", "\\+?"};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder("^");
            for (int n = random.nextInt(4) + 1; n > 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Set<String> beginnings = PrefixPattern.beginnings(text.toString(), false);
            assertThat(beginnings).as(text.toString()).isNotNull();
            Pattern pattern = Pattern.compile(text.toString());
            for (int n = 0; n < 20; n++) {
                String number = (random.nextBoolean() ? "+" : "") + (random.nextInt(90_000) + 10_000);
                assertThat(beginnings.stream().anyMatch(number::startsWith))
                        .as(text + " " + number + " " + new TreeSet<>(beginnings))
                        .isEqualTo(pattern.matcher(number).find());
            }
        }
    }

    /** What strangers write is no endless loop and no exception. */
    @Test
    void anythingIsAnAnswer() {
        Random random = new Random(11);
        String alphabet = "^$()[]{}|?*+\\.d048-:";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            PrefixPattern.beginnings(text.toString(), random.nextBoolean());
        }
        assertThat(PrefixPattern.beginnings("^" + "(".repeat(1_000), false)).isNull();
        assertThat(PrefixPattern.beginnings("^" + "\\d".repeat(900), false)).isNull();
    }
}
