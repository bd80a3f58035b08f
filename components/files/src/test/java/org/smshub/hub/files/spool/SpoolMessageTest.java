package org.smshub.hub.files.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smshub.hub.RefusedException;

/** The headers of smstools, by its own description of them. */
class SpoolMessageTest {

    private static Map<String, Object> fields(String head, byte[] body) throws RefusedException {
        byte[] start = (head.replace("|", "\n") + "\n\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return SpoolMessage.fields(SpoolFile.parse(all), 0, false);
    }

    private static Map<String, Object> fields(String head, String body) throws RefusedException {
        return fields(head, body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "491721234567, +491721234567",
        "+49 172-1234567, +491721234567",
        "00491721234567, +491721234567",
        "0172123456, 0172123456",
        "s12345, 12345",
        "1234, 1234",
        "491721234567x99, +491721234567",
        "call +491721234567 now, +491721234567",
    })
    void everySpellingOfARecipient(String given, String number) throws RefusedException {
        assertThat(SpoolMessage.recipient(given)).isEqualTo(number);
    }

    @Test
    void noRecipientIsSaid() {
        assertThatThrownBy(() -> SpoolMessage.recipient("x")).hasMessage("No destination");
        assertThatThrownBy(() -> fields("From: me", "text")).hasMessage("No destination");
        assertThatThrownBy(() -> SpoolFile.parse("just a text".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("No destination");
    }

    @Test
    void everyAlphabet() throws RefusedException {
        String text = "Grüße für 5 €";
        assertThat(fields("To: 491", text)).containsEntry("text", text);
        assertThat(fields("To: 491|Alphabet: ISO", text.getBytes(Charset.forName("ISO-8859-15"))))
                .containsEntry("text", text);
        assertThat(fields("To: 491|Alphabet: latin", text)).containsEntry("text", text);
        assertThat(fields("To: 491|Alphabet: UTF-8", "\ufeff" + text)).containsEntry("text", text);
        assertThat(fields("To: 491|Alphabet: UCS", text.getBytes(StandardCharsets.UTF_16BE)))
                .containsEntry("text", text);
        byte[] odd = "ab\n".getBytes(StandardCharsets.UTF_16BE);
        assertThat(fields("To: 491|Alphabet: Unicode", Arrays.copyOf(odd, 5))).containsEntry("text", "ab");
        assertThat(fields("To: 491|Alphabet: GSM", new byte[] {0, 'a', 0x1b, 0x65}))
                .containsEntry("text", "@a€");
        assertThatThrownBy(() -> fields("To: 491|Alphabet: klingon", "x")).hasMessage("Invalid alphabet");
        assertThatThrownBy(() -> fields("To: 491|Alphabet: GSM", new byte[] {-1}))
                .hasMessageContaining("Invalid alphabet");
        assertThatThrownBy(() -> fields("To: 491", " \r\n")).hasMessage("No text or data");
    }

    @Test
    void octetsWithAndWithoutAHeader() throws RefusedException {
        assertThat(fields("To: 491|Alphabet: binary", new byte[] {2, 1, 2, 9, 8}))
                .containsEntry("udh", "020102")
                .containsEntry("data", new byte[] {9, 8});
        assertThat(fields("To: 491|Alphabet: bin|UDH: no", new byte[] {2, 1}))
                .containsEntry("data", new byte[] {2, 1})
                .doesNotContainKey("udh");
        assertThat(fields("To: 491|Alphabet: bin|UDH-DATA: 06 05 04 15 82 00 00", new byte[] {1}))
                .containsEntry("udh", "06050415820000");
        assertThat(fields("To: 491|Alphabet: bin|Hex: yes|UDH: no", "01 02 ' comment\n0A # x"))
                .containsEntry("data", new byte[] {1, 2, 10});
    }

    @Test
    void headersCountByTheirCaseAndOthersAreLeft() throws RefusedException {
        Map<String, Object> fields = fields(
                "to: 1|To: 491|From: ACME|Flash: yes|Report: yes|Priority: HIGH|Validity: 2 hours|Replace: 3|SmsClient: other"
                        + "|CamelHttpUri: http://evil|Queue: D1|X-Unknown: y",
                "text");
        assertThat(fields)
                .isEqualTo(Map.of(
                        "to",
                        "491",
                        "from",
                        "ACME",
                        "text",
                        "text",
                        "class",
                        0,
                        "receipt",
                        "ALL",
                        "priority",
                        3,
                        "validUntil",
                        7_200_000L,
                        "protocolId",
                        0x43));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2 hours, 120",
                "min, 1",
                "10 min, 10",
                "1 day, 1440",
                "week, 10080",
                "143, 720",
                "167, 1440",
                "196, 43200",
                "255, 635040",
                "0, 5",
                "-, -",
                "soon, -",
            })
    void validity(String given, Long minutes) {
        assertThat(SpoolMessage.validity(given)).isEqualTo(minutes);
    }

    @Test
    void headersThatAreAddedReplaceTheirOwn() {
        SpoolFile file = SpoolFile.parse("To: 1\nSent: old\r\nFailed: x\n\nte\nxt\n".getBytes(StandardCharsets.UTF_8));
        SpoolFile sent = file.with(Set.of("Sent", "Failed"), List.of(new SpoolFile.Header("Sent", "new\nInjected: y")));
        assertThat(new String(sent.octets(), StandardCharsets.UTF_8))
                .isEqualTo("To: 1\nSent: new Injected: y\n\nte\nxt\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void hostileOctetsAreReadOrRefused(int seed) {
        byte[] whole = ("To: 491\nAlphabet: bin\nHex: yes\nValidity: 3 days\nUDH-DATA: 0102\n\n0102" + "x".repeat(seed))
                .getBytes(StandardCharsets.UTF_8);
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] changed = Arrays.copyOf(whole, i < whole.length ? i : whole.length);
            for (int n = 0; n < random.nextInt(4) && changed.length > 0; n++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            try {
                SpoolMessage.fields(SpoolFile.parse(changed), 0, true);
            } catch (RefusedException | IllegalArgumentException said) {
                assertThat(said.getMessage()).isNotBlank();
            }
        }
        assertThatThrownBy(() -> SpoolFile.parse("To: x".repeat(1_000).getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("do not end");
    }
}
