package org.smshub.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.smshub.text.plan.Forcing;
import org.smshub.text.plan.Joined;
import org.smshub.text.plan.Plan;
import org.smshub.text.plan.Policy;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.Submit;
import org.smshub.text.tpdu.Tpdu;
import org.smshub.text.tpdu.Validity;
import org.smshub.text.udh.Udh;

/** The examples of the README, so that they stay true. */
class ReadmeTest {

    @Test
    void planning() {
        Plan plan = TextProfile.STANDARD.plan("It’s 20 €");
        assertThat(plan.encoding()).isSameAs(Encoding.UCS2);
        assertThat(plan.parts()).isEqualTo(1);
        assertThat(plan.units()).isEqualTo(9);
        assertThat(plan.unitsLeft()).isEqualTo(61);
        assertThat(plan.warnings()).containsExactly(new Forcing(2, 0x2019, "'"));

        TextProfile link = TextProfile.STANDARD
                .withPolicy(Policy.TRANSLITERATE)
                .withLanguages(Set.of(NationalLanguage.TURKISH))
                .withMaxParts(10);
        assertThat(link.plan("It’s 20 €").text()).isEqualTo("It's 20 €");
        assertThat(link.plan("ışığı söndür").encoding().name()).isEqualTo("GSM7/TURKISH/DEFAULT");
        assertThatThrownBy(() -> link.plan("long ".repeat(400)))
                .hasMessage("2000 characters need more than 10 parts, the limit");
    }

    @Test
    void cuttingStoringEncoding() {
        for (Segment segment : TextProfile.STANDARD.plan("long ".repeat(40)).segments(42)) {
            String slice = segment.text();
            byte[] udh = segment.udhBytes();
            Alphabet alphabet = segment.encoding().alphabet();
            byte[] octets = Udh.parse(udh).encoding(alphabet).encode(slice);
            assertThat(octets).isEqualTo(segment.octets());
        }
    }

    @Test
    void sendingAndReceiving() {
        Segment segment = TextProfile.STANDARD.plan("hello").segments(0).get(0);
        Submit submit = Submit.of(Address.of("+447700900123"), segment.userData())
                .withStatusReport(true)
                .withValidity(Validity.Relative.of(Duration.ofHours(12)));
        Pdu pdu = new Pdu(null, submit);
        assertThat(pdu.hex()).isEqualTo("0031000C9144770009103200008F05E8329BFD06");
        assertThat(pdu.tpduLength()).isEqualTo(19);

        String line = "07912374151616F6040C914477000910320000422092329585400AE8329BFD4697D9EC37";
        Tpdu tpdu = Pdu.parse(line, Direction.FROM_CENTRE).tpdu();
        if (tpdu instanceof Deliver deliver) {
            assertThat(deliver.originator().text()).isEqualTo("+447700900123");
            Joined message = Joined.of(List.of(deliver.userData()));
            assertThat(message.text()).isEqualTo("hellohello");
        }
        assertThat(tpdu).isInstanceOf(Deliver.class);
    }
}
