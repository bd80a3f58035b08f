package org.smshub.it.doors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.twilio.base.Page;
import com.twilio.base.ResourceSet;
import com.twilio.exception.ApiException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Message;
import com.twilio.security.RequestValidator;
import com.twilio.twiml.MessagingResponse;
import com.twilio.twiml.messaging.Body;
import com.twilio.twiml.messaging.Redirect;
import com.twilio.type.PhoneNumber;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.smshub.bench.HubSite;

/** The door for clients of Twilio's Messages: its SDKs for Java and Node, and requests by hand. */
@Timeout(300)
class TwilioDoorIT {

    private static final String APP = "AC00000000000000000000000000000001";
    private static final String NODE = "AC00000000000000000000000000000002";
    private static final String SLOW = "AC00000000000000000000000000000003";
    private static final String OWN = "AC00000000000000000000000000000004";
    private static final String TOKEN = DoorHub.PASSWORD;
    private static final String RFC_2822 = "[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} \\d{2}:\\d{2}:\\d{2} \\+0000";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NUMBERS = new AtomicInteger(1_000);

    @TempDir
    static Path folder;

    private static DoorHub hub;
    private static int nodePort;

    @BeforeAll
    static void start() throws Exception {
        hub = new DoorHub("twilio");
        nodePort = HubSite.freePort();
        Path token = Files.writeString(folder.resolve("token"), TOKEN);
        hub.client("app", """
                numbers: ["7445"]
                events: twilio
                doors:
                  twilio:
                    account: %s
                    callbacks: true
                    incoming: "%s"
                    secrets: ["{{file:%s}}"]
                """.formatted(APP, hub.called.url("/mo?own=a%20b"), token));
        hub.client("node", """
                numbers: ["7446"]
                events: twilio
                doors:
                  twilio:
                    account: %s
                    callbacks: "http://127.0.0.1:%d/"
                    incoming: "http://127.0.0.1:%2$d/mo"
                    secrets: ["%3$s"]
                """.formatted(NODE, nodePort, TOKEN));
        hub.client("slow", """
                rate: 0.01
                doors:
                  twilio: {account: %s}
                """.formatted(SLOW));
        hub.client("own", """
                numbers: ["7447"]
                events: twilio
                senders: [ACME]
                doors:
                  twilio: {account: %s, receipts: "%s", incoming: "%s", method: GET, secrets: [%s]}
                """.formatted(OWN, hub.called.url("/own"), hub.called.url("/get?x=1"), TOKEN));
        hub.start("/2010-04-01/Accounts/" + APP + ".json");
    }

    @AfterAll
    static void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
    }

    /** One that the centre delivers. */
    private static String number() {
        return "+48602" + NUMBERS.incrementAndGet() + "00";
    }

    private static String base() {
        return hub.site.api("/").toString().replaceAll("/$", "");
    }

    // ---- by hand

    private static String basic(String account, String token) {
        return "Basic " + Base64.getEncoder().encodeToString((account + ":" + token).getBytes(StandardCharsets.UTF_8));
    }

    private static String form(String... pairs) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < pairs.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(URLEncoder.encode(pairs[i], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(pairs[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    private static HttpResponse<String> post(String account, String path, String... pairs) throws Exception {
        return hub.post(
                "/2010-04-01/Accounts/" + account + path,
                "application/x-www-form-urlencoded",
                form(pairs).getBytes(StandardCharsets.UTF_8),
                "Authorization",
                basic(account, TOKEN));
    }

    private static HttpResponse<String> get(String account, String path) throws Exception {
        return hub.send(
                hub.request("/2010-04-01/Accounts/" + account + path).header("Authorization", basic(account, TOKEN)));
    }

    private static JsonNode json(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        return JSON.readTree(answer.body().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void refused(HttpResponse<String> answer, int status, int code) throws Exception {
        JsonNode error = json(answer, status);
        assertThat(error.path("code").isInt()).isTrue();
        assertThat(error.path("code").asInt()).as(error.toString()).isEqualTo(code);
        assertThat(error.path("status").isInt()).isTrue();
        assertThat(error.path("status").asInt()).isEqualTo(status);
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.path("more_info").asText()).isEqualTo("https://www.twilio.com/docs/errors/" + code);
    }

    @Test
    void aMessageHasEveryKeyWithItsType() throws Exception {
        String to = number();
        JsonNode message = json(post(APP, "/Messages.json", "To", to, "From", "7445", "Body", "Zażółć"), 201);
        Set<String> keys = new HashSet<>();
        message.fieldNames().forEachRemaining(keys::add);
        assertThat(keys)
                .containsExactlyInAnyOrder(
                        "sid",
                        "account_sid",
                        "api_version",
                        "body",
                        "from",
                        "to",
                        "status",
                        "direction",
                        "num_segments",
                        "num_media",
                        "price",
                        "price_unit",
                        "error_code",
                        "error_message",
                        "messaging_service_sid",
                        "date_created",
                        "date_updated",
                        "date_sent",
                        "uri",
                        "subresource_uris");
        String sid = message.path("sid").asText();
        assertThat(sid).matches("SM[0-9a-f]{32}");
        assertThat(message.path("account_sid").asText()).isEqualTo(APP);
        assertThat(message.path("api_version").asText()).isEqualTo("2010-04-01");
        assertThat(message.path("body").asText()).isEqualTo("Zażółć");
        assertThat(message.path("from").asText()).isEqualTo("7445");
        assertThat(message.path("to").asText()).isEqualTo(to);
        assertThat(message.path("status").asText()).isEqualTo("queued");
        assertThat(message.path("direction").asText()).isEqualTo("outbound-api");
        assertThat(message.path("num_segments")).isEqualTo(JSON.readTree("\"1\""));
        assertThat(message.path("num_media")).isEqualTo(JSON.readTree("\"0\""));
        assertThat(message.path("date_created").asText()).matches(RFC_2822);
        assertThat(message.path("date_sent").isNull()).isTrue();
        assertThat(message.path("error_code").isNull()).isTrue();
        assertThat(message.path("uri").asText())
                .isEqualTo("/2010-04-01/Accounts/" + APP + "/Messages/" + sid + ".json");
        assertThat(message.path("subresource_uris").path("media").asText())
                .isEqualTo("/2010-04-01/Accounts/" + APP + "/Messages/" + sid + "/Media.json");
        assertThat(Submits.text(Submits.arrived(hub, to))).isEqualTo("Zażółć");
        await().atMost(DoorHub.PATIENCE).until(() -> json(get(APP, "/Messages/" + sid + ".json"), 200)
                .path("status")
                .asText()
                .equals("delivered"));
        JsonNode delivered = json(get(APP, "/Messages/" + sid + ".json"), 200);
        assertThat(delivered.path("date_sent").asText()).matches(RFC_2822);
        assertThat(delivered.size()).isEqualTo(message.size());
        assertThat(json(get(APP, "/Messages/" + sid + "/Media.json"), 200)
                        .path("media_list")
                        .isArray())
                .isTrue();
    }

    @Test
    void aFormInPartsAndTheOldPathAreTaken() throws Exception {
        String to = number();
        String parts = "--xx\r\nContent-Disposition: form-data; name=\"To\"\r\n\r\n" + to
                + "\r\n--xx\r\nContent-Disposition: form-data; name=\"From\"\r\n\r\n7445"
                + "\r\n--xx\r\nContent-Disposition: form-data; name=\"Body\"\r\n\r\nPrzyjdę & co.\r\n--xx--\r\n";
        JsonNode message = json(
                hub.post(
                        "/2010-04-01/Accounts/" + APP + "/SMS/Messages.json",
                        "multipart/form-data; boundary=xx",
                        parts.getBytes(StandardCharsets.UTF_8),
                        "Authorization",
                        basic(APP, TOKEN)),
                201);
        assertThat(message.path("body").asText()).isEqualTo("Przyjdę & co.");
        assertThat(Submits.text(Submits.arrived(hub, to))).isEqualTo("Przyjdę & co.");
        String again = number();
        json(
                hub.post(
                        "/2010-04-01/Accounts/" + APP + "/Messages.json",
                        "multipart/form-data; boundary=xx",
                        parts.replace(to, again).getBytes(StandardCharsets.UTF_8),
                        "Authorization",
                        basic(APP, TOKEN)),
                201);
        Submits.arrived(hub, again);
        // a + that nobody escaped
        String third = number();
        json(
                hub.post(
                        "/2010-04-01/Accounts/" + APP + "/Messages.json",
                        "application/x-www-form-urlencoded",
                        ("To=" + third + "&From=7445&Body=x").getBytes(StandardCharsets.UTF_8),
                        "Authorization",
                        basic(APP, TOKEN)),
                201);
        Submits.arrived(hub, third);
    }

    @Test
    void anErrorHasACodeThatTheSdksKnow() throws Exception {
        String all = "/Messages.json";
        refused(post(APP, all, "From", "7445", "Body", "x"), 400, 21604);
        refused(post(APP, all, "To", number(), "Body", "x"), 400, 21603);
        refused(post(APP, all, "To", number(), "From", "7445"), 400, 21602);
        refused(post(APP, all, "To", number(), "From", "7445", "Body", "x".repeat(1601)), 400, 21617);
        refused(post(APP, all, "To", "12", "From", "7445", "Body", "x"), 400, 21211);
        refused(post(APP, all, "To", "whatsapp:" + number(), "From", "7445", "Body", "x"), 400, 21211);
        refused(post(APP, all, "To", number(), "From", "whatsapp:+48600100200", "Body", "x"), 400, 21212);
        refused(post(APP, all, "To", number(), "From", "much too long for one", "Body", "x"), 400, 21212);
        refused(post(OWN, all, "To", number(), "From", "7445", "Body", "x"), 400, 21606);
        refused(post(APP, all, "To", number(), "From", "7445", "Body", "x", "MediaUrl", "https://a/b.png"), 400, 21620);
        refused(post(APP, all, "To", number(), "From", "7445", "ContentSid", "HX0"), 400, 21655);
        refused(post(APP, all, "To", number(), "From", "7445", "Body", "x", "ValidityPeriod", "0"), 400, 20001);
        refused(post(APP, all, "To", number(), "From", "7445", "Body", "x", "SendAt", "noon"), 400, 20001);
        refused(
                post(OWN, all, "To", number(), "From", "ACME", "Body", "x", "StatusCallback", "https://a/b"),
                400,
                21609);
        refused(get(APP, "/Messages/SM00000000000000000000000000000000.json"), 404, 20404);
        refused(get(APP, "/Messages/XX.json"), 404, 20404);
        refused(get(APP, "/Calls.json"), 404, 20404);
        refused(post(APP, "/Messages/SM00000000000000000000000000000000.json", "Status", "canceled"), 404, 20404);
        refused(post(APP, "/Messages/SM00000000000000000000000000000000.json", "Status", "sent"), 400, 20001);
        refused(post(APP, "/Messages/SM00000000000000000000000000000000.json", "Body", "another"), 400, 20001);
        // Twilio's own path with nobody's name, another's name, a wrong token, an account of a client without this door
        refused(hub.get("/2010-04-01/Accounts/" + APP + ".json"), 401, 20003);
        for (String login :
                List.of(basic(OWN, TOKEN), basic(APP, "wrong"), basic("app", TOKEN), "Basic ?", "Bearer x")) {
            refused(
                    hub.send(
                            hub.request("/2010-04-01/Accounts/" + APP + ".json").header("Authorization", login)),
                    401,
                    20003);
        }
    }

    /** What no route has seen: a body that is too large. */
    @Test
    void whatTheServerRefusesIsAnErrorOfTwiliosToo() throws Exception {
        HttpResponse<String> large = post(APP, "/Messages.json", "To", number(), "Body", "x".repeat(70_000));
        refused(large, 413, 20001);
    }

    @Test
    void anotherAccountsMessagesAreNotThere() throws Exception {
        String sid = json(post(APP, "/Messages.json", "To", number(), "From", "7445", "Body", "mine"), 201)
                .path("sid")
                .asText();
        refused(get(OWN, "/Messages/" + sid + ".json"), 404, 20404);
        refused(post(OWN, "/Messages/" + sid + ".json", "Status", "canceled"), 404, 20404);
        refused(post(OWN, "/Messages/" + sid + ".json", "Body", ""), 404, 20404);
        assertThat(json(get(OWN, "/Messages.json?PageSize=500"), 200).findValuesAsText("sid"))
                .doesNotContain(sid);
    }

    @Test
    void anAccountsOwnAddressIsTakenWhereAMessageBringsNone() throws Exception {
        json(post(OWN, "/Messages.json", "To", number(), "From", "ACME", "Body", "x"), 201);
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/own").size() >= 2);
        assertThat(hub.called.of("/own").stream().map(call -> fields(call).get("MessageStatus")))
                .startsWith("sent", "delivered");
    }

    // ---- callbacks

    private static Map<String, String> fields(Called.Call call) {
        Map<String, String> fields = new TreeMap<>();
        String form = call.method().equals("GET") ? call.query() : call.text();
        for (String pair : form.split("&")) {
            String[] sides = pair.split("=", 2);
            fields.put(sides[0], URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static boolean isSigned(String url, Called.Call call) {
        return new RequestValidator(TOKEN)
                .validate(url, fields(call), call.headers().get("x-twilio-signature"));
    }

    private static List<Called.Call> told(String to, String path, int calls) throws Exception {
        json(
                post(
                        APP,
                        "/Messages.json",
                        "To",
                        to,
                        "From",
                        "7445",
                        "Body",
                        "x",
                        "StatusCallback",
                        hub.called.url(path + "?order=4711&x=a%20b#rc=2&rp=all")),
                201);
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of(path).size() >= calls);
        return hub.called.of(path);
    }

    @Test
    void eachChangeIsToldOnceInItsOrderAndSigned() throws Exception {
        String to = number();
        List<Called.Call> calls = told(to, "/status", 2);
        assertThat(calls.stream().map(call -> fields(call).get("MessageStatus")))
                .containsExactly("sent", "delivered");
        for (Called.Call call : calls) {
            Map<String, String> fields = fields(call);
            assertThat(call.method()).isEqualTo("POST");
            assertThat(call.query()).isEqualTo("order=4711&x=a%20b");
            assertThat(call.headers().get("content-type")).startsWith("application/x-www-form-urlencoded");
            assertThat(fields)
                    .containsEntry("To", to)
                    .containsEntry("From", "7445")
                    .containsEntry("AccountSid", APP)
                    .containsEntry("ApiVersion", "2010-04-01")
                    .containsEntry("SmsStatus", fields.get("MessageStatus"))
                    .containsEntry("SmsSid", fields.get("MessageSid"))
                    .doesNotContainKey("ErrorCode");
            String url = hub.called.url("/status?order=4711&x=a%20b");
            assertThat(isSigned(url, call)).isTrue();
            assertThat(isSigned(url + "&y=1", call)).isFalse();
        }
        assertThat(fields(calls.get(1)).get("RawDlrDoneDate")).matches("\\d{10}");
        assertThat(fields(told("+48600200111", "/refused", 1).get(0)))
                .containsEntry("MessageStatus", "failed")
                .containsEntry("ErrorCode", "30005");
        assertThat(fields(told("+48600200112", "/undelivered", 2).get(1)))
                .containsEntry("MessageStatus", "undelivered")
                .containsEntry("ErrorCode", "30008")
                .containsKey("ErrorMessage");
    }

    @Test
    void aReceiverThatFailsHearsOfItAgain() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        hub.called.answers(
                "/fails", call -> Called.Answer.of(tries.incrementAndGet() == 1 ? 500 : 204, "text/plain", ""));
        List<Called.Call> calls = told(number(), "/fails", 3);
        assertThat(calls.stream().map(call -> fields(call).get("MessageStatus")))
                .containsExactly("sent", "sent", "delivered");
    }

    @Test
    void aPhonesMessageIsToldAndItsTwimlGoesBack() throws Exception {
        String first = new MessagingResponse.Builder()
                .message(new com.twilio.twiml.messaging.Message.Builder("Grüße & <b>")
                        .statusCallback(hub.called.url("/reply"))
                        .build())
                .redirect(new Redirect.Builder(URI.create("/next?x=1")).build())
                .build()
                .toXml();
        String second = new MessagingResponse.Builder()
                .message(new com.twilio.twiml.messaging.Message.Builder()
                        .body(new Body.Builder("Second").build())
                        .to("+48602999900")
                        .build())
                .build()
                .toXml();
        hub.called.answers("/mo", call -> Called.Answer.of(200, "text/xml", first));
        hub.called.answers("/next", call -> Called.Answer.of(200, "application/xml", second));
        hub.centre.phone("48602555100", "7445", 8, "Привет & co".getBytes(StandardCharsets.UTF_16BE));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/next").size() == 1);
        Called.Call call = hub.called.of("/mo").get(0);
        assertThat(call.query()).isEqualTo("own=a%20b");
        assertThat(isSigned(hub.called.url("/mo?own=a%20b"), call)).isTrue();
        assertThat(isSigned(hub.called.url("/next?x=1"), hub.called.of("/next").get(0)))
                .isTrue();
        Map<String, String> fields = fields(call);
        assertThat(fields)
                .containsEntry("From", "+48602555100")
                .containsEntry("To", "7445")
                .containsEntry("Body", "Привет & co")
                .containsEntry("AccountSid", APP)
                .containsEntry("NumMedia", "0")
                .containsEntry("SmsStatus", "received")
                .containsEntry("SmsMessageSid", fields.get("MessageSid"));
        SubmitSm reply = Submits.arrived(hub, "48602555100");
        assertThat(reply.getSourceAddr()).isEqualTo("7445");
        assertThat(Submits.hex(reply)).isEqualTo("47727e1e65202620 3c623e".replace(" ", ""));
        assertThat(Submits.text(Submits.arrived(hub, "48602999900"))).isEqualTo("Second");
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/reply").size() >= 2);
        // what came can be fetched and listed, and a reply says that it is one
        assertThat(json(get(APP, "/Messages/" + fields.get("MessageSid") + ".json"), 200)
                        .path("direction")
                        .asText())
                .isEqualTo("inbound");
        assertThat(json(get(APP, "/Messages.json?To=7445"), 200)
                        .path("messages")
                        .findValuesAsText("body"))
                .contains("Привет & co");
        assertThat(json(get(APP, "/Messages.json?To=%2B48602555100"), 200)
                        .path("messages")
                        .findValuesAsText("direction"))
                .containsExactly("outbound-reply");
    }

    @Test
    void aWebhookMayBeAGetAndAnswerInPlainText() throws Exception {
        hub.called.answers("/get", call -> Called.Answer.of(200, "text/plain", "Plain"));
        hub.centre.phone("48602555200", "7447", 0, "hi".getBytes(StandardCharsets.US_ASCII));
        await().atMost(DoorHub.PATIENCE).until(() -> hub.called.of("/get").size() == 1);
        Called.Call call = hub.called.of("/get").get(0);
        assertThat(call.method()).isEqualTo("GET");
        assertThat(fields(call)).containsEntry("Body", "hi").containsEntry("x", "1");
        assertThat(new RequestValidator(TOKEN)
                        .validate(
                                hub.called.url("/get?" + call.query()),
                                Map.of(),
                                call.headers().get("x-twilio-signature")))
                .isTrue();
        assertThat(Submits.text(Submits.arrived(hub, "48602555200"))).isEqualTo("Plain");
    }

    // ---- Java's SDK

    private static TwilioRestClient sdk(String account, String token) {
        return new TwilioRestClient.Builder(account, token)
                .httpClient(new NetworkHttpClient() {
                    @Override
                    public Response makeRequest(Request request) {
                        Request here = new Request(
                                request.getMethod(), request.getUrl().replace("https://api.twilio.com", base()));
                        request.getQueryParams()
                                .forEach((name, all) -> all.forEach(one -> here.addQueryParam(name, one)));
                        request.getPostParams()
                                .forEach((name, all) -> all.forEach(one -> here.addPostParam(name, one)));
                        request.getHeaderParams()
                                .forEach((name, all) -> all.forEach(one -> here.addHeaderParam(name, one)));
                        here.setAuth(request.getUsername(), request.getPassword());
                        here.setContentType(request.getContentType());
                        return super.makeRequest(here);
                    }
                })
                .build();
    }

    private static Message await(TwilioRestClient client, String sid, Message.Status status) {
        return Awaitility.await()
                .atMost(DoorHub.PATIENCE)
                .until(() -> Message.fetcher(sid).fetch(client), message -> message.getStatus() == status);
    }

    private static ConditionFactory await() {
        return Awaitility.await();
    }

    @Test
    void javasSdkSendsFetchesListsCancelsAndErases() {
        TwilioRestClient client = sdk(APP, TOKEN);
        PhoneNumber from = new PhoneNumber("7445");
        String to = number();
        Message text =
                Message.creator(new PhoneNumber(to), from, "Hello from Java").create(client);
        assertThat(text.getStatus()).isEqualTo(Message.Status.QUEUED);
        assertThat(text.getDirection()).isEqualTo(Message.Direction.OUTBOUND_API);
        assertThat(text.getDateCreated()).isNotNull();
        assertThat(text.getTo()).isEqualTo(to);
        assertThat(Submits.text(Submits.arrived(hub, to))).isEqualTo("Hello from Java");
        Message delivered = await(client, text.getSid(), Message.Status.DELIVERED);
        assertThat(delivered.getDateSent()).isNotNull();
        assertThat(delivered.getErrorCode()).isNull();
        assertThat(delivered.getBody()).isEqualTo("Hello from Java");

        String many = number();
        Message longer = Message.creator(new PhoneNumber(many), from, "Привет ".repeat(30))
                .create(client);
        assertThat(longer.getNumSegments()).isEqualTo("4");
        assertThat(Submits.arrived(hub, many, 4)).hasSize(4);

        Message redacted = Message.updater(text.getSid()).setBody("").update(client);
        assertThat(redacted.getBody()).isEmpty();
        assertThat(redacted.getStatus()).isEqualTo(Message.Status.DELIVERED);
        await(client, longer.getSid(), Message.Status.DELIVERED);
        assertThat(Message.deleter(longer.getSid()).delete(client)).isTrue();
        assertThat(Message.fetcher(longer.getSid()).fetch(client).getBody()).isEmpty();

        Message planned = Message.creator(new PhoneNumber(number()), from, "never")
                .setScheduleType(Message.ScheduleType.FIXED)
                .setSendAt(ZonedDateTime.now().plusDays(1))
                .create(client);
        assertThat(planned.getStatus()).isEqualTo(Message.Status.SCHEDULED);
        assertThatThrownBy(() -> Message.updater(planned.getSid()).setBody("").update(client))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getCode()).isEqualTo(20009));
        assertThat(Message.updater(planned.getSid())
                        .setStatus(Message.UpdateStatus.CANCELED)
                        .update(client)
                        .getStatus())
                .isEqualTo(Message.Status.CANCELED);
        assertThatThrownBy(() -> Message.updater(text.getSid())
                        .setStatus(Message.UpdateStatus.CANCELED)
                        .update(client))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getCode()).isEqualTo(30409));

        for (int i = 0; i < 3; i++) {
            Message.creator(new PhoneNumber(number()), from, "one of a page").create(client);
        }
        ResourceSet<Message> pages = Message.reader().setPageSize(2).limit(5).read(client);
        List<String> sids = new ArrayList<>();
        pages.forEach(message -> sids.add(message.getSid()));
        assertThat(sids).doesNotHaveDuplicates().hasSize(5);
        Page<Message> one = Message.reader()
                .setTo(new PhoneNumber(to))
                .setDateSentAfter(ZonedDateTime.now().minusHours(1))
                .setDateSentBefore(ZonedDateTime.now().plusHours(1))
                .firstPage(client);
        assertThat(one.getRecords().stream().map(Message::getSid)).containsExactly(text.getSid());
        assertThat(Message.reader()
                        .setTo(new PhoneNumber(to))
                        .setDateSentBefore(ZonedDateTime.now().minusHours(1))
                        .firstPage(client)
                        .getRecords())
                .isEmpty();
    }

    @Test
    void javasSdkUnderstandsWhatIsRefused() {
        PhoneNumber from = new PhoneNumber("7445");
        assertThatThrownBy(() ->
                        Message.creator(new PhoneNumber("nobody"), from, "x").create(sdk(APP, TOKEN)))
                .isInstanceOfSatisfying(ApiException.class, e -> {
                    assertThat(e.getCode()).isEqualTo(21211);
                    assertThat(e.getStatusCode()).isEqualTo(400);
                    assertThat(e.getMoreInfo()).endsWith("/21211");
                });
        assertThatThrownBy(() ->
                        Message.creator(new PhoneNumber(number()), from, "x").create(sdk(APP, "wrong")))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getCode()).isEqualTo(20003));
    }

    // ---- Node's SDK

    @Test
    void nodesSdkSendsHearsAndIsAnswered() throws Exception {
        try (NodeClient node =
                new NodeClient("twilio.mjs", base(), NODE, TOKEN, String.valueOf(nodePort), SLOW, "48603000000")) {
            JsonNode text = node.got("text");
            assertThat(text.path("status").asText()).isEqualTo("queued");
            assertThat(text.path("dateCreated").asText()).startsWith("20");
            String to = text.path("to").asText();
            assertThat(Submits.text(Submits.arrived(hub, to))).isEqualTo("Hello from Node");
            assertThat(Submits.text(
                            Submits.arrived(hub, node.got("unicode").path("to").asText())))
                    .isEqualTo("Привет, 世界 👋");
            JsonNode longer = node.got("long");
            assertThat(longer.path("numSegments").asText()).isEqualTo("3");
            assertThat(Submits.arrived(hub, longer.path("to").asText(), 3)).hasSize(3);
            assertThat(Submits.text(
                            Submits.arrived(hub, node.got("smart").path("to").asText())))
                    .isEqualTo("\"Smart\" - quotes");
            assertThat(node.got("fetched").path("body").asText()).isEqualTo("to be fetched");
            assertThat(node.got("redacted").path("body").asText()).isEmpty();
            assertThat(node.got("removed").asBoolean()).isTrue();
            assertThat(node.got("failed").path("errorCode").asInt()).isEqualTo(30005);
            assertThat(node.got("undelivered").path("errorCode").asInt()).isEqualTo(30008);
            JsonNode scheduled = node.got("scheduled");
            assertThat(scheduled.path("status").asText()).isEqualTo("scheduled");
            assertThat(scheduled.path("messagingServiceSid").asText()).startsWith("MG0123");
            assertThat(scheduled.path("from").isNull()).isTrue();
            assertThat(node.got("canceled").path("was").asText()).isEqualTo("scheduled");
            assertThat(node.got("canceled").path("now").asText()).isEqualTo("canceled");
            assertThat(node.got("listed")).doesNotHaveDuplicates().hasSize(5);
            assertThat(node.got("listedTo").toString()).isEqualTo("[\"+48600300112\"]");
            assertThat(node.got("account").path("status").asText()).isEqualTo("active");
            assertThat(node.error("canceledLate").path("code").asInt()).isEqualTo(30409);
            assertThat(node.error("unknown").path("code").asInt()).isEqualTo(20404);
            assertThat(node.error("unknown").path("status").asInt()).isEqualTo(404);
            assertThat(node.error("noNumber").path("code").asInt()).isEqualTo(21211);
            assertThat(node.error("noBody").path("code").asInt()).isEqualTo(21602);
            assertThat(node.error("media").path("code").asInt()).isEqualTo(21620);
            assertThat(node.error("media").path("message").asText()).contains("Media");
            assertThat(node.error("wrongToken").path("status").asInt()).isEqualTo(401);
            assertThat(node.error("wrongToken").path("code").asInt()).isEqualTo(20003);
            assertThat(node.error("throttled").path("code").asInt()).isEqualTo(20429);
            assertThat(node.error("throttled").path("status").asInt()).isEqualTo(429);
            node.step("done");

            await().atMost(DoorHub.PATIENCE).untilAsserted(() -> assertThat(node.calls("/status").stream()
                            .filter(call ->
                                    call.path("params").path("To").asText().equals(to))
                            .map(call ->
                                    call.path("params").path("MessageStatus").asText()))
                    .containsExactly("sent", "delivered"));
            assertThat(node.calls("/status")).allSatisfy(call -> {
                assertThat(call.path("valid").asBoolean()).as(call.toString()).isTrue();
                assertThat(call.path("forged").asBoolean()).isFalse();
                assertThat(call.path("search").asText()).isEqualTo("?order=7&x=a%20b");
            });

            hub.centre.phone("48602555300", "7446", 0, "balance".getBytes(StandardCharsets.US_ASCII));
            await().atMost(DoorHub.PATIENCE).until(() -> node.calls("/mo").size() == 1);
            assertThat(node.calls("/mo").get(0).path("valid").asBoolean()).isTrue();
            List<SubmitSm> replies = Submits.arrived(hub, "48602555300", 2);
            assertThat(Submits.text(replies.get(0))).isEqualTo("You said balance & <more>");
            assertThat(replies.get(0).getSourceAddr()).isEqualTo("7446");
            await().atMost(DoorHub.PATIENCE).until(() -> node.calls("/reply").size() == 2);
        }
    }

    @Test
    void noTokenAndNoTextStandInTheLog() throws Exception {
        json(post(APP, "/Messages.json", "To", number(), "From", "7445", "Body", "verysecrettext"), 201);
        hub.send(hub.request("/2010-04-01/Accounts/" + APP + ".json")
                .header("Authorization", basic(APP, "hunter2hunter2")));
        assertThat(hub.log())
                .doesNotContain("verysecrettext")
                .doesNotContain("hunter2hunter2")
                .doesNotContain(basic(APP, TOKEN));
    }
}
