package org.smshub.gsmmodem.at;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AtReaderTest {

    private final AtReader reader = new AtReader();

    private List<String> read(String text, boolean prompt) {
        List<String> lines = new ArrayList<>();
        ByteBuf in = Unpooled.wrappedBuffer(AtReader.octets(text));
        for (String line = reader.next(in, prompt); line != null; line = reader.next(in, prompt)) {
            lines.add(line);
        }
        return lines;
    }

    @Test
    void separatorsAreAnyAndEmptyLinesNothing() {
        assertThat(read("\r\n+CSQ: 22,99\r\n\r\nOK\r\n", false)).containsExactly("+CSQ: 22,99", "OK");
        assertThat(read("\r\r\n^RSSI:12 \r\r\n\n\0 OK\r", false)).containsExactly("^RSSI:12", "OK");
    }

    @Test
    void aPromptHasNoEnd() {
        assertThat(read("\r\n> ", true)).containsExactly(AtReader.PROMPT);
        assertThat(read("\r\n>\r\n", true)).containsExactly(AtReader.PROMPT);
        assertThat(read(" >", true)).containsExactly(AtReader.PROMPT);
        assertThat(read("\n> OK\r", false)).containsExactly("> OK");
    }

    @Test
    void aLineThatIsTooLongIsNoiseAndTheNextOneIsRead() {
        assertThat(read("x".repeat(3 * AtReader.MAX_LINE) + "\r\nOK\r\n", false))
                .containsExactly(AtReader.NOISE, "OK");
        assertThat(reader.isInside()).isFalse();
    }

    @Test
    void wholeOrCutAtEveryOctetTheLinesAreTheSame() {
        String text = "\r\n+CMGS: 17\r\n\r\n+CMTI: \"SM\",3\r\nOK\r\n> ";
        List<String> whole = read(text, true);
        assertThat(whole).containsExactly("+CMGS: 17", "+CMTI: \"SM\",3", "OK", AtReader.PROMPT);
        for (int cut = 0; cut <= text.length(); cut++) {
            reader.reset();
            List<String> lines = read(text.substring(0, cut), true);
            lines.addAll(read(text.substring(cut), true));
            assertThat(lines).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @Test
    void noiseIsReadToItsEndAndNothingIsHeld() {
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            ByteBuf in = Unpooled.wrappedBuffer(noise);
            String line;
            do {
                line = reader.next(in, random.nextBoolean());
                assertThat(line == null || line.equals(AtReader.PROMPT) || !line.isBlank())
                        .isTrue();
            } while (line != null);
            assertThat(in.isReadable()).isFalse();
        }
        List<String> rest = read("\r\nOK\r\n", false);
        assertThat(rest.get(rest.size() - 1)).isEqualTo("OK");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "+CMTI: \"SM\",3 | +CMTI | [SM, 3]",
                "+CPMS: (\"SM\",\"ME\"),(\"SM\") | +CPMS | [(\"SM\",\"ME\"), (\"SM\")]",
                "+CMT: ,28 | +CMT | [, 28]",
                "+COPS: 0,0,\"A, B\" | +COPS | [0, 0, A, B]",
                "OK | OK | []",
                "^RSSI:12 | ^RSSI | [12]"
            })
    void values(String line, String name, String values) {
        AtValues read = AtValues.of(line);
        assertThat(read.name()).isEqualTo(name);
        assertThat(read.values().toString()).isEqualTo(values);
    }

    @Test
    void numbers() {
        AtValues read = AtValues.of("+X: 007, 12 ,x,,9999999999");
        assertThat(List.of(
                        read.number(0), read.number(1), read.number(2), read.number(3), read.number(4), read.number(5)))
                .containsExactly(7, 12, -1, -1, -1, -1);
    }
}
