package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smshub.hub.httplink.StandIn.answer;
import static org.smshub.hub.httplink.StandIn.json;
import static org.smshub.hub.httplink.TwilioTest.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;

/** Sinch, Bird, Plivo, Clickatell, Kannel and playSMS: what each is asked, and what its answers become. */
class OthersTest {

    private static final Map<String, Map<String, String>> OPTIONS = Map.of(
            "sinch", Map.of("account", "plan1", "password", "t0ken"),
            "bird", Map.of("password", "k3yk3y"),
            "plivo", Map.of("user", "MA1", "password", "t0ken"),
            "clickatell", Map.of("password", "k3yk3y=="),
            "kannel", Map.of("user", "test", "password", "p&ss"),
            "playsms", Map.of("user", "admin", "password", "h4sh"));

    private StandIn provider;
    private Links links;

    @BeforeEach
    void start() throws Exception {
        provider = new StandIn();
        links = new Links();
    }

    @AfterEach
    void stop() throws Exception {
        links.close();
        provider.close();
    }

    private String uri(String name) {
        Map<String, String> options = new TreeMap<>(OPTIONS.get(name));
        options.put("url", provider.url());
        options.put("callback", "https://sms.example.org");
        options.put("callbackSecret", "0123456789abcdef");
        return Links.uri(name, options);
    }

    private static String callback(String name) {
        return "https://sms.example.org/providers/" + name + "/0123456789abcdef?ref=" + Links.ID;
    }

    @Test
    void sinchGetsABatchOfOne() throws Exception {
        provider.answers(asked -> json(201, "{\"id\":\"b1\",\"to\":[\"48600100200\"]}"));
        Exchange sent = links.send(uri("sinch"), "żółw", Map.of(SmsHeaders.CLASS, 0));
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("b1");
        StandIn.Asked asked = provider.asked.get(0);
        assertThat(asked.target()).isEqualTo("/xms/v1/plan1/batches");
        assertThat(asked.headers()).containsEntry("Authorization", "Bearer t0ken");
        JsonNode body = asked.json();
        assertThat(body.at("/to/0").asText()).isEqualTo("+48600100200");
        assertThat(body.at("/body").asText()).isEqualTo("żółw");
        assertThat(body.at("/type").asText()).isEqualTo("mt_text");
        assertThat(body.at("/flash_message").isBoolean()).isTrue();
        assertThat(body.at("/delivery_report").asText()).isEqualTo("per_recipient");
        assertThat(body.at("/callback_url").asText()).isEqualTo(callback("sinch"));
        assertThat(body.at("/client_reference").asText()).isEqualTo(Links.ID);
        links.send(
                uri("sinch"),
                new byte[] {(byte) 0xDE, 0},
                Map.of(SmsHeaders.ENCODING, "BINARY", SmsHeaders.UDH, "0605040b8423f0", SmsHeaders.RECEIPT, "NONE"));
        JsonNode binary = provider.asked.get(1).json();
        assertThat(binary.at("/type").asText()).isEqualTo("mt_binary");
        assertThat(binary.at("/body").asText()).isEqualTo("3gA=");
        assertThat(binary.at("/udh").asText()).isEqualTo("0605040b8423f0");
        assertThat(binary.at("/delivery_report").asText()).isEqualTo("none");
        assertThat(binary.has("callback_url")).isFalse();
    }

    @Test
    void birdGetsNoPlainTextThatIsNotGsm() throws Exception {
        provider.answers(asked -> json(201, "{\"id\":\"mb1\",\"recipients\":{\"totalCount\":1}}"));
        Exchange sent = links.send(uri("bird"), "żółw", Map.of(SmsHeaders.ENCODING, "UCS2"));
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("mb1");
        assertThat(provider.asked.get(0).headers()).containsEntry("Authorization", "AccessKey k3yk3y");
        JsonNode body = provider.asked.get(0).json();
        assertThat(body.at("/datacoding").asText()).isEqualTo("unicode");
        assertThat(body.at("/type").asText()).isEqualTo("sms");
        assertThat(body.at("/recipients/0").asText()).isEqualTo("48600100200");
        assertThat(body.at("/reportUrl").asText()).isEqualTo(callback("bird"));
        links.send(uri("bird"), "flash", Map.of(SmsHeaders.CLASS, 0));
        assertThat(provider.asked.get(1).json().at("/type").asText()).isEqualTo("flash");
        links.send(uri("bird"), new byte[] {1, 2}, Map.of(SmsHeaders.ENCODING, "BINARY", SmsHeaders.UDH, "00"));
        assertThat(provider.asked.get(2).json().at("/type").asText()).isEqualTo("binary");
        assertThat(provider.asked.get(2).json().at("/body").asText()).isEqualTo("0102");
        assertThat(provider.asked.get(2).json().at("/typeDetails/udh").asText()).isEqualTo("00");
    }

    @Test
    void plivoHasASlashAtTheEnd() throws Exception {
        provider.answers(
                asked -> json(202, "{\"message\":\"message(s) queued\",\"message_uuid\":[\"u1\"],\"api_id\":\"a\"}"));
        Exchange sent = links.send(
                uri("plivo"), "hi", Map.of(SmsHeaders.VALID_UNTIL, System.currentTimeMillis() + 86_400_000L));
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("u1");
        assertThat(provider.asked.get(0).target()).isEqualTo("/v1/Account/MA1/Message/");
        JsonNode body = provider.asked.get(0).json();
        assertThat(body.at("/dst").asText()).isEqualTo("48600100200");
        assertThat(body.at("/message_expiry").asInt()).isEqualTo(10_800);
        assertThat(body.at("/method").asText()).isEqualTo("POST");
    }

    @Test
    void clickatellSaysItOfEachNumber() throws Exception {
        provider.answers(asked ->
                json(202, "{\"messages\":[{\"apiMessageId\":\"c1\",\"accepted\":true,\"to\":\"48600100200\"}]}"));
        Exchange sent = links.send(uri("clickatell"), "hi", Map.of());
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("c1");
        assertThat(provider.asked.get(0).headers()).containsEntry("Authorization", "k3yk3y==");
        assertThat(provider.asked.get(0).json().at("/clientMessageId").asText()).isEqualTo(Links.ID);
    }

    @Test
    void kannelGetsOctetsInItsQuery() throws Exception {
        provider.answers(asked -> answer(202, "text/html", "0: Accepted for delivery"));
        Exchange sent = links.send(
                uri("kannel"),
                "żółw & +",
                Map.of(SmsHeaders.ENCODING, "UCS2", SmsHeaders.VALID_UNTIL, System.currentTimeMillis() + 61_000));
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo(Links.ID);
        assertThat(provider.asked.get(0).method()).isEqualTo("GET");
        assertThat(provider.asked.get(0).path()).isEqualTo("/cgi-bin/sendsms");
        assertThat(provider.asked.get(0).query())
                .containsEntry("text", "żółw & +")
                .containsEntry("to", "+48600100200")
                .containsEntry("password", "p&ss")
                .containsEntry("coding", "2")
                .containsEntry("charset", "UTF-8")
                .containsEntry("validity", "2")
                .containsEntry("dlr-mask", "31")
                .containsEntry("dlr-url", callback("kannel") + "&type=%d&answer=%A&smsc=%F");
        links.send(
                uri("kannel"),
                new byte[] {(byte) 0xDE, 0, '+'},
                Map.of(SmsHeaders.ENCODING, "BINARY", SmsHeaders.UDH, "0605040b8423f0"));
        Map<String, String> binary = provider.asked.get(1).query(StandardCharsets.ISO_8859_1);
        assertThat(binary)
                .containsEntry("coding", "1")
                .containsEntry("text", "\u00de\0+")
                .doesNotContainKey("charset");
        assertThat(binary.get("udh")).isEqualTo("\u0006\u0005\u0004\u000b\u0084#\u00f0");
    }

    /** Others of its message may be with a centre already. */
    @Test
    void aPartOfATextGoesWhereItsHeaderGoes() throws Exception {
        provider.answers(asked -> answer(202, "text/html", "0: Accepted for delivery"));
        Map<String, Object> part = Map.of(SmsHeaders.UDH, "050003010201", SmsHeaders.PART, 1, SmsHeaders.PARTS, 2);
        Exchange sent = links.send(uri("kannel"), "half", part);
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo(Links.ID + "-1");
        assertThat(provider.asked.get(0).query(StandardCharsets.ISO_8859_1)).containsEntry("udh", "\5\0\3\1\2\1");
        assertThat(outcome(links.send(uri("sinch"), "half", part))).isEqualTo("BARRED");
        assertThat(provider.asked).hasSize(1);
    }

    @Test
    void playSmsGetsAForm() throws Exception {
        provider.answers(
                asked -> json(
                        200,
                        "{\"data\":[{\"status\":\"OK\",\"error\":\"0\",\"smslog_id\":\"7\",\"queue\":\"q\",\"to\":\"+48600100200\"}],\"error_string\":null}"));
        Exchange sent = links.send(uri("playsms"), "żółw", Map.of(SmsHeaders.ENCODING, "UCS2"));
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("7");
        assertThat(provider.asked.get(0).form())
                .containsEntry("op", "pv")
                .containsEntry("u", "admin")
                .containsEntry("h", "h4sh")
                .containsEntry("unicode", "1")
                .containsEntry("msg", "żółw");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sinch | 400 | {\"code\":\"syntax_constraint_violation\",\"text\":\"x\"} | PERMANENT",
                "sinch | 401 | {} | LINE",
                "sinch | 403 | {} | LINE",
                "sinch | 429 | {} | THROTTLED",
                "sinch | 500 | {} | UNKNOWN",
                "sinch | 201 | {\"to\":[]} | UNKNOWN",
                "sinch | 504 | <html> | UNKNOWN",
                "sinch | 503 | <html> | THROTTLED",
                "bird | 401 | {\"errors\":[{\"code\":2,\"description\":\"Request not allowed (incorrect access_key)\"}]} | LINE",
                "bird | 422 | {\"errors\":[{\"code\":25,\"description\":\"Not enough balance\"}]} | LINE",
                "bird | 422 | {\"errors\":[{\"code\":9,\"description\":\"no (correct) recipients found\"}]} | PERMANENT",
                "bird | 422 | {\"errors\":[{\"code\":10,\"description\":\"x\"}]} | PERMANENT",
                "bird | 422 | {\"errors\":[{\"code\":99,\"description\":\"Internal error\"}]} | UNKNOWN",
                "bird | 429 | {} | THROTTLED",
                "bird | 502 | {} | UNKNOWN",
                "plivo | 400 | {\"error\":\"dst parameter not present\",\"api_id\":\"a\"} | PERMANENT",
                "plivo | 401 | authentication failed | LINE",
                "plivo | 402 | {} | LINE",
                "plivo | 403 | {} | BARRED",
                "plivo | 404 | {\"error\":\"not found\"} | PERMANENT",
                "plivo | 405 | {} | PERMANENT",
                "plivo | 429 | {} | THROTTLED",
                "plivo | 202 | {\"invalid_number\":[\"48600100200\"],\"message_uuid\":[]} | PERMANENT",
                "plivo | 500 | {} | UNKNOWN",
                "clickatell | 202 | {\"messages\":[{\"apiMessageId\":null,\"accepted\":false,\"errorCode\":105,\"error\":\"Invalid\"}]} | PERMANENT",
                "clickatell | 202 | {\"messages\":[{\"accepted\":true}]} | UNKNOWN",
                "clickatell | 401 | {\"errorCode\":108} | LINE",
                "clickatell | 402 | {} | LINE",
                "clickatell | 400 | {} | PERMANENT",
                "clickatell | 429 | {} | THROTTLED",
                "clickatell | 500 | {} | UNKNOWN",
                "kannel | 202 | 3: Queued for later delivery | SENT",
                "kannel | 202 | Sent. | SENT",
                "kannel | 202 | what? | UNKNOWN",
                "kannel | 403 | Authorization failed for sendsms | LINE",
                "kannel | 403 | Not routable. Do not try again. | BARRED",
                "kannel | 400 | Sender missing and no global set, rejected | PERMANENT",
                "kannel | 503 | Temporal failure, try again later. | RETRYABLE",
                "kannel | 500 | Sending failed. | UNKNOWN",
                "kannel | 404 | Unknown request. | PERMANENT",
                "playsms | 200 | {\"status\":\"ERR\",\"error\":\"100\"} | LINE",
                "playsms | 200 | {\"status\":\"ERR\",\"error\":\"103\"} | LINE",
                "playsms | 200 | {\"status\":\"ERR\",\"error\":\"201\"} | PERMANENT",
                "playsms | 200 | {\"data\":[{\"status\":\"ERR\",\"error\":\"200\"}]} | RETRYABLE",
                "playsms | 200 | <b>Fatal error</b> | UNKNOWN"
            })
    void answersAreOutcomes(String name, int status, String body, String outcome) throws Exception {
        provider.answers(asked -> answer(status, body.startsWith("{") ? "application/json" : "text/html", body));
        Exchange answered = links.send(uri(name), "x", Map.of());
        assertThat(outcome(answered)).isEqualTo(outcome);
        if (answered.getException() != null) {
            assertThat(answered.getException().getMessage())
                    .doesNotContain(OPTIONS.get(name).get("password"))
                    .doesNotContain("48600100200".substring(0, outcome.equals("SENT") ? 0 : 11));
        }
    }

    @ParameterizedTest
    @CsvSource({"sinch", "bird", "plivo", "clickatell", "kannel", "playsms"})
    void whatLosesItsAnswerIsUnknownAndAskedOnce(String name) throws Exception {
        provider.answers(asked -> StandIn.hangUp());
        assertThat(outcome(links.send(uri(name), "x", Map.of()))).isEqualTo("UNKNOWN");
        assertThat(provider.asked).hasSize(1);
    }
}
