package org.smshub.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smshub.bench.HubSite;
import org.smshub.bench.SmppSink;
import org.smshub.bench.Submit;

/** What a caller does wrong is one problem document that names it (RFC 9457), and reaches no SMSC. */
@Timeout(120)
class ErrorsIT {

    private static final List<Submit> SUBMITS = new CopyOnWriteArrayList<>();
    private static SmppSink sink;
    private static HubSite site;
    private static Api api;

    @BeforeAll
    static void startWithTheSmscDown() throws Exception {
        sink = new SmppSink(SmppSink.Settings.FAST, SUBMITS::add);
        sink.down();
        site = HubSite.create(Packaged.home(), sink.port(), Map.of());
        Packaged.quickStart(site);
        site.start(Duration.ofSeconds(60));
        api = new Api(site);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
        sink.close();
    }

    @Test
    void anSmscThatIsDownAtStartGetsItsMessagesLater() throws Exception {
        sink.down();
        Api.Answer accepted = api.post(message("+48600000001"));
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(accepted.state()).isEqualTo("ACCEPTED");
        assertThat(api.get(accepted.id()).state()).isIn("ACCEPTED", "QUEUED");
        sink.up();
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(api.get(accepted.id()).state()).isEqualTo("DELIVERED"));
        assertThat(SUBMITS.stream().filter(s -> s.to().equals("48600000001"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none", "Bearer nobody", "Bearer", "Basic dXNlcjpwYXNz"})
    void aWrongKeyIs401(String authorization) throws Exception {
        int before = SUBMITS.size();
        Api.Answer answer = api.post("{\"to\":\"+48600000002\",\"from\":\"1\",\"text\":\"x\"}", authorization);
        problem(answer, 401, "");
        assertThat(answer.body().toString()).doesNotContain("nobody");
        assertThat(SUBMITS).hasSize(before);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "to, '\"\"'",
                "to, '\"+48\"'",
                "to, '\"+486001002001234567\"'",
                "to, '\"hello\"'",
                "to, 'null'",
                "to, '{}'",
                "text, '\"\"'",
                "text, 'null'",
                "text, '[1]'",
                "from, '\"a name of more than eleven\"'",
                "receipt, '\"SOMETIMES\"'",
                "priority, '7'",
                "priority, '\"high\"'",
                "sendAt, '\"tomorrow\"'",
                "validUntil, '\"2001-01-01T00:00:00Z\"'",
                "prioritty, '1'"
            })
    void aWrongFieldIs400AndNamed(String field, String value) throws Exception {
        Map<String, String> fields =
                new HashMap<>(Map.of("to", "\"+48600000003\"", "from", "\"12345\"", "text", "\"x\""));
        fields.put(field, value);
        StringBuilder json = new StringBuilder();
        fields.forEach((name, v) -> json.append(json.isEmpty() ? "{" : ",")
                .append('"')
                .append(name)
                .append("\":")
                .append(v));
        problem(api.post(json.append('}').toString(), "Bearer " + site.apiKey()), 400, field);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            delimiter = '|',
            value = {"~~", "{", "[]", "\"text\"", "{\"to\":}", "null"})
    void whatIsNoJsonObjectIs400(String body) throws Exception {
        problem(api.post(body, "Bearer " + site.apiKey()), 400, "");
    }

    @Test
    void anUnknownMessageIs404() throws Exception {
        problem(api.get("01ARZ3NDEKTSV4RRFFQ69G5FAV"), 404, "");
        problem(api.get("x"), 404, "");
    }

    @Test
    void noSecretAndNoTextIsInTheLog() throws Exception {
        api.post(Map.of("to", "+48600000777", "from", "12345", "text", "The secret word is xyzzy"));
        api.post("{\"to\":\"+48600000778\",\"text\":\"plugh\",\"bogus\":1}", "Bearer " + site.apiKey());
        assertThat(Files.readString(site.log()))
                .doesNotContain("xyzzy", "plugh", "48600000777", "48600000778")
                .doesNotContain("\tat org.apache.camel");
    }

    private static Map<String, String> message(String to) {
        return Map.of("to", to, "from", "12345", "text", "hello");
    }

    private static void problem(Api.Answer answer, int status, String names) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().path("status").asInt()).isEqualTo(status);
        assertThat(answer.body().path("title").asText()).isNotBlank();
        assertThat(answer.body().toString()).contains(names).doesNotContain("Exception", "org.apache", "org.smshub");
    }
}
