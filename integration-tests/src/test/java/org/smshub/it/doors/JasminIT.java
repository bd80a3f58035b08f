package org.smshub.it.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The door for clients of Jasmin, against a centre by jSMPP. */
@Timeout(300)
class JasminIT {

    private static final String LOGIN = "username=app&password=" + DoorHub.PASSWORD;

    /** As RapidPro's courier reads an answer. */
    private static final Pattern SUCCESS = Pattern.compile("Success \"(.*)\"");

    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    private static final AtomicInteger NUMBERS = new AtomicInteger(1_000);

    private static DoorHub hub;

    @BeforeAll
    static void start() throws Exception {
        hub = new DoorHub("jasmin");
        hub.client("app", """
                numbers: ["7345"]
                events: jasmin
                tlvs: ["1401", "1402"]
                senders: ["7345", ACME]
                doors:
                  jasmin: {callbacks: true, incoming: "%s"}
                """.formatted(hub.called.url("/mo?own=1")));
        hub.client("poster", """
                numbers: ["7346"]
                events: jasmin
                doors:
                  jasmin: {incoming: "%s", method: POST, unicode: true}
                """.formatted(hub.called.url("/post")));
        hub.client("slow", """
                rate: 0.01
                doors: {jasmin: {}}
                """);
        hub.called.answers("/mo", call -> Called.Answer.of(200, "text/plain", "ACK/Jasmin"));
        hub.called.answers("/post", call -> Called.Answer.of(200, "text/html", " ACK/Jasmin\n"));
        hub.start("/ping");
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    private static String number() {
        return "48600" + NUMBERS.incrementAndGet() + "00";
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static SubmitSm arrived(String number) {
        await().atMost(DoorHub.PATIENCE).until(() -> hub.centre.to(number) != null);
        return hub.centre.to(number);
    }

    private static String id(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        Matcher success = SUCCESS.matcher(answer.body());
        assertThat(success.matches()).as(answer.body()).isTrue();
        assertThat(success.group(1)).matches(UUID);
        return success.group(1);
    }

    private static SubmitSm sent(String parameters) throws Exception {
        String to = number();
        id(hub.get("/send?" + LOGIN + "&to=" + to + "&" + parameters));
        return arrived(to);
    }

    private static String hex(SubmitSm submit) {
        return HexFormat.of().formatHex(submit.getShortMessage());
    }

    private static Map<String, String> form(String form) {
        Map<String, String> values = new HashMap<>();
        for (String pair : form.split("&")) {
            String[] sides = pair.split("=", 2);
            values.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.ISO_8859_1));
        }
        return values;
    }

    @Test
    void byGetFormAndJson() throws Exception {
        String one = number();
        HttpResponse<String> answer = hub.get("/send?" + LOGIN + "&to=" + one + "&from=7345&content=hello");
        id(answer);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(arrived(one).getSourceAddr()).isEqualTo("7345");
        String two = number();
        id(hub.post(
                "/send",
                "application/x-www-form-urlencoded",
                (LOGIN + "&to=%2B" + two + "&content=hello").getBytes(StandardCharsets.UTF_8)));
        arrived(two);
        for (String type : List.of("application/json", "application/json; charset=utf-8")) {
            String three = number();
            id(hub.post("/send", type, """
                    {"username": "app", "password": "secret", "to": "%s", "content": "hello", "coding": 0, "priority": 2,
                     "custom_tlvs": {"0x1401:OctetString": "abc", "0x1402:Int2": 258}}
                    """.formatted(three).getBytes(StandardCharsets.UTF_8)));
            SubmitSm submit = arrived(three);
            assertThat(submit.getOptionalParameter((short) 0x1401).serialize())
                    .endsWith((byte) 'a', (byte) 'b', (byte) 'c');
            assertThat(submit.getOptionalParameter((short) 0x1402).serialize()).endsWith((byte) 1, (byte) 2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to=48600100200&content=x|400|Mandatory argument [username] is not found.",
                "username=app&password=secret|400|Mandatory argument [to] is not found.",
                "username=app&password=secret&to=anna&content=x|400|Argument [to] has an invalid value: [anna].",
                "username=app&password=secret&to=48600100200|400|content or hex-content not present.",
                "username=app&password=secret&to=48600100200&content=x&hex-content=00|400|content and hex-content cannot be used both in same request.",
                "username=app&password=secret&to=48600100200&hex-content=0g|400|Invalid hex-content data: '0g'",
                "username=app&password=secret&to=48600100200&content=x&coding=11|400|Argument [coding] has an invalid value: [11].",
                "username=app&password=secret&to=48600100200&content=x&priority=4|400|Argument [priority] has an invalid value: [4].",
                "username=app&password=secret&to=48600100200&content=x&dlr-level=4|400|Argument [dlr-level] has an invalid value: [4].",
                "username=app&password=secret&to=48600100200&content=x&dlr-method=put|400|Argument [dlr-method] has an invalid value: [PUT].",
                "username=app&password=secret&to=48600100200&content=x&dlr-url=ftp://a|400|Argument [dlr-url] has an invalid value: [ftp://a].",
                "username=app&password=secret&to=48600100200&content=x&tags=a.b|400|Argument [tags] has an invalid value: [a.b].",
                "username=app&password=secret&to=48600100200&content=x&colour=red|400|Argument [colour] is unknown.",
                "username=app&password=wrong&to=48600100200&content=x|403|Authentication failure for username:app",
                "username=anna&password=secret&to=48600100200&content=x|403|Authentication failure for username:anna",
                "username=app&password=secret&to=1&content=x|400|Value filter failed for user [app] (destination_address filter mismatch).",
                "username=app&password=secret&to=48600100200&from=OTHER&content=x|400|Value filter failed for user [app] (source_address filter mismatch)."
            })
    void whatIsWrongIsSaidInItsWords(String query, int status, String words) throws Exception {
        HttpResponse<String> answer = hub.get("/send?" + query);
        assertThat(answer.body()).isEqualTo("Error \"" + words + "\"");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    }

    @Test
    void tooFastIsForbidden() throws Exception {
        String query = "/send?username=slow&password=secret&content=x&to=";
        id(hub.get(query + number()));
        HttpResponse<String> second = hub.get(query + number());
        assertThat(second.body()).isEqualTo("Error \"User throughput exceeded\"");
        assertThat(second.statusCode()).isEqualTo(403);
    }

    @Test
    void codingZeroIsATextAndAnyOtherItsOctets() throws Exception {
        SubmitSm text = sent("content=" + escaped("Grüße @€ ż"));
        assertThat(text.getDataCoding()).isZero();
        assertThat(hex(text)).isEqualTo(hex(sent("content=" + escaped("Grüße @€ ?"))));
        SubmitSm russian = sent("coding=8&hex-content=041F04400438");
        assertThat(russian.getDataCoding()).isEqualTo((byte) 8);
        assertThat(hex(russian)).isEqualTo("041f04400438");
        assertThat(hex(sent("coding=8&content=%04%1F%04%40"))).isEqualTo("041f0440");
        // UTF-8 under coding 8 is delivered as it is, as ever
        assertThat(hex(sent("coding=8&content=%D0%9F%21"))).isEqualTo("d09f21");
        SubmitSm binary = sent("coding=4&hex-content=00ff80");
        assertThat(binary.getDataCoding()).isEqualTo((byte) 4);
        assertThat(hex(binary)).isEqualTo("00ff80");
        SubmitSm latin = sent("coding=3&content=Gr%FC%DF");
        assertThat(latin.getDataCoding()).isEqualTo((byte) 3);
        assertThat(hex(latin)).isEqualTo("4772fcdf");
        String to = number();
        id(hub.get("/send?username=poster&password=secret&from=7346&to=" + to + "&content=" + escaped("ż")));
        assertThat(arrived(to).getDataCoding()).isEqualTo((byte) 8);
        String empty = number();
        id(hub.get("/send?" + LOGIN + "&to=" + empty + "&content="));
        assertThat(hex(arrived(empty))).isEmpty();
    }

    @Test
    void timesAndTags() throws Exception {
        assertThat(sent("content=x&validity-period=60&tags=Red,blue").getValidityPeriod())
                .isNotEmpty();
        String later = number();
        id(hub.get("/send?" + LOGIN + "&content=x&sdt=000000003000000R&to=" + later));
        arrived(sentNumber());
        assertThat(hub.centre.to(later)).isNull();
    }

    private static String sentNumber() throws Exception {
        String to = number();
        id(hub.get("/send?" + LOGIN + "&content=x&to=" + to));
        return to;
    }

    /** Sends and waits for so many calls of its address. */
    private static List<Called.Call> told(String to, String parameters, int calls) throws Exception {
        String path = "/dlr/" + NUMBERS.incrementAndGet();
        hub.called.answers(path, call -> Called.Answer.of(200, "text/plain", "ACK/Jasmin"));
        String id = id(hub.get("/send?" + LOGIN + "&from=7345&content=x&to=" + to + "&" + parameters + "&dlr-url="
                + escaped(hub.called.url(path + "?mine=7"))));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of(path).size() >= calls);
        assertThat(hub.called.of(path)).allSatisfy(call -> {
            String values = call.method().equals("GET") ? call.query() : call.text();
            assertThat(form(values))
                    .containsEntry("id", id)
                    .containsEntry(
                            "connector",
                            values.contains("ESME_RINV") ? form(values).get("connector") : "sink");
            assertThat(call.query()).startsWith("mine=7");
        });
        return hub.called.of(path);
    }

    @Test
    void receiptsByTheirLevels() throws Exception {
        List<Called.Call> all = told(number(), "dlr-level=3", 2);
        assertThat(form(all.get(0).text())).containsEntry("level", "1").containsEntry("message_status", "ESME_ROK");
        assertThat(all.get(0).method()).isEqualTo("POST");
        assertThat(all.get(0).headers())
                .containsEntry("content-type", "application/x-www-form-urlencoded")
                .containsEntry("user-agent", "Jasmin gateway/1.0 DLRThrower");
        Map<String, String> last = form(all.get(1).text());
        assertThat(last)
                .containsEntry("level", "2")
                .containsEntry("message_status", "DELIVRD")
                .containsEntry("err", "000")
                .containsEntry("sub", "001")
                .containsEntry("dlvrd", "001")
                .containsEntry("text", "");
        assertThat(last.get("id_smsc")).startsWith("700");
        assertThat(last.get("subdate")).matches("\\d{10}");
        assertThat(last.get("donedate")).matches("\\d{10}");
        List<Called.Call> one = told(number(), "dlr-level=1&dlr-method=get", 1);
        assertThat(one.get(0).method()).isEqualTo("GET");
        assertThat(form(one.get(0).query())).containsEntry("message_status", "ESME_ROK");
        assertThat(form(told("48600100212", "dlr-level=2", 1).get(0).text()))
                .containsEntry("message_status", "UNDELIV")
                .containsEntry("level", "2");
        assertThat(form(told("48600100211", "dlr-level=1", 1).get(0).text()))
                .containsEntry("message_status", "ESME_RINVDSTADR")
                .containsEntry("level", "1");
        // where the original is silent
        assertThat(form(told("48600100311", "dlr-level=2&tags=a", 1).get(0).text()))
                .containsEntry("message_status", "REJECTD")
                .containsEntry("id_smsc", "");
    }

    @Test
    void whatIsNotAcknowledgedIsToldAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        hub.called.answers(
                "/again",
                call -> Called.Answer.of(
                        200, "text/html", tries.incrementAndGet() == 1 ? "<p>ACK/Jasmin</p>" : "ACK/Jasmin\n"));
        id(hub.get("/send?" + LOGIN + "&content=x&to=" + number() + "&dlr-url=" + escaped(hub.called.url("/again"))));
        await().atMost(DoorHub.PATIENCE).until(() -> tries.get() == 2);
    }

    @Test
    void aPhonesMessageIsItsOctets() throws Exception {
        hub.centre.phone("48600555001", "7345", 0, "hi @".replace('@', '\0').getBytes(StandardCharsets.US_ASCII));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/mo").size() == 1);
        Called.Call call = hub.called.of("/mo").get(0);
        assertThat(call.method()).isEqualTo("GET");
        assertThat(call.query()).startsWith("own=1&id=").contains("&content=hi+%00&");
        assertThat(form(call.query()))
                .containsEntry("from", "48600555001")
                .containsEntry("to", "7345")
                .containsEntry("origin-connector", "sink")
                .containsEntry("binary", "68692000")
                .containsEntry("coding", "0");
        hub.centre.phone("48600555002", "7346", 8, "Привет".getBytes(StandardCharsets.UTF_16BE));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/post").size() == 1);
        assertThat(form(hub.called.of("/post").get(0).text()))
                .containsEntry("binary", "041f04400438043204350442")
                .containsEntry("coding", "8");
    }

    @Test
    void rateBalanceAndPing() throws Exception {
        assertThat(hub.get("/rate?" + LOGIN + "&to=48600100200").body())
                .isEqualTo("{\"unit_rate\": 0.0, \"submit_sm_count\": 1}");
        assertThat(hub.get("/rate?" + LOGIN + "&to=48600100200&content=" + "x".repeat(161))
                        .body())
                .isEqualTo("{\"unit_rate\": 0.0, \"submit_sm_count\": 2}");
        assertThat(hub.get("/balance?" + LOGIN).body()).isEqualTo("{\"balance\": \"ND\", \"sms_count\": \"ND\"}");
        HttpResponse<String> wrong = hub.get("/balance?username=app&password=no");
        assertThat(wrong.body()).isEqualTo("\"Authentication failure for username:app\"");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(hub.get("/balance").body())
                .isEqualTo("\"Mandatory arguments not found, please refer to the HTTPAPI specifications.\"");
        assertThat(hub.get("/ping").body()).isEqualTo("Jasmin/PONG");
        assertThat(hub.post("/rate", null, new byte[0]).statusCode()).isEqualTo(405);
    }

    private static HttpResponse<String> secure(String path, String body, String login) throws Exception {
        HttpRequest.Builder request = hub.request(path).header("Accept", "application/json");
        if (login != null) {
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        }
        if (body != null) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return hub.send(request);
    }

    @Test
    void theRestApi() throws Exception {
        String to = number();
        HttpResponse<String> sent = secure(
                "/secure/send", "{\"to\": \"" + to + "\", \"hex_content\": \"0041\", \"coding\": 8}", "app:secret");
        // without the closing quote, as its proxy leaves it
        assertThat(sent.body()).matches("\\{\"data\": \"Success \\\\\"" + UUID + "\"}");
        assertThat(sent.headers().firstValue("Content-Type")).contains("application/json");
        arrived(to);
        HttpResponse<String> wrong = secure("/secure/send", "{\"to\": \"x\", \"content\": \"a\"}", "app:secret");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).isEqualTo("{\"message\": \"Error \\\"Argument [to] has an invalid value: [x].\"}");
        assertThat(secure("/secure/send", "{\"to\": \"48600100200\", \"content\": \"a\"}", "app:no")
                        .body())
                .isEqualTo("{\"message\": \"Error \\\"Authentication failure for username:app\"}");
        HttpResponse<String> nobody = secure("/secure/send", "{}", null);
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.body())
                .isEqualTo(
                        "{\"title\": \"Authentication required\", \"description\": \"Please provide a valid Basic auth token\"}");
        assertThat(secure("/secure/balance", null, "app:secret").body())
                .isEqualTo("{\"data\": {\"balance\": \"ND\", \"sms_count\": \"ND\"}}");
        assertThat(secure("/secure/rate?to=48600100200", null, "app:secret").body())
                .isEqualTo("{\"data\": {\"unit_rate\": 0.0, \"submit_sm_count\": 1}}");
        assertThat(secure("/ping", null, null).body()).isEqualTo("{\"data\": \"Jasmin/PONG\"}");
    }

    @Test
    void aBatchIsTakenAndEachIsToldOf() throws Exception {
        String one = number();
        String two = number();
        String three = number();
        HttpResponse<String> batch = secure(
                "/secure/sendbatch",
                """
                {"globals": {"from": "7345"},
                 "messages": [{"to": ["%s", "%s"], "content": "both"}, {"to": "%s", "hex_content": "0041", "coding": 8},
                              {"to": "1", "content": "bad"}, {"content": "nobody"}, {"to": "48600100200"}],
                 "batch_config": {"callback_url": "%s", "errback_url": "%s"}}
                """.formatted(one, two, three, hub.called.url("/good?b=1"), hub.called.url("/bad")),
                "app:secret");
        assertThat(batch.body()).matches("\\{\"data\": \\{\"batchId\": \"" + UUID + "\", \"messageCount\": 4}}");
        assertThat(hex(arrived(three))).isEqualTo("0041");
        assertThat(arrived(one).getSourceAddr()).isEqualTo("7345");
        arrived(two);
        await().atMost(DoorHub.PATIENCE)
                .until(() -> hub.called.of("/good").size() == 3
                        && hub.called.of("/bad").size() == 1);
        assertThat(hub.called.of("/good").stream().map(call -> form(call.query())))
                .allSatisfy(values -> assertThat(values.get("statusText")).matches("Success \"" + UUID + "\""));
        assertThat(form(hub.called.of("/bad").get(0).query()))
                .containsEntry("to", "1")
                .containsEntry("status", "0")
                .containsEntry(
                        "statusText",
                        "HTTPAPI error: Error \"Value filter failed for user [app] (destination_address filter mismatch).");
        assertThat(secure(
                                "/secure/sendbatch",
                                "{\"messages\": [], \"batch_config\": {\"schedule_at\": \"300s\"}}",
                                "app:secret")
                        .body())
                .matches("\\{\"data\": \\{\"batchId\": \"" + UUID
                        + "\", \"messageCount\": 0, \"scheduled\": \"300s\"}}");
        HttpResponse<String> wrong = secure("/secure/sendbatch", "{\"messages\": []}", "app:no");
        assertThat(wrong.statusCode()).isEqualTo(412);
        assertThat(wrong.body())
                .isEqualTo(
                        "{\"title\": \"Authentication failed\", \"description\": \"Authentication failed for user: app\"}");
    }

    @Test
    void noPasswordStandsInTheLog() throws Exception {
        hub.get("/send?username=app&password=hunter2hunter2&to=48600100200&content=secrettext");
        assertThat(hub.log()).doesNotContain("hunter2hunter2").doesNotContain("secrettext");
    }
}
