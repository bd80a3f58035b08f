package org.smshub.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.link.passing.Fields;
import org.smshub.smpp.AddressRules.Form;
import org.smshub.text.Encoding;

class AddressRulesTest {

    @ParameterizedTest
    @CsvSource({
        "1, 48600100200, +48600100200, INTERNATIONAL",
        "1, 0048600100200, +48600100200, INTERNATIONAL",
        "1, +48600100200, +48600100200, INTERNATIONAL",
        "1, 2345, 2345, DIGITS",
        "1, 0600100200, 0600100200, NATIONAL",
        "0, 48600100200, +48600100200, INTERNATIONAL",
        "0, 0048600100200, +48600100200, INTERNATIONAL",
        "0, 0600100200, 0600100200, NATIONAL",
        "0, 2345, 2345, DIGITS",
        "2, 600100203, 600100203, NATIONAL",
        "3, 48600100200, 48600100200, DIGITS",
        "4, 600100203, 600100203, NATIONAL",
        "5, Müller, Müller, ALPHANUMERIC",
        "5, 4860010, 4860010, ALPHANUMERIC",
        "1, ACME, ACME, ALPHANUMERIC",
        "0, +, +, ALPHANUMERIC",
    })
    void plusIsWhatTheTypeOfNumberSays(int ton, String value, String read, Form form) {
        Address address = new Address(ton, 1, value);
        assertThat(AddressRules.USUAL.read(address)).isEqualTo(read);
        assertThat(AddressRules.USUAL.form(address)).isEqualTo(form);
    }

    @Test
    void whichTypesHaveACountryCodeIsASetting() {
        assertThat(AddressRules.STRICT.read(new Address(0, 1, "48600100200"))).isEqualTo("48600100200");
        AddressRules osmo = AddressRules.USUAL.withCountryCode(Set.of(0, 3));
        assertThat(osmo.read(new Address(3, 1, "48600100200"))).isEqualTo("+48600100200");
        assertThat(osmo.read(new Address(3, 1, "2345"))).isEqualTo("2345");
        assertThat(osmo.read(Address.NONE)).isNull();
    }

    @Test
    void isWrittenWithItsType() {
        AddressRules rules = AddressRules.USUAL;
        assertThat(rules.write("+48600100200")).isEqualTo(new Address(1, 1, "48600100200"));
        assertThat(rules.write("2345")).isEqualTo(new Address(0, 1, "2345"));
        assertThat(rules.withShortCode(3, 0).write("2345")).isEqualTo(new Address(3, 0, "2345"));
        assertThat(rules.write("Müller")).isEqualTo(new Address(5, 0, "Müller"));
        assertThat(rules.write(null)).isSameAs(Address.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 48600100200",
        "0, 0, 48600100200",
        "1, 0, 48600100200",
        "3, 9, 2345",
        "6, 8, 12345678",
        "5, 1, ACME",
        "0, 1, ACME",
        "5, 0, 4860010",
        "5, 0, Müller"
    })
    void anAddressIsWrittenUnderTheTypesThatItCameWith(int ton, int npi, String value) {
        AddressRules rules = AddressRules.USUAL;
        Address came = new Address(ton, npi, value);
        String hubs = rules.read(came);
        Fields fields = AddressRules.types(Fields.NONE, came, hubs, "ton", "npi");
        assertThat(rules.write(hubs, fields.number("ton"), fields.number("npi")))
                .isEqualTo(came);
        assertThat(rules.writeAnyhow(hubs, fields.number("ton"), fields.number("npi")))
                .isEqualTo(came);
    }

    /** Where 0 has no country code, a number that has one is international. */
    @Test
    void aNumberWithItsCountryCodeGoesUnderATypeThatSaysSo() {
        assertThat(AddressRules.STRICT.write("+48600100200", 0, 1)).isEqualTo(new Address(1, 1, "48600100200"));
        assertThat(AddressRules.USUAL.write("+48600100200", 2, 1)).isEqualTo(new Address(1, 1, "48600100200"));
    }

    @Test
    void aNameHasTheOctetsThatTheLinkWants() {
        AddressRules gsm = AddressRules.USUAL.withNames(Encoding.GSM7, false);
        assertThat(gsm.write("Müller").value()).isEqualTo("M\u007Eller");
        assertThat(gsm.read(new Address(5, 0, "M\u007Eller"))).isEqualTo("Müller");
        // no ISO-8859-1, whatever the link says
        assertThat(AddressRules.USUAL.read(new Address(5, 0, "\u0010lta"))).isEqualTo("Δlta");
        AddressRules ascii = AddressRules.USUAL.withNames(Encoding.ASCII, true);
        assertThat(ascii.write("Müller").value()).isEqualTo("Muller");
        assertThatThrownBy(() -> ascii.write("Ж")).isInstanceOf(SmppValueException.class);
        assertThatThrownBy(() -> ascii.withNames(Encoding.ASCII, false).write("Müller"))
                .isInstanceOf(SmppValueException.class);
        assertThat(AddressRules.USUAL.writeAnyhow("Łódź Ж", null, null)).isEqualTo(new Address(5, 0, "Lódz ?"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "A\nB", "+1234567890123456", "123456789012345678901", "Ω", "a\u0085"})
    void whatNoAddressHasRoomForIsRefused(String address) {
        assertThatThrownBy(() -> AddressRules.USUAL.write(address)).isInstanceOf(SmppValueException.class);
    }

    @Property
    void aNumberComesBackAsItWent(@ForAll @IntRange(min = 1) int number, @ForAll @IntRange(max = 99_999) int low) {
        String international = "+" + number + String.format("%05d", low);
        String shortCode = Integer.toString(low);
        for (AddressRules rules : new AddressRules[] {AddressRules.STRICT, AddressRules.USUAL}) {
            assertThat(rules.read(rules.write(shortCode))).isEqualTo(shortCode);
            if (international.length() > 7 && international.length() <= 16) {
                assertThat(rules.read(rules.write(international))).isEqualTo(international);
            }
        }
    }

    @Property
    void hostileAddressesAreReadOrRefused(@ForAll int ton, @ForAll String value) {
        AddressRules.USUAL.read(new Address(ton, 0, value));
        try {
            AddressRules.USUAL.write(value);
        } catch (SmppValueException expected) {
            assertThat(expected.getStackTrace()).isEmpty();
        }
    }
}
