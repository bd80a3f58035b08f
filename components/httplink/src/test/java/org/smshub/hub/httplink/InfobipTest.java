package org.smshub.hub.httplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smshub.hub.httplink.StandIn.json;
import static org.smshub.hub.httplink.TwilioTest.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.link.SmsHeaders;
import org.smshub.link.SmsNotSentException;

/** Infobip's SMS API v3: JSON, and a verdict about each recipient behind HTTP 200. */
class InfobipTest {

    private StandIn infobip;
    private Links links;
    private String uri;

    @BeforeEach
    void start() throws Exception {
        infobip = new StandIn();
        links = new Links();
        uri = Links.uri("infobip", Map.of("url", infobip.url(), "password", "k3yk3y"));
    }

    @AfterEach
    void stop() throws Exception {
        links.close();
        infobip.close();
    }

    private static String status(int group, String name) {
        return "{\"bulkId\":\"b\",\"messages\":[{\"messageId\":\"m-1\",\"destination\":\"48600100200\",\"status\":{\"groupId\":"
                + group + ",\"groupName\":\"X\",\"id\":26,\"name\":\"" + name + "\",\"description\":\"words\"}}]}";
    }

    @Test
    void aTextIsJson() throws Exception {
        infobip.answers(asked -> json(200, status(1, "PENDING_ACCEPTED")));
        Exchange sent = links.send(
                uri + "&callback=RAW(https://sms.example.org)&callbackSecret=RAW(0123456789abcdef)",
                "a \"quote\" \\ \n 🙂",
                Map.of(SmsHeaders.CLASS, 0, SmsHeaders.VALID_UNTIL, System.currentTimeMillis() + 7_200_000));
        assertThat(sent.getMessage().getHeader(SmsHeaders.REMOTE_ID)).isEqualTo("m-1");
        StandIn.Asked asked = infobip.asked.get(0);
        assertThat(asked.target()).isEqualTo("/sms/3/messages");
        assertThat(asked.headers())
                .containsEntry("Authorization", "App k3yk3y")
                .containsEntry("Content-Type", "application/json");
        JsonNode message = asked.json().at("/messages/0");
        assertThat(message.at("/sender").asText()).isEqualTo("ACME");
        assertThat(message.at("/destinations/0/to").asText()).isEqualTo("48600100200");
        assertThat(message.at("/destinations/0/messageId").asText()).isEqualTo(Links.ID);
        assertThat(message.at("/content/text").asText()).isEqualTo("a \"quote\" \\ \n 🙂");
        assertThat(message.at("/options/flash").isBoolean()).isTrue();
        assertThat(message.at("/options/validityPeriod/amount").isNumber()).isTrue();
        assertThat(message.at("/options/validityPeriod/amount").asInt()).isEqualTo(120);
        assertThat(message.at("/webhooks/delivery/url").asText())
                .isEqualTo("https://sms.example.org/providers/infobip/0123456789abcdef?ref=" + Links.ID);
        assertThat(message.at("/webhooks/contentType").asText()).isEqualTo("application/json");
    }

    @Test
    void whatHasNoValueIsLeftOut() throws Exception {
        infobip.answers(asked -> json(200, status(1, "PENDING_ACCEPTED")));
        links.send(uri, "x", Map.of());
        assertThat(infobip.asked.get(0).text())
                .isEqualTo(
                        "{\"messages\":[{\"sender\":\"ACME\",\"destinations\":[{\"to\":\"48600100200\",\"messageId\":\""
                                + Links.ID + "\"}],\"content\":{\"text\":\"x\"}}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "1, PENDING_ACCEPTED, SENT",
        "3, DELIVERED_TO_HANDSET, SENT",
        "5, REJECTED_NETWORK, BARRED",
        "5, REJECTED_NOT_ENOUGH_CREDITS, LINE",
        "5, REJECTED_INVALID_DESTINATION, PERMANENT",
        "5, REJECTED_ROUTE_NOT_AVAILABLE, BARRED",
        "2, UNDELIVERABLE_REJECTED_OPERATOR, PERMANENT",
        "4, EXPIRED_EXPIRED, PERMANENT",
        "9, NEVER_HEARD_OF, UNKNOWN"
    })
    void aVerdictBehind200(int group, String name, String outcome) throws Exception {
        infobip.answers(asked -> json(200, status(group, name)));
        Exchange answered = links.send(uri, "x", Map.of());
        assertThat(outcome(answered)).isEqualTo(outcome);
        if (answered.getException() instanceof SmsNotSentException notSent) {
            assertThat(notSent.getErrorCode()).isEqualTo("infobip:" + name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, PERMANENT",
        "401, LINE",
        "403, LINE",
        "404, PERMANENT",
        "429, THROTTLED",
        "500, UNKNOWN",
        "502, UNKNOWN",
        "503, THROTTLED",
        "504, UNKNOWN"
    })
    void itsStatuses(int status, String outcome) throws Exception {
        infobip.answers(asked -> json(status, "{\"errorCode\":\"E400\",\"description\":\"of k3yk3y\"}"));
        Exchange answered = links.send(uri, "x", Map.of());
        assertThat(outcome(answered)).isEqualTo(outcome);
        assertThat(answered.getException().getMessage()).doesNotContain("k3yk3y");
        infobip.answers(asked -> json(
                status, "{\"requestError\":{\"serviceException\":{\"messageId\":\"UNAUTHORIZED\",\"text\":\"x\"}}}"));
        assertThat(outcome(links.send(uri, "x", Map.of()))).isEqualTo(outcome);
    }
}
