package org.smshub.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.text.Encoding;

class CodingRulesTest {

    private static final CodingRules STANDARD = CodingRules.STANDARD;

    @ParameterizedTest
    @CsvSource({
        "0x00, GSM7, , false",
        "0x01, ASCII, , false",
        "0x02, , , true",
        "0x03, LATIN1, , false",
        "0x04, , , false",
        "0x05, , , true",
        "0x06, , , true",
        "0x08, UCS2, , false",
        "0x09, , , true",
        "0x0A, , , true",
        "0x0D, , , true",
        "0x0E, , , true",
        "0x0F, , , true",
        "0x10, GSM7, 0, true",
        "0x15, , 1, true",
        "0x18, UCS2, 0, true",
        "0x1C, , 0, true",
        "0x20, , , true",
        "0x40, GSM7, , true",
        "0x80, , , true",
        "0xC8, GSM7, , true",
        "0xD0, GSM7, , true",
        "0xE8, UCS2, , true",
        "0xF0, GSM7, 0, true",
        "0xF1, GSM7, 1, true",
        "0xF5, , 1, true",
        "0xF6, , 2, true",
        "0xF8, GSM7, 0, true",
    })
    void isRead(String value, String encoding, Integer messageClass, boolean special) {
        Coding coding = STANDARD.read(Integer.decode(value));
        assertThat(coding.encoding() == null ? null : coding.encoding().name()).isEqualTo(encoding);
        assertThat(coding.messageClass()).isEqualTo(messageClass);
        assertThat(coding.special()).isEqualTo(special);
    }

    @Test
    void whatZeroAndOneMeanIsASetting() {
        CodingRules osmo = STANDARD.withZero(Encoding.LATIN1).withOne(Encoding.GSM7);
        byte[] octets = {'a', 't', 0x00, ' ', 0x02};
        assertThat(Coding.text(osmo.read(1).encoding(), octets, 0)).isEqualTo("at@ $");
        assertThat(osmo.read(0).encoding()).isSameAs(Encoding.LATIN1);
        assertThat(osmo.write(Encoding.LATIN1, null)).isEqualTo(0x00);
        assertThat(osmo.write(Encoding.GSM7, null)).isEqualTo(0x01);
        assertThat(osmo.text(null)).isSameAs(Encoding.LATIN1);
        // 0xF0 says GSM 7-bit, so Latin-1 octets are not what goes out under it
        assertThat(osmo.text(0)).isSameAs(Encoding.GSM7);
        assertThatThrownBy(() -> osmo.write(Encoding.LATIN1, 0)).isInstanceOf(SmppValueException.class);
        assertThatThrownBy(() -> STANDARD.withZero(Encoding.LATIN1).write(Encoding.GSM7, null))
                .isInstanceOf(SmppValueException.class)
                .hasMessageContaining("0x00 is LATIN1");
    }

    @Test
    void aClassIsWrittenAsTheSpecificationLeavesItOrAsTheLinkSays() {
        assertThat(STANDARD.write(Encoding.GSM7, 0)).isEqualTo(0xF0);
        assertThat(STANDARD.write(null, 1)).isEqualTo(0xF5);
        assertThat(STANDARD.write(Encoding.UCS2, 2)).isEqualTo(0x1A);
        CodingRules general = STANDARD.withGeneralClass(true);
        assertThat(general.write(Encoding.GSM7, 0)).isEqualTo(0x10);
        assertThat(general.write(null, 1)).isEqualTo(0x15);
        assertThat(general.write(Encoding.UCS2, 2)).isEqualTo(0x1A);
        assertThatThrownBy(() -> STANDARD.write(null, 4)).isInstanceOf(SmppValueException.class);
        assertThat(STANDARD.write(Encoding.LATIN1, null)).isEqualTo(0x03);
        assertThat(STANDARD.write(Encoding.ASCII, null)).isEqualTo(0x01);
    }

    @Property
    void whatIsWrittenIsReadTheSame(
            @ForAll @IntRange(max = 3) int alphabet,
            @ForAll @IntRange(min = -1, max = 3) int c,
            @ForAll boolean general) {
        Encoding encoding = new Encoding[] {Encoding.GSM7, Encoding.UCS2, null, Encoding.LATIN1}[alphabet];
        Integer messageClass = c < 0 || encoding == Encoding.LATIN1 ? null : c;
        CodingRules rules = STANDARD.withGeneralClass(general);
        int written = rules.write(encoding, messageClass);
        assertThat(rules.read((byte) written)).isEqualTo(new Coding(encoding, messageClass, written >= 0x10));
    }

    @Property
    void everyOctetIsRead(@ForAll int value) {
        assertThat(STANDARD.read(value)).isNotNull();
    }

    @Test
    void aHalfOfAPairIsKept() {
        assertThat(Coding.text(Encoding.UCS2, new byte[] {9, (byte) 0xD8, 0x3D}, 1))
                .isEqualTo("\uD83D");
    }
}
