package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smshub.hub.httplink.StandIn.json;
import static org.smshub.hub.httplink.TwilioTest.outcome;

import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.ledger.LedgerComponent;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** The SMS API of Vonage: one element a part in its answer, always HTTP 200, a status that is a text. */
class VonageTest {

    private StandIn vonage;
    private Links links;
    private String uri;

    @BeforeEach
    void start() throws Exception {
        vonage = new StandIn();
        links = new Links();
        uri = Links.uri(
                "vonage",
                Map.of(
                        "url", vonage.url(),
                        "user", "abcd1234",
                        "password", "s3cret",
                        "callback", "https://sms.example.org",
                        "callbackSecret", "0123456789abcdef"));
    }

    @AfterEach
    void stop() throws Exception {
        links.close();
        vonage.close();
    }

    private static String parts(String... statuses) {
        StringBuilder all = new StringBuilder("{\"message-count\":\"" + statuses.length + "\",\"messages\":[");
        for (int i = 0; i < statuses.length; i++) {
            all.append(i == 0 ? "" : ",")
                    .append("{\"to\":\"48600100200\",\"status\":\"")
                    .append(statuses[i])
                    .append('"');
            all.append(
                    statuses[i].equals("0")
                            ? ",\"message-id\":\"0A000000012" + i + "ABCD\",\"client-ref\":\"" + Links.ID + "\"}"
                            : ",\"error-text\":\"Throughput Rate Exceeded - please wait [ 250 ] and retry\"}");
        }
        return all.append("]}").toString();
    }

    @Test
    void aTextIsAForm() throws Exception {
        vonage.answers(asked -> json(200, parts("0")));
        Exchange sent = links.send(
                uri,
                "grüße 🙂",
                Map.of(
                        SmsHeaders.ENCODING,
                        "UCS2",
                        SmsHeaders.FROM,
                        "+48600000001",
                        SmsHeaders.CLASS,
                        0,
                        SmsHeaders.VALID_UNTIL,
                        System.currentTimeMillis() + 1_000));
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo(Links.ID);
        assertThat(vonage.asked.get(0).target()).isEqualTo("/sms/json");
        assertThat(vonage.asked.get(0).form())
                .containsEntry("api_key", "abcd1234")
                .containsEntry("api_secret", "s3cret")
                .containsEntry("from", "48600000001")
                .containsEntry("to", "48600100200")
                .containsEntry("text", "grüße 🙂")
                .containsEntry("type", "unicode")
                .containsEntry("message-class", "0")
                // 20 s at least
                .containsEntry("ttl", "20000")
                .containsEntry("client-ref", Links.ID)
                .containsEntry("status-report-req", "1")
                .containsEntry("callback", "https://sms.example.org/providers/vonage/0123456789abcdef?ref=" + Links.ID)
                .doesNotContainKeys("body", "udh", "protocol-id");
    }

    @Test
    void octetsGoWithTheirHeader() throws Exception {
        vonage.answers(asked -> json(200, parts("0")));
        links.send(
                uri,
                new byte[] {(byte) 0xDE, 0, (byte) 0xFF},
                Map.of(SmsHeaders.ENCODING, "BINARY", SmsHeaders.UDH, "0605040b8423f0"));
        assertThat(vonage.asked.get(0).form())
                .containsEntry("type", "binary")
                .containsEntry("body", "de00ff")
                .containsEntry("udh", "0605040b8423f0")
                .doesNotContainKey("text");
    }

    @ParameterizedTest
    @CsvSource({
        "1, THROTTLED", "2, PERMANENT", "3, PERMANENT", "4, LINE", "5, RETRYABLE", "6, BARRED", "7, BARRED", "8, LINE",
        "9, LINE", "10, RETRYABLE", "11, LINE", "12, PERMANENT", "14, LINE", "15, BARRED", "22, PERMANENT",
                "23, PERMANENT",
        "29, BARRED", "32, LINE", "33, LINE", "99, UNKNOWN"
    })
    void itsStatusesAreOutcomes(String status, String outcome) throws Exception {
        vonage.answers(asked -> json(200, parts(status)));
        Exchange refused = links.send(uri, "x", Map.of());
        assertThat(outcome(refused)).isEqualTo(outcome);
        if (refused.getException() instanceof SmsNotSentException notSent) {
            assertThat(notSent.getErrorCode()).isEqualTo("vonage:" + status);
        }
    }

    @Test
    void theWaitStandsInBrackets() throws Exception {
        vonage.answers(asked -> json(200, parts("1")));
        assertThat(links.send(uri, "x", Map.of()).getProperty(LedgerComponent.RETRY_AFTER))
                .isEqualTo(250L);
    }

    @Test
    void aPartThatWasTakenIsNotSentAgain() throws Exception {
        vonage.answers(asked -> json(200, parts("0", "1", "0")));
        Exchange sent = links.send(uri, "x", Map.of());
        assertThat(outcome(sent)).isEqualTo("SENT");
        vonage.answers(asked -> json(200, parts("0", "0", "0")));
        assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("SENT");
        vonage.answers(asked -> json(200, "{\"message-count\":\"0\",\"messages\":[]}"));
        assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("UNKNOWN");
        // a number is no text: another server than Vonage's
        vonage.answers(asked -> json(503, "<html>busy"));
        assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("THROTTLED");
    }
}
