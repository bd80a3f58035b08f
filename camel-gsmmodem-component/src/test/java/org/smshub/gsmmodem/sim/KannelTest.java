package org.smshub.gsmmodem.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.line.Kannel;
import org.smshub.link.SmsHeaders;

/** Kannel ({@code smsc = at}, {@code device = rawtcp}) drives the virtual modem: what passes is what was meant. */
@Timeout(120)
class KannelTest extends SimFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LONG =
            "A long text: £ @ {€} 0123456789. ".repeat(9).strip();

    @Test
    void sendsAndReceives(@TempDir Path directory) throws Exception {
        assumeTrue(Kannel.isInstalled(), "Kannel is not installed (Debian package kannel)");
        start("");
        try (Kannel kannel = new Kannel(directory, """
                group = smsc
                smsc = at
                smsc-id = modem
                modemtype = auto
                device = rawtcp
                host = 127.0.0.1
                port = %d
                reconnect-delay = 1

                group = modems
                id = virtual
                name = "Virtual modem"
                detect-string = "virtual modem"
                init-string = "AT+CNMI=2,1,0,1,0"
                message-storage = "SM"
                """.formatted(port))) {
            send(kannel, "text", Map.of("text", "Hello @ £ {€} World", "charset", "UTF-8"));
            send(kannel, "unicode", Map.of("text", "Привет Zażółć", "coding", "2", "charset", "UTF-8"));
            send(kannel, "binary", Map.of("text", "%00%01%FE%FF", "coding", "1", "udh", "%06%05%04%0B%84%23%F0"));
            send(kannel, "long", Map.of("text", LONG, "charset", "UTF-8"));
            await().atMost(PATIENCE).until(() -> texts().size() == 4);
            // in whatever order Kannel takes them
            assertThat(texts())
                    .containsExactlyInAnyOrder(
                            "Hello @ £ {€} World",
                            "Привет Zażółć",
                            new String(new byte[] {0, 1, -2, -1}, java.nio.charset.StandardCharsets.UTF_8),
                            LONG);
            assertThat(one("Hello").getHeaders())
                    .containsEntry(SmsHeaders.TO, "+41791234567")
                    .containsEntry(SmsHeaders.ENCODING, "GSM7")
                    .containsEntry(SmsHeaders.RECEIPT, "FINAL");
            assertThat(one("\0").getBody()).isEqualTo(new byte[] {0, 1, -2, -1});
            assertThat(one("\0").getHeader(SmsHeaders.UDH)).isEqualTo("0605040B8423F0");
            assertThat(submitted).hasSize(3 + 3);
            // 8 = the modem has taken it, 1 = delivered
            for (String ref : List.of("text", "unicode", "binary")) {
                await().atMost(PATIENCE).until(() -> kannel.reports(ref).contains("1"));
                assertThat(kannel.reports(ref)).containsExactly("8", "1");
            }
            for (String text : List.of("Back @ £ {€}", "Обратно", LONG)) {
                deliver(text);
            }
            await().atMost(PATIENCE).until(() -> kannel.messages().size() == 3);
            assertThat(kannel.messages()).extracting(Kannel::text).containsExactly("Back @ £ {€}", "Обратно", LONG);
            assertThat(kannel.messages().get(0)).containsEntry("from", "+41791234567");
        }
    }

    /** The message that begins so. */
    private Message one(String text) {
        return submitted.stream()
                .map(Exchange::getMessage)
                .filter(message -> message.getBody(String.class).startsWith(text))
                .findFirst()
                .orElseThrow();
    }

    private static void send(Kannel kannel, String ref, Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("ref", ref);
        all.put("from", "4001");
        await().atMost(PATIENCE).until(() -> kannel.send(new HashMap<>(all)));
    }
}
