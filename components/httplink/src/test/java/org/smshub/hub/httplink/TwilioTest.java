package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.smshub.hub.httplink.StandIn.answer;
import static org.smshub.hub.httplink.StandIn.json;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
import org.smshub.link.SmsUnknownOutcomeException;

/** Twilio's contract (docs of Messages, 2010-04-01), as its stand-in sees it, and what its answers become. */
class TwilioTest {

    private static final String ACCOUNT = "AC00000000000000000000000000000001";
    private static final String SID = "SM0123456789abcdef0123456789abcdef";
    private static final String TAKEN = "{\"sid\":\"" + SID + "\",\"status\":\"queued\",\"error_code\":null}";

    private StandIn twilio;
    private Links links;
    private String uri;

    @BeforeEach
    void start() throws Exception {
        twilio = new StandIn();
        links = new Links();
        uri = Links.uri(
                "twilio",
                Map.of(
                        "url", twilio.url(),
                        "user", ACCOUNT,
                        "password", "t0ken",
                        "callback", "https://sms.example.org/",
                        "callbackSecret", "0123456789abcdef"));
    }

    @AfterEach
    void stop() throws Exception {
        links.close();
        twilio.close();
    }

    @Test
    void aMessageIsAFormWithBasicAndItsSidIsTheId() throws Exception {
        twilio.answers(asked -> json(201, TAKEN));
        Exchange sent = links.send(
                uri,
                "Zażółć & 100% 🙂",
                Map.of(SmsHeaders.VALID_UNTIL, System.currentTimeMillis() + 3_600_000L, SmsHeaders.CLIENT, "shop"));
        assertThat(sent.getException()).isNull();
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo(SID);
        assertThat(sent.getMessage().getHeader(SmsHeaders.OUTCOME)).isEqualTo("SENT");
        StandIn.Asked asked = twilio.asked.get(0);
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.target()).isEqualTo("/2010-04-01/Accounts/" + ACCOUNT + "/Messages.json");
        assertThat(asked.headers())
                .containsEntry("Content-Type", "application/x-www-form-urlencoded")
                .containsEntry(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((ACCOUNT + ":t0ken").getBytes(StandardCharsets.US_ASCII)));
        Map<String, String> form = asked.form();
        assertThat(form)
                .containsEntry("To", "+48600100200")
                .containsEntry("From", "ACME")
                .containsEntry("Body", "Zażółć & 100% 🙂")
                .containsEntry(
                        "StatusCallback", "https://sms.example.org/providers/twilio/0123456789abcdef?ref=" + Links.ID)
                .doesNotContainKey("MessagingServiceSid");
        assertThat(Integer.parseInt(form.get("ValidityPeriod"))).isBetween(3_590, 3_600);
    }

    @Test
    void aMessagingServiceIsNoSenderAndWhoWantsNoReceiptIsNotCalled() throws Exception {
        twilio.answers(asked -> json(201, TAKEN));
        String service = "MG0123456789abcdef0123456789abcdef";
        links.send(
                uri,
                "x",
                Map.of(
                        SmsHeaders.FROM,
                        service,
                        SmsHeaders.RECEIPT,
                        "NONE",
                        SmsHeaders.VALID_UNTIL,
                        System.currentTimeMillis() + 86_400_000L * 3));
        assertThat(twilio.asked.get(0).form())
                .containsEntry("MessagingServiceSid", service)
                .containsEntry("ValidityPeriod", "36000")
                .doesNotContainKeys("From", "StatusCallback");
    }

    @ParameterizedTest
    @CsvSource({
        "400, 21211, PERMANENT", "400, 21408, BARRED", "400, 21602, PERMANENT", "400, 21604, PERMANENT",
        "400, 21606, BARRED", "400, 21610, PERMANENT", "400, 21611, THROTTLED", "400, 21612, BARRED",
        "400, 21614, PERMANENT", "400, 21617, PERMANENT", "400, 21703, PERMANENT", "400, 63024, BARRED",
        "400, 63038, PERMANENT", "401, 20003, LINE", "403, 20005, LINE", "403, 20008, LINE",
        "429, 20429, THROTTLED", "404, 20404, PERMANENT", "503, 20503, THROTTLED", "500, 20500, UNKNOWN"
    })
    void itsCodesAreOutcomes(int status, int code, String outcome) throws Exception {
        twilio.answers(asked -> json(
                status,
                "{\"code\":" + code + ",\"message\":\"with t0ken in it\",\"more_info\":\"x\",\"status\":" + status
                        + "}"));
        Exchange refused = links.send(uri, "x", Map.of());
        assertThat(outcome(refused)).isEqualTo(outcome);
        assertThat(refused.getException().getMessage())
                .contains("***")
                .doesNotContain("t0ken")
                .doesNotContain(ACCOUNT);
        if (refused.getException() instanceof SmsNotSentException notSent) {
            assertThat(notSent.getErrorCode()).isEqualTo("twilio:" + code);
        }
    }

    @Test
    void retryAfterIsToldToTheLink() throws Exception {
        twilio.answers(asked -> answer(429, "application/json", "{\"code\":20429}", "Retry-After: 17"));
        Exchange refused = links.send(uri, "x", Map.of());
        assertThat(outcome(refused)).isEqualTo("THROTTLED");
        assertThat(refused.getProperty(LedgerComponent.RETRY_AFTER)).isEqualTo(17_000L);
    }

    @Test
    void whatWasWrittenAndHasNoAnswerIsUnknownAndNotRepeated() throws Exception {
        twilio.answers(asked -> StandIn.hangUp());
        Exchange lost = links.send(uri, "x", Map.of());
        assertThat(outcome(lost)).isEqualTo("UNKNOWN");
        assertThat(((SmsUnknownOutcomeException) lost.getException()).getErrorCode())
                .isEqualTo("twilio:dropped");
        assertThat(twilio.asked).hasSize(1);
    }

    @Test
    void aTimeOutIsUnknown() throws Exception {
        twilio.answers(asked -> StandIn.silence());
        Exchange lost = links.send(uri + "&answerTimeout=300", "x", Map.of());
        assertThat(((SmsUnknownOutcomeException) lost.getException()).getErrorCode())
                .isEqualTo("twilio:timeout");
        assertThat(twilio.asked).hasSize(1);
    }

    @Test
    void whatCannotBeReachedWasNotSent() throws Exception {
        twilio.close();
        Exchange down = links.send(uri, "x", Map.of());
        assertThat(outcome(down)).isEqualTo("LINE");
        assertThat(down.getException().getMessage()).doesNotContain("t0ken").contains("cannot be reached");
    }

    @Test
    void anAnswerThatIsNoneOfItsOwnLeavesItOpen() throws Exception {
        for (String body : new String[] {"", "<html>", "{\"sid\":", "{}", "[]", "{\"sid\":null}", "{\"sid\":\"\"}"}) {
            twilio.answers(asked -> answer(201, "text/html", body));
            assertThat(outcome(links.send(uri, "x", Map.of()))).as(body).isEqualTo("UNKNOWN");
        }
        twilio.answers(asked -> StandIn.cut(json(201, TAKEN), 5));
        assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("UNKNOWN");
        twilio.answers(
                asked -> answer(201, "application/json", "{\"x\":\"" + "y".repeat(70_000) + "\",\"sid\":\"SM1\"}"));
        assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("UNKNOWN");
        // who refuses has refused, whether the words came whole or not
        twilio.answers(asked -> StandIn.cut(json(400, "{\"code\":21211}"), 3));
        assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("PERMANENT");
        twilio.answers(asked -> answer(302, "text/html", "", "Location: " + twilio.url() + "/elsewhere"));
        assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo("LINE");
        assertThat(twilio.asked).noneMatch(asked -> asked.target().contains("elsewhere"));
    }

    @Test
    void aConnectionThatWasClosedBetweenTwoMessagesIsNotUsed() throws Exception {
        twilio.answers(asked -> StandIn.thenClose(json(201, TAKEN)));
        for (int i = 1; i <= 20; i++) {
            int n = i;
            assertThat(links.send(uri, "x", Map.of()).getException()).isNull();
            await().until(() -> twilio.ended.get() == n);
        }
    }

    @Test
    void noSecretIsInTheAddressThatLogsHave() throws Exception {
        twilio.answers(asked -> json(201, TAKEN));
        String shown = links.send(uri, "x", Map.of()).getProperty(Exchange.TO_ENDPOINT, String.class);
        assertThat(org.apache.camel.util.URISupport.sanitizeUri(shown))
                .startsWith("sms-http://twilio")
                .doesNotContain("t0ken")
                .doesNotContain("0123456789abcdef");
    }

    @Test
    void aPartWithAHeaderAndOctetsAreForAnotherLink() throws Exception {
        assertThat(outcome(links.send(uri, "x", Map.of(SmsHeaders.UDH, "050003010201"))))
                .isEqualTo("BARRED");
        assertThat(outcome(links.send(uri, new byte[] {1}, Map.of(SmsHeaders.ENCODING, "BINARY"))))
                .isEqualTo("BARRED");
        assertThat(twilio.asked).isEmpty();
    }

    static String outcome(Exchange exchange) {
        if (exchange.getException() instanceof SmsNotSentException e) {
            return e.isLineDown()
                    ? "LINE"
                    : e.isThrottled()
                            ? "THROTTLED"
                            : e.isBarred() ? "BARRED" : e.isRetryable() ? "RETRYABLE" : "PERMANENT";
        }
        return exchange.getException() instanceof SmsUnknownOutcomeException
                ? "UNKNOWN"
                : exchange.getException() == null
                        ? "SENT"
                        : exchange.getException().toString();
    }
}
