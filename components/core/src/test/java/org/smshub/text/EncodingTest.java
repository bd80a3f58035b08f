package org.smshub.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EncodingTest {

    @Test
    void tablesAreThoseOfTheJson() throws Exception {
        try (var in = GsmTables.class.getResourceAsStream("gsm-tables.txt")) {
            assertThat(new String(in.readAllBytes(), ISO_8859_1)).isEqualTo(GsmTablesGenerator.render());
        }
    }

    @Test
    void gsm7HasTheTrapsOfTheDefaultAlphabetRight() {
        assertThat(Encoding.GSM7.encode("@£$¥Ç¤¡¿§à_ΔΩ"))
                .containsExactly(0, 1, 2, 3, 9, 0x24, 0x40, 0x60, 0x5F, 0x7F, 0x11, 0x10, 0x15);
        assertThat(Encoding.GSM7.encode("a€[b\f")).containsExactly(0x61, 0x1B, 0x65, 0x1B, 0x3C, 0x62, 0x1B, 0x0A);
        assertThat(Encoding.GSM7.units("a€[b\f", 0, 5)).isEqualTo(8);
        assertThat(Encoding.GSM7.units("ç", 0, 1)).isEqualTo(-1);
        assertThatThrownBy(() -> Encoding.GSM7.encode("a€ç"))
                .isInstanceOf(TextException.class)
                .hasMessage("U+00E7 LATIN SMALL LETTER C WITH CEDILLA at position 2 is not in GSM7");
        assertThatThrownBy(() -> Encoding.GSM7.encode("`")).hasMessageContaining("position 0");
    }

    @ParameterizedTest
    @EnumSource(NationalLanguage.class)
    void everyCharacterOfEveryTableComesBack(NationalLanguage language) {
        NationalLanguage locking = language.hasLockingTable() ? language : NationalLanguage.DEFAULT;
        Encoding encoding = Gsm7.of(locking, language);
        for (char[] table : new char[][] {GsmTables.locking(locking), GsmTables.singleShift(language)}) {
            for (char c : table) {
                if (c != GsmTables.NONE) {
                    byte[] octets = encoding.encode(String.valueOf(c));
                    assertThat(encoding.decode(octets, 0, octets.length)).isEqualTo(new Decoded("" + c, 0));
                }
            }
        }
    }

    @Test
    void gsm7DecodesWhatMakesNoSense() {
        assertThat(decode(Encoding.GSM7, 0x61, 0x1B)).isEqualTo(new Decoded("a ", 1));
        assertThat(decode(Encoding.GSM7, 0x1B, 0x1B, 0x61)).isEqualTo(new Decoded(" a", 0));
        assertThat(decode(Encoding.GSM7, 0x1B, 0x41)).isEqualTo(new Decoded("A", 0));
        assertThat(decode(Encoding.GSM7, 0x80, 0x61)).isEqualTo(new Decoded("\uFFFDa", 1));
        assertThat(decode(Encoding.GSM7, 0x1B, 0xFF)).isEqualTo(new Decoded("\uFFFD", 1));
        Encoding bengali = Gsm7.of(NationalLanguage.BENGALI, NationalLanguage.DEFAULT);
        assertThat(decode(bengali, 0x0D, 0x61)).isEqualTo(new Decoded("\ra", 0));
        assertThat(decode(bengali, 0x04 + 0x09).undecodable()).isZero();
    }

    @Test
    void ucs2IsUtf16() {
        assertThat(Encoding.UCS2.encode("aЖ😀"))
                .containsExactly(0, 0x61, 0x04, 0x16, (byte) 0xD8, 0x3D, (byte) 0xDE, 0);
        assertThat(decode(Encoding.UCS2, 0xD8, 0x3D, 0, 0x61)).isEqualTo(new Decoded("\uFFFDa", 1));
        assertThat(decode(Encoding.UCS2, 0, 0x61, 0xDE, 0, 0)).isEqualTo(new Decoded("a\uFFFD", 2));
        assertThat(decode(Encoding.UCS2, 0xD8, 0x3D, 0xDE, 0, 0xD8, 0x3D)).isEqualTo(new Decoded("😀\uFFFD", 1));
    }

    @Test
    void singleByteLinks() {
        assertThat(Encoding.LATIN1.encode("aé")).containsExactly(0x61, 0xE9);
        assertThat(Encoding.LATIN1.units("a{é", 0, 3)).isEqualTo(4);
        assertThat(Encoding.LATIN1.firstMissing("aéêd", 0)).isEqualTo(2); // no ê in GSM-7: the centre would lose it
        assertThat(Encoding.ASCII.firstMissing("aé", 0)).isEqualTo(1);
        assertThat(decode(Encoding.LATIN1, 0x61, 0xE9)).isEqualTo(new Decoded("aé", 0));
        assertThat(decode(Encoding.ASCII, 0x61, 0xE9)).isEqualTo(new Decoded("a\uFFFD", 1));
        assertThatThrownBy(() -> Encoding.LATIN1.encode("€")).isInstanceOf(TextException.class);
    }

    private static Decoded decode(Encoding encoding, int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return encoding.decode(bytes, 0, bytes.length);
    }
}
