package org.smshub.hub.doors.kannel;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KannelEscapesTest {

    private static final KannelEscapes.Values VALUES = new KannelEscapes.Values(
            "0048600100200",
            "2345",
            "vote  red*one two",
            1_795_812_231_000L,
            "north",
            "01563e3a-b5d3-d676-4c61-efb99302bd5b",
            8,
            "http://a/?d=%d",
            "id&1",
            "?smpp?colour=r%26d&x=1?http?y=2",
            "shop",
            "acc",
            0,
            null,
            0,
            -1,
            240,
            "\u0005\u0000\u0003",
            "WAP",
            60L,
            null);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%k|vote",
                "%s-%s-%s-%s|red%2Aone-two--",
                "%S|red~one",
                "%s-%r|red%2Aone-two",
                "%r|red%2Aone+two",
                "%a|vote+red%2Aone+two",
                "%b|vote++red%2Aone+two",
                "%A|vote++red%2Aone+two",
                "%e|766F746520207265642A6F6E652074776F",
                "%t|2026-11-27+20:43:51",
                "%T|1795812231",
                "%p %P|0048600100200 2345",
                "%q %Q|%2B48600100200 2345",
                "%i %I|north 01563e3a-b5d3-d676-4c61-efb99302bd5b",
                "%d|8",
                "%R|http%3A%2F%2Fa%2F%3Fd%3D%25d",
                "%F|id%261",
                "%D|%3Fsmpp%3Fcolour%3Dr%2526d%26x%3D1%3Fhttp%3Fy%3D2",
                "%#smpp#colour#-%#http#y#-%#no#y#|r%26d-2-",
                "%n %o|shop acc",
                "%c %C|0 UTF-8",
                "%m %M %O|0 -1 240",
                "%u|%05%00%03",
                "%B|WAP",
                "%f|''",
                "%v|60",
                "%V|''",
                "%%d|%d",
                "%x%|%x%",
                // what is left of a letter in UTF-8 is eaten, as ever
                "z=%C5%82|z=UTF-85%82"
            })
    void eachCodeIsItsValue(String pattern, String filled) {
        assertThat(KannelEscapes.fill(pattern, VALUES)).isEqualTo(filled);
    }

    @Test
    void aCodeIsThereOrNot() {
        assertThat(KannelEscapes.has("x=%F", 'F')).isTrue();
        assertThat(KannelEscapes.has("x=%%F", 'F')).isFalse();
        assertThat(KannelEscapes.has("%", 'F')).isFalse();
    }

    @Property
    void anyPatternIsFilled(@ForAll String pattern) {
        assertThat(KannelEscapes.fill(pattern, VALUES)).isNotNull();
    }
}
