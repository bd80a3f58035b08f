package org.smshub.smpp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlvTest {

    @Test
    void isWrittenByNameAndByNumber() {
        List<Tlv> tlvs = Tlv.parse("1401=00ff, source_port=1f90,0x0424=, MESSAGE_STATE=02");
        assertThat(tlvs)
                .containsExactly(
                        new Tlv(0x1401, new byte[] {0, -1}),
                        new Tlv(0x020A, new byte[] {0x1F, (byte) 0x90}),
                        new Tlv(0x0424, new byte[0]),
                        new Tlv(0x0427, new byte[] {2}));
        assertThat(Tlv.format(tlvs)).isEqualTo("1401=00ff,020a=1f90,0424=,0427=02");
        assertThat(Tlv.format(tlvs, 0x0424, 0x020A)).isEqualTo("1401=00ff,0427=02");
        assertThat(Tlv.format(List.of())).isNull();
        assertThat(Tlv.parse(null)).isEmpty();
        assertThat(TlvTag.of(0x0427)).isEqualTo(TlvTag.MESSAGE_STATE);
        assertThat(TlvTag.of(0x1401)).isNull();
        assertThat(TlvTag.MESSAGE_STATE.fieldName()).isEqualTo("message_state");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1401", "1401=0", "1401=xx", "141=00", "no_such=00", ",", "=00", "1401=00=00"})
    void whatIsNoListIsRefused(String text) {
        assertThatThrownBy(() -> Tlv.parse(text)).isInstanceOf(SmppValueException.class);
    }

    @Test
    void valuesFitTheirParameter() {
        assertThat(Tlv.of(TlvTag.SAR_MSG_REF_NUM, 0x102).value()).containsExactly(1, 2);
        assertThat(Tlv.of(TlvTag.RECEIPTED_MESSAGE_ID, "f1").value()).containsExactly('f', '1', 0);
        assertThat(Tlv.of(TlvTag.MESSAGE_PAYLOAD, "f1").value()).containsExactly('f', '1');
        assertThatThrownBy(() -> Tlv.of(TlvTag.MESSAGE_STATE, 256)).isInstanceOf(SmppValueException.class);
        assertThatThrownBy(() -> Tlv.of(TlvTag.MESSAGE_STATE, -1)).isInstanceOf(SmppValueException.class);
        assertThatThrownBy(() -> Tlv.of(TlvTag.MESSAGE_PAYLOAD, 1)).isInstanceOf(SmppValueException.class);
        assertThatThrownBy(() -> Tlv.of(TlvTag.RECEIPTED_MESSAGE_ID, "Ω")).isInstanceOf(SmppValueException.class);
        assertThatThrownBy(() -> Tlv.of(TlvTag.MESSAGE_STATE, "2")).isInstanceOf(SmppValueException.class);
    }

    @Property
    void aListIsReadAsItIsWritten(@ForAll @IntRange(max = 0xFFFF) int tag, @ForAll byte[] value) {
        List<Tlv> tlvs = List.of(new Tlv(tag, value), new Tlv(1, value));
        assertThat(Tlv.parse(Tlv.format(tlvs))).isEqualTo(tlvs);
    }

    @Property
    void hostileListsAreReadOrRefused(@ForAll String text) {
        try {
            Tlv.parse(text);
            Tlv.parse("1401=" + text);
        } catch (SmppValueException expected) {
            assertThat(expected.getStackTrace()).isEmpty();
        }
    }

    @Property
    void partsAreNumberedByThreeParameters(
            @ForAll @IntRange(max = 0xFFFF) int reference,
            @ForAll @IntRange(min = 1, max = 255) int parts,
            @ForAll @IntRange(min = 1, max = 255) int part) {
        Sar sar = new Sar(reference, Math.max(parts, part), part);
        assertThat(Sar.of(sar.tlvs())).isEqualTo(sar);
        assertThat(Sar.of(sar.tlvs().subList(0, 2))).isNull();
    }

    @Test
    void whatNumbersNoPartIsRefused() {
        List<Tlv> two = new Sar(1, 2, 1).tlvs().subList(0, 2);
        for (byte[] part : new byte[][] {{}, {0}, {3}, {1, 2, 3, 4, 5}}) {
            List<Tlv> all = List.of(two.get(0), two.get(1), new Tlv(Tlv.SAR_SEGMENT_SEQNUM, part));
            assertThatThrownBy(() -> Sar.of(all)).isInstanceOf(SmppValueException.class);
        }
    }
}
