package org.smshub.link.passing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldsTest {

    @Test
    void aListIsReadAndWritten() {
        Fields fields = Fields.parse("toTon=3;tlv.1400=3132;tlv.1400=33;replyPath=1");
        assertThat(fields.number(Fields.TO_TON)).isEqualTo(3);
        assertThat(fields.number(Fields.TO_NPI)).isNull();
        assertThat(fields.is(Fields.REPLY_PATH)).isTrue();
        assertThat(fields.all()).hasSize(4);
        assertThat(fields).hasToString("toTon=3;tlv.1400=3132;tlv.1400=33;replyPath=1");
        assertThat(Fields.parse(null).orNull()).isNull();
        assertThat(fields.only(field -> false).orNull()).isNull();
        assertThat(Fields.parse("toTon=999;x=").number("toTon")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "=1", ";", "a=1;;b=2", "a;b=1"})
    void whatIsNoListIsRefused(String text) {
        assertThatThrownBy(() -> Fields.parse(text)).hasMessageContaining("SmsFields");
    }

    @Property
    void anyOctetsComeBackAsTheyWent(@ForAll @CharRange(from = 0, to = 0xFF) String value) {
        Fields fields = Fields.NONE.with("serviceType", value).with("a", 1);
        assertThat(Fields.parse(fields.toString())).isEqualTo(fields);
        assertThat(fields.toString()).matches("[ -~]*");
    }

    @Property
    void hostileTextIsReadOrRefused(@ForAll String text) {
        try {
            Fields.parse(text);
        } catch (IllegalArgumentException expected) {
            assertThat(expected).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'standard,vendor', tlv.1400, true",
        "standard, tlv.1400, false",
        "standard, tlv.0381, true",
        "'standard,-tlv.0381', tlv.0381, false",
        "'-tlv.0381,standard', tlv.0382, true",
        "'standard,tlv.14AB', tlv.14ab, true",
        "'standard,-priority', priority, false",
        "'standard,-priority', priority.ucp, false",
        "standard, toTon, true",
        "'standard,-numberTypes', fromNpi, false",
        "tlvs, serviceType, false",
        "'', validity, false",
        "'standard,-billing', xser.0C, false",
        "'standard,-billing', xser.09, true",
        "'standard,-xser', xser.09, false",
        "'standard,-billing', cimd2.064, false",
        "standard, validity, true"
    })
    void aLinkPassesWhatItsListSays(String list, String name, boolean pass) {
        assertThat(Passes.of(list).pass(name)).isEqualTo(pass);
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "standard vendor", "tlv.14", "-", "tlv.zzzz"})
    void aWrongWordOfTheListIsNamed(String list) {
        assertThatThrownBy(() -> Passes.of(list)).hasMessageContaining("passes");
    }

    @ParameterizedTest
    @CsvSource({
        "0, NONE, 0",
        "1, FINAL, 1",
        "2, FAILURE, 2",
        "3, SUCCESS, 1",
        "16, INTERMEDIATE, 16",
        "17, ALL, 17",
        "18, FAILURE_INTERMEDIATE, 18",
        "19, SUCCESS_INTERMEDIATE, 17",
        "12, NONE, 0",
        "0xE1, FINAL, 1"
    })
    void registeredDeliveryIsReadAndWritten(String octet, ReceiptsWanted wanted, int written) {
        assertThat(ReceiptsWanted.ofRegisteredDelivery(Integer.decode(octet))).isEqualTo(wanted);
        assertThat(wanted.registeredDelivery(false)).isEqualTo(written);
        assertThat(ReceiptsWanted.of(wanted.name())).isEqualTo(wanted);
        assertThat(ReceiptsWanted.of(wanted.bits())).isEqualTo(wanted);
        assertThat(ReceiptsWanted.SUCCESS.registeredDelivery(true)).isEqualTo(3);
    }
}
