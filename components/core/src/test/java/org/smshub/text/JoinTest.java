package org.smshub.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smshub.text.plan.Joined;
import org.smshub.text.plan.Reassembler;
import org.smshub.text.plan.Segment;
import org.smshub.text.plan.TextProfile;
import org.smshub.text.tpdu.Deliver;
import org.smshub.text.tpdu.Direction;
import org.smshub.text.tpdu.Pdu;
import org.smshub.text.tpdu.Timestamp;
import org.smshub.text.tpdu.UserData;
import org.smshub.text.udh.Ports;
import org.smshub.text.udh.Udh;

class JoinTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Timestamp TIME = new Timestamp(0x42_20_92_32_95_85_40L);

    static Stream<JsonNode> reassembly() {
        return Vectors.section("reassembly");
    }

    @ParameterizedTest
    @MethodSource("reassembly")
    void reassembly(JsonNode vector) {
        Reassembler reassembler = new Reassembler(DAY, 100);
        List<String> texts = new ArrayList<>();
        for (JsonNode part : vector.get("parts")) {
            Deliver deliver =
                    (Deliver) Pdu.parse(part.asText(), Direction.FROM_CENTRE).tpdu();
            reassembler
                    .add(deliver.originator().text(), deliver.time(), deliver.userData(), NOW)
                    .forEach(received -> {
                        assertThat(received.message().isWhole()).isTrue();
                        assertThat(received.message().undecodable()).isZero();
                        texts.add(received.message().text());
                    });
        }
        List<String> want = new ArrayList<>();
        vector.get("expect").forEach(text -> want.add(text.asText()));
        assertThat(texts).isEqualTo(want);
    }

    @Test
    void whatWaitsTooLongComesOutWithGaps() {
        Reassembler reassembler = new Reassembler(DAY, 100);
        List<UserData> parts = parts("a".repeat(600), 5);
        reassembler.add("+44", TIME, parts.get(1), NOW);
        reassembler.add("+44", TIME, parts.get(3), NOW.plusSeconds(60));
        assertThat(reassembler.expire(NOW.plus(DAY))).isEmpty();
        List<Reassembler.Received> out = reassembler.expire(NOW.plus(DAY).plusSeconds(61));
        assertThat(out).hasSize(1);
        assertThat(out.get(0).message().missing()).containsExactly(1, 3);
        assertThat(out.get(0).message().text()).isEqualTo("\uFFFD" + "a".repeat(153) + "\uFFFD" + "a".repeat(141));
        assertThat(out.get(0).message().undecodable()).isZero();
        assertThat(reassembler.waiting()).isZero();
    }

    @Test
    void aFloodOfFirstPartsStaysBounded() {
        Reassembler reassembler = new Reassembler(DAY, 10);
        int out = 0;
        for (int i = 0; i < 200; i++) {
            out += reassembler
                    .add("+44", TIME, parts("a".repeat(200), i).get(0), NOW)
                    .size();
            assertThat(reassembler.waiting()).isLessThanOrEqualTo(10);
        }
        assertThat(out).isEqualTo(190);
    }

    @Test
    void afterTheMemoryTheSameMessageIsANewOne() {
        Reassembler reassembler = new Reassembler(DAY, 10);
        List<UserData> parts = parts("a".repeat(200), 1);
        List<Integer> out = new ArrayList<>();
        for (Instant now : List.of(NOW, NOW.plusSeconds(600), NOW.plusSeconds(601))) {
            int received = 0;
            for (UserData part : parts) {
                received += reassembler.add("+44", TIME, part, now).size();
            }
            out.add(received);
        }
        assertThat(out).containsExactly(1, 0, 1);
    }

    @Test
    void joinsParts() {
        List<UserData> parts = parts("x".repeat(152) + "€" + "😀", 9);
        List<UserData> mixed = new ArrayList<>(parts("y".repeat(200), 8));
        mixed.addAll(0, List.of(parts.get(2), parts.get(0), parts.get(2), parts.get(1)));
        Joined joined = Joined.of(mixed);
        assertThat(joined.text()).isEqualTo("x".repeat(152) + "€" + "😀");
        assertThat(joined.isWhole()).isTrue();
        assertThat(Joined.of(List.of(parts.get(1))).missing()).containsExactly(1, 3);
        UserData single = UserData.of(Alphabet.GSM7, Udh.NONE, new byte[] {0x61});
        assertThat(Joined.of(List.of(single)).text()).isEqualTo("a");
        assertThatThrownBy(() -> Joined.of(List.of())).isInstanceOf(TextException.class);
    }

    @Test
    void binaryMessages() {
        byte[] octets = new byte[500];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) i;
        }
        TextProfile ports = TextProfile.STANDARD.withHeader(Udh.of(new Ports(2948, 9200, true)));
        for (TextProfile profile : List.of(TextProfile.STANDARD, ports, ports.withWideReference(true))) {
            List<UserData> parts = profile.segments(octets, 77);
            for (UserData part : parts.subList(0, parts.size() - 1)) {
                assertThat(part.octets()).hasSize(140);
                assertThat(part.udh().ports().isPresent())
                        .isEqualTo(!profile.header().isEmpty());
            }
            assertThat(Joined.of(parts).binary()).isEqualTo(octets);
            assertThat(Joined.of(parts.subList(1, parts.size())).missing()).containsExactly(1);
        }
        assertThat(TextProfile.STANDARD.segments(new byte[140], 1)).hasSize(1);
        assertThat(TextProfile.STANDARD.segments(new byte[141], 1)).hasSize(2);
        assertThatThrownBy(() -> TextProfile.STANDARD.segments(new byte[255 * 134 + 1], 1))
                .hasMessage("34171 octets need more than 255 parts, the limit");
    }

    private static List<UserData> parts(String text, int reference) {
        return TextProfile.STANDARD.plan(text).segments(reference).stream()
                .map(Segment::userData)
                .toList();
    }
}
