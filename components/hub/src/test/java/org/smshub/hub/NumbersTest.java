package org.smshub.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    private final Numbers numbers = new Numbers();

    @ParameterizedTest
    @CsvSource({
        "+48600100200, +48600100200",
        "+48 600 100 200, +48600100200",
        "0048600100200, +48600100200",
        "+1 (555) 010-0200, +15550100200",
        "+44 (0)7700 900123, +447700900123",
        "0044 (0)7700 900123, +447700900123",
        "+39 (0)6 1234 5678, +390612345678",
        "7235, 7235",
        "116000, 116000"
    })
    void aRecipientTakesTheHubsForm(String given, String number) throws Exception {
        assertThat(numbers.recipient(given)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "ACME", "12", "600100200", "+0123456789", "+123456", "+1234567890123456", "+48600x"})
    void whatIsNoNumberIsRefusedByName(String given) {
        assertThatThrownBy(() -> numbers.recipient(given))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.getField()).isEqualTo("to"));
    }

    @Test
    void aNationalNumberNeedsARegion() throws Exception {
        numbers.setRegion("PL");
        assertThat(numbers.recipient("600 100 200")).isEqualTo("+48600100200");
        assertThatThrownBy(() -> numbers.setRegion("Poland")).hasMessageContaining("two letters");
    }

    @Test
    void aSenderMayBeAName() throws Exception {
        assertThat(numbers.sender("ACME")).isEqualTo("ACME");
        assertThat(numbers.sender("+48 600100200")).isEqualTo("+48600100200");
        assertThatThrownBy(() -> numbers.sender("TwelveLetter")).hasMessageContaining("1 to 11");
        assertThatThrownBy(() -> numbers.sender("ЖЖЖ")).hasMessageContaining("GSM");
        for (String none : new String[] {"+", "+12", "A\nB", "A\rB", "A\fB", "A\u001B", "{}[]{}"}) {
            assertThatThrownBy(() -> numbers.sender(none)).hasMessageContaining("1 to 11");
        }
    }

    @Property
    void anyStringIsANumberOrRefused(@ForAll String given) {
        try {
            assertThat(numbers.recipient(given)).matches("\\+[1-9]\\d{6,14}|\\d{3,6}");
        } catch (RefusedException e) {
            assertThat(e.getReason()).isEqualTo(RefusedException.Reason.INVALID);
        }
    }
}
